using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Processes.Direct;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Journal;

/// <summary>A real process (tests/OpenClaw.Scribe) that is killed with -9 in the middle of its writing, at any moment.</summary>
public sealed class KilledWriterSpecs : IDisposable
{
    private const int Rounds = 20;
    private readonly Desk _desk = new();

    [Fact]
    public async Task What_was_acknowledged_is_in_the_book()
    {
        var acknowledged = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var said = await KillAtRandom(round, ["append", _desk.Home, (acknowledged + 1).ToString(CultureInfo.InvariantCulture)]);
            if (said.Length > 0) acknowledged = int.Parse(said[^1], CultureInfo.InvariantCulture);

            using var book = _desk.Open();
            var content = await _desk.Journal(book).Load(Desk.Main, CancellationToken.None);
            content.Trouble.ShouldBeNull();
            var written = content.Events.Select(static e => e.Number).ToArray();
            written.ShouldBe(Enumerable.Range(1, written.Length), "nothing is missing");
            written.Length.ShouldBeInRange(acknowledged, acknowledged + 1, "all that was acknowledged, and at most what was under way");
            (await book.Do(db => Host.Journal.BookSql.Number(db, "SELECT count(*) FROM news"), CancellationToken.None)).ShouldBe(written.Length, "each event with its news");
            acknowledged = written.Length;
        }

        acknowledged.ShouldBeGreaterThan(Rounds, "the rounds were long enough to write in");
        _desk.Files.ShouldBe(["book.db"]);
    }

    [Fact]
    public async Task Every_file_is_the_old_one_or_the_new_one_and_drafts_do_not_pile_up()
    {
        var said = 0;
        for (var round = 0; round < Rounds; round++)
        {
            said += (await KillAtRandom(round, ["files", _desk.Home])).Length;
            if (said == 0) continue;
            var word = await new OwnerWordFile(_desk.Home, Desk.Main).Read(CancellationToken.None);
            ShouldBeWhole(word.Reason);
            ShouldBeWhole(new StatusFile(_desk.Home).Read().ShouldNotBeNull().Version);
            ShouldBeWhole(new DirectMemory(_desk.Home, NullLogger.Instance).Load().ShouldNotBeNull().Command);
            var markers = Path.Combine(_desk.Home, "marker-alerts.json");
            new MarkerMemory(markers, NullLogger.Instance).Holds(_desk.Home).ShouldBe(JsonDocument.Parse(await File.ReadAllTextAsync(markers)).RootElement.GetProperty("files").GetArrayLength() == 1);
        }

        said.ShouldBeGreaterThan(Rounds);
        StaleDrafts.Clear(_desk.Home, TimeProvider.System.GetUtcNow().AddHours(1));
        Directory.GetFiles(_desk.Home, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
        (await new OwnerWordFile(_desk.Home, Desk.Main).Read(CancellationToken.None)).Reason.ShouldNotBeNull("only drafts are cleared away");
    }

    public void Dispose() => _desk.Dispose();

    private static void ShouldBeWhole(string? text) => text.ShouldNotBeNull().ShouldBe(new string(text[0], 4000));

    /// <summary>What it said before it was killed, its last line only when that was whole.</summary>
    private static async Task<string[]> KillAtRandom(int round, string[] arguments)
    {
        using var scribe = Scribe.Start(arguments);
        // Half of them at any moment of their start, the other half well into their work.
        var first = round % 2 == 0 ? "" : await scribe.StandardOutput.ReadLineAsync() + "\n";
        var output = scribe.StandardOutput.ReadToEndAsync();
        await Task.Delay(Random.Shared.Next(round % 2 == 0 ? 1000 : 300));
        scribe.Kill();
        await scribe.WaitForExitAsync().Soon();
        return (first + await output).Split('\n')[..^1];
    }
}

/// <summary>The program of tests/OpenClaw.Scribe, built next to this one.</summary>
internal static class Scribe
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory.Replace("OpenClaw.Host.Tests", "OpenClaw.Scribe", StringComparison.Ordinal), "OpenClaw.Scribe");

    public static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true })!;
}
