using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Tests.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Logging;

/// <summary>The original's <c>healthcheck-YYYY-MM-DD.log</c>: its documented <c>tail</c> recipes go on working.</summary>
public sealed class HealthcheckLogSpecs : IAsyncDisposable
{
    private static readonly GatewayId Main = new("main");
    private static readonly GatewayId Work = new("work");
    private static readonly IncidentId Incident = new("main-20261130-031504");
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 3, 15, 4, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("healthcheck-");
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly ConcurrentQueue<string> _written = new();
    private volatile bool _isBroken;
    private int _broken;
    private ActorSystem? _system;

    private string Memory => Path.Combine(_folder.FullName, "openclaw", "memory");

    public async ValueTask DisposeAsync()
    {
        if (_system is not null) await _system.Terminate();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void An_outage_is_told_in_the_original_s_words()
    {
        var lines = new HealthcheckLines(new Dictionary<GatewayId, int> { [Main] = 3 });
        string[] Of(IncidentEvent e) => [.. lines.Of(new IncidentNews(Main, e))];

        lines.Of(Status(Main, GatewayPhase.Ready)).ShouldBe(["✅ Gateway healthy"]);
        lines.Of(Status(Main, GatewayPhase.Suspect)).ShouldBeEmpty("one bad answer is no outage");
        Of(new Opened(Incident, Start, Start, GatewayPhase.Wedged, ["http: no answer"], Tier.Prober, 0, null)).ShouldBe(["❌ Gateway unhealthy: hung (the process lives and does not answer)", "http: no answer"]);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Of(new RepairOrdered(Incident, Start, Tier.Prober, attempt, RestartKind.Forced, Start, "it hangs")).ShouldBe([$"Retry {attempt}/3... (it hangs)"]);
            Of(new RepairClosed(Incident, Start, attempt, RepairResult.Done, "restarted", Start)).ShouldBeEmpty();
        }

        Of(new Waited(Incident, Start, Start.AddSeconds(300))).ShouldBe(["❌ Recovery failed after 3 retries", "Waiting 300s before Level 3..."]);
        Of(new Escalated(Incident, Start, Tier.Doctor, "it still hangs", Start)).ShouldBe(["🚨 Escalating to Level 3 (Emergency Recovery)... (it still hangs)"]);
        Of(new HumanCalled(Incident, Start, "nobody could", "look\nat it", 1, GatewayPhase.Wedged)).ShouldBe(["🚨 All automatic levels failed, your help is needed: nobody could", "Your turn: look at it"]);
        lines.Beat().ShouldBe(["✅ Gateway healthy"], "the phase is told apart from the incident");
        lines.Of(Status(Main, GatewayPhase.Wedged)).ShouldBe(["⚠️ Gateway is hung (the process lives and does not answer)"]);
        lines.Beat().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Outcome.HealedByProber, 2, false, "✅ Recovery successful on retry 2")]
    [InlineData(Outcome.HealedByWatchdog, 1, false, "✅ Recovery successful on retry 1")]
    [InlineData(Outcome.RecoveredByItself, 3, true, "✅ Gateway recovered during waiting period")]
    [InlineData(Outcome.HealedByDoctor, 3, true, "✅ Gateway recovered: healed by tier 3 (doctor)")]
    [InlineData(Outcome.StoppedByOwner, 0, false, "The gateway was stopped by its owner")]
    public void An_end_is_told_in_the_original_s_words(Outcome outcome, int restarts, bool hasWaited, string expected)
    {
        var lines = new HealthcheckLines(new Dictionary<GatewayId, int> { [Main] = 3 });
        IReadOnlyList<IncidentEvent> story =
        [
            new Opened(Incident, Start, Start, GatewayPhase.Down, [], Tier.Watchdog, 0, null),
            .. Enumerable.Range(1, restarts).Select(static i => new RepairOrdered(Incident, Start, Tier.Watchdog, i, RestartKind.Start, Start, "x")),
            .. hasWaited ? new IncidentEvent[] { new Waited(Incident, Start, Start) } : [],
            new Resolved(Incident, Start, Start, outcome, "live"),
        ];
        story.SelectMany(e => lines.Of(new IncidentNews(Main, e)).ToArray()).Last().ShouldBe(expected);
    }

    [Fact]
    public void Of_several_gateways_each_line_names_its_own_behind_the_words_that_are_looked_for()
    {
        var lines = new HealthcheckLines(new Dictionary<GatewayId, int> { [Main] = 3, [Work] = 3 });
        lines.Of(Status(Work, GatewayPhase.Ready)).ShouldBe(["✅ Gateway healthy (work)"]);
    }

    [Fact]
    public async Task Each_day_has_its_file_in_the_owner_s_time_for_its_owner_only_and_no_watch_of_ours_raises_it()
    {
        var file = new HealthcheckFile(Memory, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), [new SecretText("t0p-s3cret")]);
        await file.Append([(Start.AddHours(19), "✅ Gateway healthy"), (Start.AddHours(20), $"t0p-s3cret {MarkerFileWatch.Marker}")]);
        (await File.ReadAllTextAsync(Path.Combine(Memory, "healthcheck-2026-11-30.log"))).ShouldBe("[2026-11-30 23:15:04] ✅ Gateway healthy\n");
        var next = Path.Combine(Memory, "healthcheck-2026-12-01.log");
        (await File.ReadAllTextAsync(next)).ShouldBe($"[2026-12-01 00:15:04] *** {MarkerFileWatch.Marker}\n");
        File.GetUnixFileMode(next).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        new MarkerFileWatch(Memory, Path.Combine(_folder.FullName, "memory.json"), TimeSpan.FromDays(1000), Main, static _ => false, TimeProvider.System, NullLogger<MarkerFileWatch>.Instance).Scan().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_day_s_file_is_bounded()
    {
        var file = new HealthcheckFile(Memory, TimeZoneInfo.Utc, []);
        var flood = new string('x', 1000);
        for (var i = 0; i < 30; i++) await file.Append([.. Enumerable.Repeat((Start, flood), 100)]);
        new FileInfo(Path.Combine(Memory, "healthcheck-2026-11-30.log")).Length.ShouldBeInRange(HealthcheckFile.Largest, HealthcheckFile.Largest + 110_000);
    }

    [Fact]
    public void Files_older_than_fourteen_days_are_taken_out_and_those_of_others_stay()
    {
        Directory.CreateDirectory(Memory);
        foreach (var name in (string[])["healthcheck-2026-11-01.log", "healthcheck-notes.log", "healthcheck-2026-11-29.log"])
        {
            File.WriteAllText(Path.Combine(Memory, name), "x");
            File.SetLastWriteTimeUtc(Path.Combine(Memory, name), (name.Contains("29", StringComparison.Ordinal) ? Start : Start.AddDays(-15)).UtcDateTime);
        }

        MemoryFolderRetention.Tidy(Memory, Start, NullLogger.Instance);
        Directory.GetFiles(Memory).Select(Path.GetFileName).Order().ShouldBe(["healthcheck-2026-11-29.log", "healthcheck-notes.log"]);
    }

    [Fact]
    public async Task A_gateway_that_serves_is_said_to_once_in_an_interval_and_not_while_it_does_not()
    {
        await Run();
        Publish(Status(Main, GatewayPhase.Ready));
        await Eventually.Holds(() => _written.Count == 2, "the start and the first look are written");
        _written.ShouldBe(["=== Health Check Started (PID: 42) ===", "✅ Gateway healthy"]);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await Eventually.Holds(() => _written.Count == 3, "five minutes later it is said again");
        Publish(Status(Main, GatewayPhase.Down));
        await Eventually.Holds(() => _written.Count == 4, "its fall is written");
        _clock.Advance(TimeSpan.FromMinutes(5));
        Publish(Status(Main, GatewayPhase.Ready));
        await Eventually.Holds(() => _written.Count == 5, "its return is written");
        _written.ToArray()[2..].ShouldBe(["✅ Gateway healthy", "⚠️ Gateway is down (no process)", "✅ Gateway healthy"]);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_outlived()
    {
        _isBroken = true;
        await Run();
        await Eventually.Holds(() => Volatile.Read(ref _broken) == 1, "the first line was tried");
        _isBroken = false;
        // What was lost stays lost; when that is heard of is not the clock's to say.
        await Eventually.Holds(
            () =>
            {
                Publish(Status(Main, _written.IsEmpty && Volatile.Read(ref _broken) % 2 == 0 ? GatewayPhase.Ready : GatewayPhase.Down));
                Publish(Status(Main, GatewayPhase.Ready));
                return !_written.IsEmpty;
            },
            "the next lines are written");
    }

    private static GatewayStatus Status(GatewayId gateway, GatewayPhase phase) => new(gateway, Start, phase, ["evidence"], null, null);

    private async Task Run()
    {
        _system = ActorSystem.Create("healthcheck", TimeProviderScheduler.UseClock(_clock).WithFallback(ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }")));
        var lines = new HealthcheckLines(new Dictionary<GatewayId, int> { [Main] = 3 });
        await _system.ActorOf(Props.Create(() => new HealthcheckActor(lines, Append, TimeSpan.FromMinutes(5), 42)), "healthcheck").Ask<ActorIdentity>(new Identify(1), TimeSpan.FromSeconds(20));
    }

    private void Publish(object news) => _system!.EventStream.Publish(news);

    private Task Append(IReadOnlyList<(DateTimeOffset At, string Text)> lines)
    {
        if (_isBroken)
        {
            Interlocked.Increment(ref _broken);
            throw new IOException("read-only");
        }

        foreach (var line in lines) _written.Enqueue(line.Text);
        return Task.CompletedTask;
    }
}
