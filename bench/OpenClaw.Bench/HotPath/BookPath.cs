using System.Globalization;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Journal;

namespace OpenClaw.Bench.HotPath;

/// <summary>What is written down before anything is done: an event, and news with the mark that it was told.</summary>
public class BookPath : IDisposable
{
    private static readonly GatewayId Main = new("main");
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 3, 15, 4, TimeSpan.Zero);
    private static readonly IncidentId Id = IncidentId.For(Main, Start);
    private DirectoryInfo _folder = null!;
    private FileStream _file = null!;
    private Book _book = null!;
    private SqliteIncidentJournal _journal = null!;
    private SqliteOutboxStore _outbox = null!;
    private byte[] _bytes = [];
    private int _number;

    /// <summary>Opens a book, and a plain file beside it.</summary>
    [GlobalSetup]
    public async Task Setup()
    {
        _folder = Directory.CreateTempSubdirectory("bench-hot-");
        _file = new FileStream(Path.Combine(_folder.FullName, "bare"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        _book = new Book(_folder.FullName, TimeProvider.System, NullLogger<Book>.Instance);
        (_journal, _outbox) = (new SqliteIncidentJournal(_book, NullLogger<SqliteIncidentJournal>.Instance), new SqliteOutboxStore(_book, NullLogger<SqliteOutboxStore>.Instance));
        // An event of an incident that was never opened would have all of them read again.
        await _journal.Append(Main, [new Opened(Id, Start, Start, GatewayPhase.Down, ["exit code 1"], Tier.Watchdog, 0, null) { Number = ++_number }], [], CancellationToken.None);
        _bytes = Encoding.UTF8.GetBytes(EventText.Of(Event(1)).Json + JsonSerializer.Serialize(News(1), BookJson.Default.Announcement));
    }

    /// <summary>Takes both away.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _book.Dispose();
        _file.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The least: the same bytes appended to a file and flushed.</summary>
    [Benchmark(Baseline = true)]
    public void BareAppendAndFlush()
    {
        _file.Write(_bytes);
        _file.Flush(flushToDisk: true);
    }

    /// <summary>Ours: an event.</summary>
    [Benchmark]
    public Task JournalAppend() => _journal.Append(Main, [Event(++_number)], [], CancellationToken.None);

    /// <summary>Ours: news kept, begun and delivered, three writes.</summary>
    [Benchmark]
    public async Task OutboxKeepAndMark()
    {
        var news = News(++_number);
        await _outbox.Keep(Main, news, CancellationToken.None);
        await _outbox.Mark(Main, "log", news.Key, DeliveryMark.Begun, null, CancellationToken.None);
        await _outbox.Mark(Main, "log", news.Key, DeliveryMark.Delivered, "4711", CancellationToken.None);
    }

    private static Waited Event(int number) => new Waited(Id, Start.AddSeconds(number), Start.AddSeconds(number + 300))
    {
        Number = number,
        Witnesses = ["manager: running", "process: pid 4711 since 03:15", "port 18789: pid 4711", "healthz: no answer within 10 s"],
    };

    private static Announcement News(int number) =>
        new($"key-{number.ToString(CultureInfo.InvariantCulture)}", Main, Id, Severity.Warning, "main is down", "It has been down for a minute.", ["exit code 1"], null, Start.AddSeconds(number));
}
