using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Notifiers;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Notifiers;

/// <summary>The papers in the memory folder: what the original's owners look for there, and for how long.</summary>
public sealed class RecoveryLogSpecs : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 3, 15, 0, TimeSpan.Zero);
    private readonly string _root = Directory.CreateTempSubdirectory("recovery-").FullName;

    private string Memory => Path.Combine(_root, "memory");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_call_for_a_human_leaves_one_private_log_that_ends_with_the_block_and_is_not_raised_again()
    {
        var own = Own();
        var notifier = new RecoveryLogNotifier(Memory, own, TimeZoneInfo.Utc);
        ((INotifier)notifier).Groups.ShouldBeFalse("each incident has its own");
        (await notifier.Deliver(News(Severity.Critical), CancellationToken.None)).ShouldBeOfType<Delivery.Delivered>();
        (await notifier.Deliver(News(Severity.Critical), CancellationToken.None)).ShouldBeOfType<Delivery.Delivered>();
        (await notifier.Deliver(News(Severity.Resolved), CancellationToken.None)).ShouldBeOfType<Delivery.Delivered>();
        var file = Directory.GetFiles(Memory).ShouldHaveSingleItem();
        Path.GetFileName(file).ShouldBe("emergency-recovery-2026-11-24-0315.log");
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var lines = await File.ReadAllLinesAsync(file);
        lines.ShouldContain("=== MANUAL INTERVENTION REQUIRED ===");
        lines[^1].ShouldBe("Your turn: openclaw doctor");
        string.Join('\n', lines).ShouldNotContain("hunter2hunter2");

        Watch(Own()).Scan().ShouldBeEmpty("people have been told, also after a restart");
        File.Copy(file, Path.Combine(Memory, "emergency-recovery-of-somebody.log"));
        File.SetLastWriteTimeUtc(Path.Combine(Memory, "emergency-recovery-of-somebody.log"), Now.UtcDateTime);
        Watch(Own()).Scan().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Two_incidents_of_one_minute_have_two_logs()
    {
        var notifier = new RecoveryLogNotifier(Memory, Own(), TimeZoneInfo.Utc);
        await notifier.Deliver(News(Severity.Critical), CancellationToken.None);
        await notifier.Deliver(News(Severity.Critical) with { Incident = new IncidentId("other-20261124-031500") }, CancellationToken.None);
        Directory.GetFiles(Memory).Select(Path.GetFileName).Order().ShouldBe(["emergency-recovery-2026-11-24-0315-2.log", "emergency-recovery-2026-11-24-0315.log"]);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_tried_again()
    {
        await File.WriteAllTextAsync(Memory, "in the way");
        (await new RecoveryLogNotifier(Memory, Own(), TimeZoneInfo.Utc).Deliver(News(Severity.Critical), CancellationToken.None)).ShouldBeOfType<Delivery.TryLater>();
    }

    [Fact]
    public void After_fourteen_days_our_papers_go_and_nothing_else()
    {
        Directory.CreateDirectory(Memory);
        string[] ours = ["emergency-recovery-2026-11-01-0315.log", "emergency-recovery-report-2026-11-01-0315-2.md", "claude-session-2026-11-01-0315.log"];
        string[] others = ["emergency-recovery-of-somebody.log", "recovery-learnings.md", "notes-2026-11-01-0315.md", "MEMORY.md"];
        foreach (var name in ours.Concat(others)) Touch(name, Now.AddDays(-15));
        Touch("claude-session-2026-11-20-0315.log", Now.AddDays(-13));
        MemoryFolderRetention.Tidy(Memory, Now, NullLogger.Instance);
        Directory.GetFiles(Memory).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(others.Append("claude-session-2026-11-20-0315.log").Order(StringComparer.Ordinal));
        MemoryFolderRetention.Tidy(Path.Combine(_root, "nowhere"), Now, NullLogger.Instance);
    }

    [Fact]
    public async Task What_was_learned_is_added_once_and_the_oldest_goes_when_it_grows()
    {
        await Learn("i1", "a typo; token=hunter2hunter2\n# not a heading");
        await Learn("i1", "again");
        var text = await File.ReadAllTextAsync(Path.Combine(Memory, RecoveryLearnings.Name));
        text.ShouldStartWith("## 2026-11-24 03:15 — Recovery Learning (i1)\n\n### Root Cause\n\na typo; token=[redacted]\n\\# not a heading\n");
        text.ShouldNotContain("again");
        for (var i = 2; i < 200; i++) await Learn($"i{i}", new string('x', 2000));
        text = await File.ReadAllTextAsync(Path.Combine(Memory, RecoveryLearnings.Name));
        text.Length.ShouldBeInRange(200_000, 256 * 1024);
        text.ShouldStartWith("## ");
        text.ShouldContain("(i199)");
        text.ShouldNotContain("(i1)");
        File.GetUnixFileMode(Path.Combine(Memory, RecoveryLearnings.Name)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private OwnRecoveryLogs Own() => new(Path.Combine(_root, "home-recovery-logs"));

    private MarkerFileWatch Watch(OwnRecoveryLogs own)
    {
        foreach (var file in Directory.GetFiles(Memory)) File.SetLastWriteTimeUtc(file, Now.UtcDateTime);
        return new MarkerFileWatch(Memory, Path.Combine(_root, "marker-alerts.json"), TimeSpan.FromMinutes(30), new GatewayId("main"), own.IsOurs, new FakeTimeProvider(Now), NullLogger<MarkerFileWatch>.Instance);
    }

    private Task Learn(string incident, string cause) => RecoveryLearnings.Add(Memory, Now, incident, [("Root Cause", cause)], CancellationToken.None);

    private void Touch(string name, DateTimeOffset at)
    {
        var path = Path.Combine(Memory, name);
        File.WriteAllText(path, "x");
        File.SetLastWriteTimeUtc(path, at.UtcDateTime);
    }

    private static Announcement News(Severity severity) => new(
        "k", new GatewayId("main"), new IncidentId("main-20261124-031000"), severity, "Gateway main needs you", "It is down.\nTwo lines.", ["03:10:00 opened", "password: hunter2hunter2"], "openclaw doctor", Now);
}
