using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Tests.Logging;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Notifiers;

public sealed class MarkerFileWatchSpecs : IDisposable
{
    private const string Failed = "[2026-02-06 20:30:00] still unhealthy\n\n=== MANUAL INTERVENTION REQUIRED ===\nLevel 1 (Watchdog) ❌\n";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("marker-");
    private readonly FakeTimeProvider _time = new(News.At);
    private readonly RecordedLogs _logs = new();
    private readonly HashSet<string> _ours = [];

    private string Memory => Path.Combine(_root.FullName, "memory");

    private string State => Path.Combine(_root.FullName, "home", "marker-alerts.json");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void A_fresh_log_with_the_words_calls_a_human_once()
    {
        var file = Write("emergency-recovery-test-2026-02-06-2030.log", Failed, age: 10);
        var watch = Watch();
        var alert = watch.Scan().ShouldHaveSingleItem();
        alert.Severity.ShouldBe(Severity.Critical);
        alert.Key.ShouldBe("marker:" + file);
        alert.YourTurn.ShouldNotBeNull().ShouldContain(file);
        watch.Scan().ShouldBeEmpty();
    }

    [Fact]
    public void What_was_handed_on_is_remembered_over_a_restart()
    {
        Write("emergency-recovery-1.log", Failed, age: 1);
        var watch = Watch();
        watch.Confirm(watch.Scan()[0]);
        Watch().Scan().ShouldBeEmpty();
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(State).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void What_was_found_and_not_handed_on_is_found_again_after_a_restart()
    {
        Write("emergency-recovery-1.log", Failed, age: 1);
        Watch().Scan().Count.ShouldBe(1);
        Watch().Scan().Count.ShouldBe(1);
    }

    [Fact]
    public void Each_file_is_news_of_its_own_oldest_first()
    {
        var second = Write("emergency-recovery-2.log", Failed, age: 1);
        var first = Write("emergency-recovery-1.log", Failed, age: 20);
        Watch().Scan().Select(a => a.Key).ShouldBe(["marker:" + first, "marker:" + second]);
    }

    [Fact]
    public void A_log_that_gets_the_words_later_is_found_then()
    {
        Write("emergency-recovery-1.log", "started\n", age: 5);
        var watch = Watch();
        watch.Scan().ShouldBeEmpty();
        Write("emergency-recovery-1.log", Failed, age: 0);
        watch.Scan().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("emergency-recovery-old.log", Failed, 31)]
    [InlineData("emergency-recovery-fine.log", "recovered\n", 1)]
    [InlineData("emergency-recovery-case.log", "manual intervention required\n", 1)]
    [InlineData("emergency-recovery-report.md", Failed, 1)]
    [InlineData("healthcheck-2026-02-06.log", Failed, 1)]
    public void Another_file_is_no_alert(string name, string text, int age)
    {
        Write(name, text, age);
        Watch().Scan().ShouldBeEmpty();
    }

    [Fact]
    public void A_file_this_program_wrote_is_no_alert()
    {
        _ours.Add(Write("emergency-recovery-1.log", Failed, age: 1));
        Watch().Scan().ShouldBeEmpty();
    }

    [Fact]
    public void A_link_is_not_followed()
    {
        var target = Write("target.txt", Failed, age: 1);
        File.CreateSymbolicLink(Path.Combine(Memory, "emergency-recovery-link.log"), target);
        Watch().Scan().ShouldBeEmpty();
    }

    [Fact]
    public void The_words_are_found_at_the_end_of_a_huge_log()
    {
        Write("emergency-recovery-1.log", new string('x', 3_000_000) + Failed, age: 1);
        Watch().Scan().Count.ShouldBe(1);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_nothing_to_tell()
    {
        Watch().Scan().ShouldBeEmpty();
        _logs.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("{}")]
    [InlineData("null")]
    public void A_broken_memory_costs_a_second_alert_and_no_more(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(State)!);
        File.WriteAllText(State, text);
        Write("emergency-recovery-1.log", Failed, age: 1);
        var watch = Watch();
        watch.Confirm(watch.Scan().ShouldHaveSingleItem());
        Watch().Scan().ShouldBeEmpty();
    }

    [Fact]
    public void A_memory_that_cannot_be_written_is_told()
    {
        Write("emergency-recovery-1.log", Failed, age: 1);
        Directory.CreateDirectory(State + ".new");
        var watch = Watch();
        watch.Confirm(watch.Scan()[0]);
        _logs.All.ShouldContain("after a restart an alert may come a second time");
        watch.Scan().ShouldBeEmpty();
    }

    private MarkerFileWatch Watch() => new(Memory, State, TimeSpan.FromMinutes(30), new GatewayId("main"), _ours.Contains, _time, _logs.For<MarkerFileWatch>());

    private string Write(string name, string text, int age)
    {
        Directory.CreateDirectory(Memory);
        var path = Path.Combine(Memory, name);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, News.At.UtcDateTime.AddMinutes(-age));
        return path;
    }
}
