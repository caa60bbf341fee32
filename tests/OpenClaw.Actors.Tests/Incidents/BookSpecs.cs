using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Incidents;

/// <summary>The book: what a restarted healer makes of it.</summary>
public sealed class BookSpecs
{
    [Fact]
    public void An_empty_book_is_no_incident() => IncidentMachine.Recover(new GatewayState(new GatewayId("main")), default).ShouldBeEmpty();

    [Fact]
    public void An_incident_without_an_order_in_flight_is_just_gone_on_with()
    {
        var bench = Bench.Dead();
        bench.Later(1).End().RestartTheHealer().Turn.ShouldBeEmpty();
        bench.Open.Restarts.ShouldBe(1);
    }

    [Fact]
    public void An_order_in_flight_has_an_unknown_end_and_is_not_repeated()
    {
        var bench = Bench.Dead();
        bench.Later(1).RestartTheHealer();
        bench.Turn.ShouldHaveSingleItem().ShouldBeOfType<RepairClosed>().Result.ShouldBe(RepairResult.Interrupted);
        bench.ComesUp().Pass(30);
        bench.Restarts.Count.ShouldBe(1);
        bench.Events[^1].ShouldBeOfType<Resolved>();
    }

    [Fact]
    public void A_gateway_that_is_still_dead_after_the_healers_restart_gets_its_next_start_after_a_grace()
    {
        var bench = Bench.Dead();
        bench.Later(1).RestartTheHealer().Pass(15).Restarts.Count.ShouldBe(1);
        bench.Pass(10).Restarts.Count.ShouldBe(2);
    }

    [Fact]
    public void The_book_alone_gives_the_same_incident()
    {
        var bench = Bench.AtTheDoctor();
        bench.Later(1).End().Later(1).End();
        bench.Pass(20);
        var replayed = bench.Replayed;
        replayed.Open.ShouldNotBeNull().History.ShouldBe(bench.Open.History);
        (replayed.Open with { History = [] }).ShouldBe(bench.Open with { History = [] });
    }

    [Fact]
    public void Events_of_another_incident_change_nothing()
    {
        var open = Bench.Dead().Open;
        Incident.Apply(open, new Acknowledged(new IncidentId("main-20200101-000000"), default)).ShouldBe(open);
        Incident.Apply(null, new Acknowledged(open.Id, default)).ShouldBeNull();
    }

    [Fact]
    public void Each_event_has_its_line_in_plain_words()
    {
        var bench = Bench.Dead();
        bench.PassObeying(TimeSpan.FromMinutes(10));
        bench.End(RepairResult.Unavailable, "no doctor is configured").Acknowledge();
        bench.ComesUp().Pass(20);
        bench.Events.Select(e => e.GetType()).Distinct().Count().ShouldBe(8);
        bench.Events.Select(Telling.Line).ShouldAllBe(line => line.Length > 10 && !line.Contains("IncidentEvent"));
    }

    [Fact]
    public void An_incidents_name_says_which_gateway_and_when() =>
        IncidentId.For(new GatewayId("main"), new DateTimeOffset(2026, 11, 23, 5, 15, 4, TimeSpan.FromHours(2))).Value.ShouldBe("main-20261123-031504");

    [Theory]
    [InlineData("")]
    [InlineData("Main")]
    [InlineData("a/b")]
    [InlineData("a b")]
    public void A_gateways_name_is_also_an_actors_name(string name) => Should.Throw<ArgumentException>(() => new GatewayId(name));

    [Fact]
    public void The_alarm_covers_each_deadline()
    {
        var bench = Bench.Dead();
        WakeAt(bench).ShouldBe(bench.Restarts[0].Deadline.AddSeconds(30), "the order's");
        bench.Later(1).End();
        WakeAt(bench).ShouldBe(bench.Open.LastClosed!.NextAt, "the next order's");
        bench = Bench.Dead(new GatewayPolicy { MaxRetries = 0 });
        WakeAt(bench).ShouldBe(bench.Open.WaitUntil, "the doctor's turn");
        bench = Bench.AtTheDoctor();
        WakeAt(bench).ShouldBe(bench.Open.DoctorDeadline, "the end of the doctor's time");
        bench = Bench.AtTheHuman();
        WakeAt(bench.Pass(60)).ShouldBe(bench.Open.DoctorDeadline, "passes without harm");
        WakeAt(bench.Pass(TimeSpan.FromHours(1))).ShouldBe(bench.Calls[0].At + bench.Policy.ReminderInterval, "the reminder's");
        WakeAt(Bench.Healthy()).ShouldBeNull();
    }

    private static DateTimeOffset? WakeAt(Bench bench) => IncidentMachine.WakeAt(bench.State, bench.Now, bench.Policy);

    [Fact]
    public void A_deadline_that_passed_while_the_healer_was_dead_waits_for_its_first_looks()
    {
        var bench = Bench.AtTheDoctor();
        bench.Later(1).End(RepairResult.Done, "done");
        bench.Later(4000).RestartTheHealer();
        bench.Process = Seen.Alive(Seen.P2, bench.Now.AddSeconds(-5));
        bench.Http = Seen.Refused();
        bench.Later(1).See(bench.Process);
        bench.Pass(60);
        bench.Calls.ShouldBeEmpty("it is booting");
        bench.Http = Seen.Ready();
        bench.Pass(30);
        bench.Events[^1].ShouldBeOfType<Resolved>();
        bench.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void A_deadline_that_passed_while_the_healer_was_dead_is_kept_when_nothing_can_be_seen()
    {
        var bench = Bench.AtTheDoctor();
        bench.Later(1).End(RepairResult.Done, "done");
        bench.Later(4000).RestartTheHealer();
        bench.Process = Seen.Unreadable();
        bench.Http = null;
        bench.Later(1).See(bench.Process);
        bench.Pass(100);
        bench.Calls.ShouldBeEmpty();
        bench.Pass(60);
        bench.Calls.ShouldHaveSingleItem();
    }
}
