using OpenClaw.Bench.Figures;
using OpenClaw.Bench.Peers;

namespace OpenClaw.Bench.Tests.Pages;

/// <summary>What is taken how often, and for how long.</summary>
public sealed class PeerEstimateSpecs
{
    private static readonly Effort Full = new(Quick: false, Samples: null, static _ => { });

    [Fact]
    public void A_fault_that_a_supervisor_cannot_see_by_its_documentation_is_put_to_it_once_and_waited_for_briefly()
    {
        var (blind, seeing) = (new OtherPeer("runit") { NeverMends = [PeerRows.Hang] }, new OtherPeer("monit"));

        PeerEstimate.Times(blind, isLong: false, "hang", 3).ShouldBe(1);
        PeerEstimate.Times(blind, isLong: false, "kill", 3).ShouldBe(3);
        PeerEstimate.Times(seeing, isLong: false, "hang", 3).ShouldBe(3);
        PeerMeasures.PatienceOf(blind, PeerRows.Hang, Full).ShouldBeLessThan(PeerMeasures.PatienceOf(blind, PeerRows.Kill, Full));
    }

    [Fact]
    public void A_supervisor_with_a_cycle_of_minutes_is_measured_as_seldom_as_what_takes_long()
    {
        PeerEstimate.Times(new OtherPeer("monit-120") { Cycle = TimeSpan.FromMinutes(2) }, isLong: false, "kill", 3).ShouldBe(1);
        PeerEstimate.Times(new OtherPeer("monit-5"), isLong: true, "crash", 3).ShouldBe(1);
        PeerEstimate.Times(new OtherPeer("monit-5"), isLong: true, "crash", 6).ShouldBe(2);
    }

    [Fact]
    public void A_supervisor_with_a_cycle_of_minutes_is_watched_at_rest_for_one_of_them()
    {
        PeerMeasures.Rest(new OtherPeer("monit-120") { Cycle = TimeSpan.FromMinutes(2) }, Full).ShouldBe(TimeSpan.FromMinutes(2));
        PeerMeasures.Rest(new OtherPeer("monit-5"), Full).ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_crash_loop_takes_two_minutes_and_less_where_it_is_given_up()
    {
        PeerEstimate.Of(new OtherPeer("runit"), "crash", Full).ShouldBeGreaterThan(TimeSpan.FromMinutes(2));
        PeerEstimate.Of(new OtherPeer("systemd") { GivesUp = true }, "crash", Full).ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }
}
