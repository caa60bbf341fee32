using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Incidents;

/// <summary>Failures that no count of consecutive ones ever sees.</summary>
public sealed class FlapSpecs
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    public void A_gateway_that_fails_every_second_or_third_probe_for_ever_is_found_within_a_minute(int every, int bad)
    {
        var bench = Bench.Healthy();
        var from = bench.Now;
        for (var i = 0; bench.State.Open is null; i++)
        {
            bench.Now.ShouldBeLessThan(from.AddSeconds(60), bench.Story);
            bench.Later(5).Hear(i % every < bad ? Seen.Silent() : Seen.Ready());
        }

        bench.Restarts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(r => r.Tier.ShouldBe(Tier.Prober), r => r.Restart.ShouldBe(RestartKind.Graceful));
        bench.Open.Cause.ShouldBe(GatewayPhase.Flapping);
    }

    [Fact]
    public void One_bad_answer_keeps_the_sensors_suspicious_for_the_whole_window()
    {
        var bench = Bench.Healthy();
        bench.Later(5).Hear(Seen.Silent()).Later(5).Hear(Seen.Ready());
        bench.State.Cadence.ShouldBe(Cadence.Suspicious);
        bench.Pass(100).State.Cadence.ShouldBe(Cadence.Calm);
    }

    [Fact]
    public void A_new_process_begins_with_a_clean_sheet()
    {
        var bench = Bench.Healthy();
        for (var i = 0; i < 2; i++) bench.Later(5).Hear(Seen.Silent()).Later(5).Hear(Seen.Ready());
        bench.Later(5).See(Seen.Alive(Seen.P2, bench.Now)).Hear(Seen.Ready()).Later(5).Hear(Seen.Silent()).Later(5).Hear(Seen.Ready());
        bench.Events.ShouldBeEmpty();
    }

    [Fact]
    public void It_is_not_called_healthy_in_a_moment_between_two_failures()
    {
        var bench = Bench.Healthy();
        for (var i = 0; bench.State.Open is null; i++) bench.Later(5).Hear(i % 2 == 0 ? Seen.Silent() : Seen.Ready());
        bench.End(RepairResult.Failed, "the manager said no");
        bench.Later(1).Hear(Seen.Ready()).Later(11).Hear(Seen.Ready());
        bench.Events.OfType<Resolved>().ShouldBeEmpty();
        bench.Process = Seen.Alive(startedAt: bench.Now.AddHours(-1));
        bench.Http = Seen.Ready();
        bench.PassObeying(TimeSpan.FromSeconds(120));
        bench.State.Open.ShouldBeNull(bench.Story);
    }
}
