using Microsoft.Extensions.Logging;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Tests.Logging;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Notifiers;

public sealed class LogNotifierSpecs : NotifierContractSpecs
{
    private readonly RecordedLogs _logs = new();

    [Theory]
    [InlineData(Severity.Critical, LogLevel.Critical)]
    [InlineData(Severity.Warning, LogLevel.Warning)]
    [InlineData(Severity.Resolved, LogLevel.Information)]
    [InlineData(Severity.Info, LogLevel.Information)]
    public async Task The_level_is_the_severity_s(Severity severity, LogLevel level)
    {
        await Create().Deliver(News.Plain(severity), CancellationToken.None);
        _logs.Lines.ShouldHaveSingleItem().Level.ShouldBe(level);
    }

    [Fact]
    public async Task What_needs_nobody_is_no_warning()
    {
        await Create().Deliver(News.Plain(Severity.Warning) with { YourTurn = null }, CancellationToken.None);
        _logs.Lines.ShouldHaveSingleItem().Level.ShouldBe(LogLevel.Information);
        _logs.All.ShouldStartWith("NEWS: ");
    }

    [Fact]
    public async Task It_reads_well_at_three_in_the_morning()
    {
        await Create().Deliver(News.Plain() with { Body = "First.\nSecond." }, CancellationToken.None);
        _logs.All.ShouldBe("""
            CRITICAL: The gateway main is down
                gateway:   main, incident main-20261123-031504
                news:      main-20261123-031504:human:1
                what:      First.
                           Second.
                evidence:  exit code 78
                evidence:  port 18789: nobody listens
                your turn: openclaw gateway status
                report:    openclaw-actors incidents main-20261123-031504
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Nobody_is_disturbed_so_nothing_is_grouped() => Create().Groups.ShouldBeFalse();

    [Fact]
    public async Task A_line_of_others_cannot_pose_as_a_line_of_ours()
    {
        await Create().Deliver(News.Plain() with { Title = "x\nCRITICAL: forged", Evidence = ["y\nCRITICAL: forged"], Body = "z\nCRITICAL: forged" }, CancellationToken.None);
        _logs.All.Split('\n').Skip(1).ShouldAllBe(line => line.StartsWith("    "));
    }

    protected override INotifier Create() => new LogNotifier(_logs.For<LogNotifier>(), Severity.Info);

    protected override Task<string> Arrived() => Task.FromResult(_logs.All);
}
