using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Bench.Measuring;
using OpenClaw.Host.Journal;

namespace OpenClaw.Bench.Figures;

/// <summary>What it costs to write an event into the book before it is acted upon, and to take a long book up again.</summary>
internal sealed class JournalCost : IFigure
{
    private const string Bare = "append and fsync of the same bytes to a file";
    private const string Ours = "append of one event to the book";
    private const string Parsed = "the same JSON, deserialized from memory and folded";
    private const string Replayed = "open the book, check it, load and fold";
    private const int Events = 100_000;
    private const int WarmUp = 50;
    private static readonly GatewayId Main = new("main");
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 3, 15, 4, TimeSpan.Zero);
    private static readonly IncidentId Id = IncidentId.For(Main, Start);

    public string Name => "journal";

    public string About => "an event appended to the book and flushed, with news every tenth time; 100,000 events of one open incident taken up again";

    public async Task<Finding> Run(Effort effort, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("bench-journal-");
        try
        {
            effort.Progress("appending");
            var (bare, ours) = await Append(Folder(folder, "append"), effort.Of(2000, 200), cancel);
            effort.Progress($"writing {Events} events");
            var (parsed, replayed, folded) = await Replay(Folder(folder, "replay"), effort.Of(5, 1), cancel);
            return new Finding([new(Bare, "ms", bare), new(Ours, "ms", ours, Bare), new(Parsed, "ms", parsed), new(Replayed, "ms", replayed, Parsed)])
            {
                Counts = [new("events in the fold", folded, Events)],
                Notes = [$"on the disk of {folder.FullName}: where that is memory, a flush costs nothing"],
                Goals = [new("100,000 events in less than 2 s", new Series(Replayed, "ms", replayed).Median < 2000)],
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Both do the same in turns, so that what else the disk is at hits both.
    private static async Task<(List<double> Bare, List<double> Ours)> Append(string home, int samples, CancellationToken cancel)
    {
        using var book = new Book(home, TimeProvider.System, NullLogger<Book>.Instance);
        var journal = new SqliteIncidentJournal(book, NullLogger<SqliteIncidentJournal>.Instance);
        using var file = new FileStream(Path.Combine(home, "bare"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var (bare, ours) = (new List<double>(), new List<double>());
        for (var i = 1; i <= WarmUp + samples; i++)
        {
            var e = Event(i);
            Announcement[] news = i % 10 == 0 ? [new(e.Number.ToString(CultureInfo.InvariantCulture), Main, Id, Severity.Warning, "main is down", "It has been down for a minute.", ["exit code 1"], null, e.At)] : [];
            var bytes = Encoding.UTF8.GetBytes(EventText.Of(e).Json + string.Concat(news.Select(static one => JsonSerializer.Serialize(one, BookJson.Default.Announcement))));
            var began = Stopwatch.GetTimestamp();
            file.Write(bytes);
            file.Flush(flushToDisk: true);
            var between = Stopwatch.GetTimestamp();
            await journal.Append(Main, [e], news, cancel);
            var end = Stopwatch.GetTimestamp();
            if (i <= WarmUp) continue;
            bare.Add(Stopwatch.GetElapsedTime(began, between).TotalMilliseconds);
            ours.Add(Stopwatch.GetElapsedTime(between, end).TotalMilliseconds);
        }

        return (bare, ours);
    }

    private static async Task<(List<double> Parsed, List<double> Replayed, int Folded)> Replay(string home, int samples, CancellationToken cancel)
    {
        var events = Enumerable.Range(1, Events).Select(Event).ToArray();
        using (var book = new Book(home, TimeProvider.System, NullLogger<Book>.Instance))
        {
            var journal = new SqliteIncidentJournal(book, NullLogger<SqliteIncidentJournal>.Instance);
            foreach (var some in events.Chunk(1000)) await journal.Append(Main, some, [], cancel);
        }

        var texts = events.Select(static e => (e.Number, Text: EventText.Of(e))).ToArray();
        var (parsed, replayed, folded) = (new List<double>(), new List<double>(), 0);
        for (var i = -1; i < samples; i++)
        {
            var began = Stopwatch.GetTimestamp();
            _ = Fold(texts.Select(static text => EventText.Read(Id.Value, text.Number, text.Text.Kind, text.Text.Json)!));
            var between = Stopwatch.GetTimestamp();
            using var book = new Book(home, TimeProvider.System, NullLogger<Book>.Instance);
            var loaded = (await new SqliteIncidentJournal(book, NullLogger<SqliteIncidentJournal>.Instance).Load(Main, cancel)).Events;
            _ = Fold(loaded);
            var end = Stopwatch.GetTimestamp();
            folded = loaded.Count;
            // The first round is what the runtime makes of the code.
            if (i < 0) continue;
            parsed.Add(Stopwatch.GetElapsedTime(began, between).TotalMilliseconds);
            replayed.Add(Stopwatch.GetElapsedTime(between, end).TotalMilliseconds);
        }

        return (parsed, replayed, folded);
    }

    private static Incident? Fold(IEnumerable<IncidentEvent> events) => events.Aggregate((Incident?)null, Incident.Apply);

    private static IncidentEvent Event(int number)
    {
        var at = Start.AddSeconds(number);
        IncidentEvent e = (number, number % 3) switch
        {
            (1, _) => new Opened(Id, at, at, GatewayPhase.Down, ["exit code 1"], Tier.Watchdog, 0, null),
            (_, 1) => new RepairOrdered(Id, at, Tier.Watchdog, number, RestartKind.Start, at.AddMinutes(7), "it is down"),
            (_, 2) => new RepairClosed(Id, at, number - 1, RepairResult.Done, "accepted", at.AddSeconds(15)),
            _ => new Waited(Id, at, at.AddMinutes(5)),
        };
        return e with { Number = number, Witnesses = ["manager: running", "process: pid 4711 since 03:15", "port 18789: pid 4711", "healthz: no answer within 10 s"] };
    }

    private static string Folder(DirectoryInfo parent, string name) => parent.CreateSubdirectory(name).FullName;
}
