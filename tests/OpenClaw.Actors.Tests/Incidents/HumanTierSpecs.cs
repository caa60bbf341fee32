using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Incidents;

/// <summary>Tier 4: what goes on after a human was called.</summary>
public sealed class HumanTierSpecs
{
    [Fact]
    public void A_change_that_came_while_the_doctor_was_at_work_is_worth_a_start_once_a_human_is_called()
    {
        var bench = Bench.AtTheDoctor().Later(1).Change().Later(1).End(RepairResult.Unavailable, "out of quota");
        bench.Calls.ShouldHaveSingleItem();
        bench.Later(1).See(Seen.Refused78()).Restarts.ShouldHaveSingleItem().Reason.ShouldContain("has changed");
    }

    [Fact]
    public void A_human_is_reminded_every_six_hours()
    {
        var bench = Bench.AtTheHuman();
        bench.Pass(TimeSpan.FromHours(25));
        bench.Calls.Select(c => c.At - bench.Calls[0].At).ShouldBe([.. Enumerable.Range(0, 5).Select(i => i * bench.Policy.ReminderInterval)]);
        bench.Calls.Select(c => c.Reason).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void A_human_who_has_seen_it_is_not_reminded_and_healing_goes_on()
    {
        var bench = Bench.AtTheHuman();
        bench.Pass(60).Acknowledge();
        bench.Events[^1].ShouldBeOfType<Acknowledged>();
        bench.Acknowledge().Turn.ShouldBeEmpty("once is enough");
        bench.Pass(TimeSpan.FromHours(25)).Calls.Count.ShouldBe(1);
        bench.ComesUp().Pass(20).Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.HealedAfterHumanCall);
    }

    [Fact]
    public void An_acknowledgement_counts_for_the_incident_that_it_names_only()
    {
        var bench = Bench.AtTheHuman();
        bench.Pass(60).Acknowledge(new IncidentId("main-20200101-000000")).Turn.ShouldBeEmpty("what was seen was another one");
        bench.Acknowledge(bench.Calls[0].Incident).Events[^1].ShouldBeOfType<Acknowledged>();
    }

    [Fact]
    public void An_acknowledgement_without_an_incident_is_nothing() => Bench.Healthy().Acknowledge().Events.ShouldBeEmpty();

    [Fact]
    public void A_gateway_whose_configuration_was_changed_is_started_within_10_s()
    {
        var bench = Bench.AtTheHuman();
        bench.Pass(TimeSpan.FromHours(1)).Restarts.ShouldBeEmpty();
        bench.Later(1).See(Seen.Refused78(configChanged: true));
        bench.Restarts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(r => r.At.ShouldBe(bench.Now), r => r.Restart.ShouldBe(RestartKind.Start));
        bench.Later(1).End();
        bench.ComesUp().Pass(20).Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.HealedAfterHumanCall);
    }

    [Fact]
    public void A_configuration_that_is_saved_again_and_again_starts_the_gateway_at_most_every_10_s()
    {
        var bench = Bench.AtTheHuman();
        for (var i = 0; i < 20; i++)
        {
            bench.Later(2).See(Seen.Refused78(configChanged: true));
            if (bench.Open.InFlight is not null) bench.Later(1).End();
            bench.Later(2).See(Seen.Refused78());
        }

        bench.Restarts.Zip(bench.Restarts.Skip(1), (a, b) => b.At - a.At).ShouldAllBe(pause => pause >= TimeSpan.FromSeconds(10));
        bench.Restarts.Count.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void A_port_that_is_free_again_starts_the_gateway_at_once()
    {
        var bench = Bench.Healthy();
        bench.Process = Seen.Stranger();
        bench.Http = Seen.Refused();
        bench.Pass(TimeSpan.FromHours(1)).Restarts.ShouldBeEmpty();
        bench.Later(1).See(Seen.Gone()).Restarts.ShouldHaveSingleItem().At.ShouldBe(bench.Now);
    }

    [Fact]
    public void What_else_is_broken_is_tried_again_slowly()
    {
        var bench = Bench.Dead(new GatewayPolicy { MaxRetries = 0, EscalationWait = TimeSpan.FromSeconds(5) });
        bench.Pass(10).End(RepairResult.Unavailable);
        bench.PassObeying(TimeSpan.FromHours(2));
        bench.Restarts.Count.ShouldBeInRange(10, 12, bench.Story);
        bench.Restarts.Zip(bench.Restarts.Skip(1), (a, b) => b.At - a.At).ShouldAllBe(pause => pause >= TimeSpan.FromSeconds(600));
        bench.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public void A_new_obstacle_behind_the_old_one_is_told_at_once_and_once()
    {
        var bench = Bench.Healthy();
        bench.Process = Seen.Stranger();
        bench.Http = Seen.Refused();
        bench.Pass(60).Calls.Count.ShouldBe(1);
        bench.Later(1).See(Seen.Gone());
        bench.Later(1).End();
        bench.Process = Seen.Refused78();
        bench.Pass(TimeSpan.FromHours(1));
        bench.Calls.Count.ShouldBe(2, bench.Story);
        bench.Calls[1].ShouldSatisfyAllConditions(c => c.Phase.ShouldBe(GatewayPhase.ConfigBlocked), c => c.Reason.ShouldContain("configuration"), c => c.YourTurn.ShouldContain("openclaw config validate"));
    }

    [Fact]
    public void With_a_lost_watchdog_nothing_is_tried_but_the_human_is_reminded()
    {
        var bench = Bench.AtTheHuman();
        bench.Lose(Tier.Watchdog);
        bench.Process = Seen.Gone();
        bench.Pass(TimeSpan.FromHours(7));
        bench.Restarts.ShouldBeEmpty();
        bench.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public void A_healer_that_was_restarted_after_the_call_does_not_call_again()
    {
        var bench = Bench.AtTheHuman();
        bench.Pass(TimeSpan.FromHours(1)).RestartTheHealer().Pass(TimeSpan.FromHours(1));
        bench.Calls.Count.ShouldBe(1);
        bench.Pass(TimeSpan.FromHours(5)).Calls.Count.ShouldBe(2);
    }

    [Fact]
    public void A_gateway_that_its_owner_stops_after_the_call_is_no_incident_any_more()
    {
        var bench = Bench.AtTheHuman();
        bench.Later(5).See(Seen.Gone(ServiceState.StoppedOnPurpose));
        bench.Events[^1].ShouldBeOfType<Resolved>().Outcome.ShouldBe(Outcome.StoppedByOwner);
    }

    [Fact]
    public void One_look_that_fails_does_not_turn_a_gateway_that_refuses_its_configuration_into_one_that_hangs()
    {
        var bench = Bench.AtTheHuman();
        bench.Pass(1200);
        var restarts = bench.Restarts.Count;
        bench.Later(1).See(Seen.Unreadable()).Later(1).Hear(Seen.Refused());
        bench.Restarts.Count.ShouldBe(restarts);
        bench.Phase.ShouldNotBe(GatewayPhase.Wedged);
    }
}
