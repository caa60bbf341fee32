using System.Diagnostics;
using OpenClaw.Actors.Doctoring;
using OpenClaw.StandIns.MessagesApi;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Doctors;

/// <summary>A session that takes too long, each in its own way.</summary>
public sealed class ClaudeCodeClockSpecs
{
    [Fact]
    public async Task A_session_that_falls_silent_is_stalled()
    {
        await using var bench = await DoctorBench.Open(static _ => new Scenario());
        await using var hanging = await MessagesApi.Start(new Scenario { Turns = [Turn.Say("x")], Faults = [new Fault(FaultKind.HangAfterMessageStart, Fault.Forever)] });
        bench.Options = bench.Options with { BaseUrl = hanging.BaseUrl, StallTimeout = TimeSpan.FromSeconds(5) };

        var reply = await bench.Doctor().Treat(bench.Case(), CancellationToken.None);

        reply.ShouldBeOfType<DoctorReply.Unavailable>().Kind.ShouldBe(UnavailableKind.Stalled);
        await bench.NothingIsLeft();
    }

    [Fact]
    public async Task When_its_time_is_over_the_session_is_ended()
    {
        await using var bench = await DoctorBench.Open(static b => new Scenario { Answer = _ => Turn.Bash("openclaw status") });
        bench.Options = bench.Options with { MaxTurns = 100_000, MaxBudgetUsd = 1_000_000 };
        bench.Witness("sleep 0.2");
        var deadline = TimeSpan.FromSeconds(20);
        var clock = Stopwatch.StartNew();

        // It answers the call for its report with more of the same.
        (await bench.Doctor().Treat(bench.Case(left: deadline), CancellationToken.None)).ShouldBeOfType<DoctorReply.GaveUp>();

        // Ended by its own clock and not by that of the API or of the CLI, which are minutes away; how punctually is the machine's affair.
        clock.Elapsed.ShouldBeLessThan(deadline * 3);
        await bench.NothingIsLeft();
    }
}
