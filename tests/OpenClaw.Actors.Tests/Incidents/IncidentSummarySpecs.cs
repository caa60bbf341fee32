using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Probing;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Actors.Watchdog;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Incidents;

/// <summary>What is remembered of an incident, and what the next one of the same kind learns from it.</summary>
public sealed class IncidentSummarySpecs
{
    [Fact]
    public void A_start_that_helped()
    {
        var bench = Bench.Dead();
        bench.Later(1).End();
        bench.ComesUp().Pass(30);
        var past = bench.State.Past.ShouldHaveSingleItem();
        past.ShouldSatisfyAllConditions(
            p => p.Cause.ShouldBe(GatewayPhase.Down), p => p.Remedy.ShouldBe("start"), p => p.Tried.ShouldBe(["start"]), p => p.Outcome.ShouldBe(Outcome.HealedByWatchdog),
            p => p.Tier.ShouldBe(Tier.Watchdog), p => p.Restarts.ShouldBe(1), p => p.IsHealedByUs.ShouldBeTrue(), p => p.Lasted.ShouldNotBeNull().ShouldBeLessThan(TimeSpan.FromSeconds(30)));
        bench.State.Summary.ShouldBeNull();
    }

    [Fact]
    public void A_doctor_whose_mending_held_is_the_remedy_and_the_restart_that_proved_it_is_not()
    {
        var bench = Bench.AtTheDoctor();
        bench.Later(60).Feed(new RepairEnded(new GatewayId("main"), bench.Now, bench.Open.Id, Tier.Doctor, 1, RepairResult.Done, "done") { By = "playbook" });
        bench.Later(1).End();
        bench.ComesUp().Pass(30);
        bench.State.Past.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            p => p.Remedy.ShouldBe("playbook"), p => p.Treatments.ShouldBe(1), p => p.Restarts.ShouldBe(1), p => p.Outcome.ShouldBe(Outcome.HealedByDoctor), p => p.Tier.ShouldBe(Tier.Doctor));
    }

    [Fact]
    public void A_doctor_is_told_of_earlier_cases_of_the_same_kind_newest_first()
    {
        var bench = Bench.AtTheDoctor();
        for (var i = 0; i < 7; i++)
        {
            bench.Later(60).End();
            bench.Later(1).End();
            bench.ComesUp(new ProcessIdentity(300 + i, i)).Pass(300);
            bench.State.Open.ShouldBeNull();
            bench.Http = Seen.Refused();
            bench.Later(1).See(Seen.Refused78());
        }

        var past = bench.Orders.OfType<TreatGateway>().Last().CaseFile.Past;
        past.Count.ShouldBe(5);
        past.ShouldAllBe(p => p.Cause == GatewayPhase.ConfigBlocked && p.Outcome == Outcome.HealedByDoctor);
        past.Select(p => p.OpenedAt).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public void A_summary_is_the_fold_of_the_book()
    {
        var bench = Bench.AtTheHuman();
        bench.Later(30).Acknowledge();
        bench.Pass(30);
        var folded = bench.Events.Aggregate((IncidentSummary?)null, IncidentSummary.Apply).ShouldNotBeNull();
        (folded with { Tried = [] }).ShouldBe(bench.State.Summary.ShouldNotBeNull() with { Tried = [] });
        folded.ShouldSatisfyAllConditions(s => s.Calls.ShouldBe(1), s => s.Tier.ShouldBe(Tier.Human), s => s.Outcome.ShouldBeNull(), s => s.Lasted.ShouldBeNull());
    }

    [Fact]
    public void Two_incidents_of_the_same_second_have_two_names()
    {
        var now = new DateTimeOffset(2026, 11, 23, 3, 15, 4, TimeSpan.Zero);
        var first = IncidentId.For(new GatewayId("main"), now);
        var second = IncidentId.For(new GatewayId("main"), now, first);
        var third = IncidentId.For(new GatewayId("main"), now, second);
        new[] { first.Value, second.Value, third.Value }.ShouldBe(["main-20261123-031504", "main-20261123-031504-2", "main-20261123-031504-3"]);
        IncidentId.For(new GatewayId("main"), now.AddSeconds(1), third).Value.ShouldBe("main-20261123-031505");
    }

    [Fact]
    public void Every_event_has_its_number_without_a_gap()
    {
        var bench = Bench.AtTheHuman();
        bench.Pass(TimeSpan.FromHours(13)).RestartTheHealer();
        bench.Later(5).Acknowledge();
        bench.Events.Select(e => e.Number).ShouldBe(Enumerable.Range(1, bench.Events.Count));
    }

    [Fact]
    public void The_news_of_a_condition_has_the_same_key_after_a_restart_of_the_healer()
    {
        string[] Keys(double later)
        {
            var bench = new Bench().Later(later);
            bench.Process = Seen.Alive(startedAt: bench.Now.AddHours(-1));
            bench.Http = Seen.Live(StartupState.Started, Readiness.Ready, "telegram");
            bench.Pause(bench.Now.AddHours(3) - TimeSpan.FromSeconds(later)).Pass(300);
            return [.. bench.Notices.Select(n => $"{n.Kind}/{n.Notice.Episode}").Where(k => !k.StartsWith("Paused", StringComparison.Ordinal))];
        }

        Keys(0).ShouldHaveSingleItem().ShouldBe(Keys(600).ShouldHaveSingleItem());
    }
}
