using Akka.Actor;
using Akka.Event;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Supervision;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Host.Metrics;
using OpenClaw.Host.Tests.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Metrics;

/// <summary>What the healer publishes is counted, whatever becomes of who counts it. On virtual time.</summary>
public sealed class MetricsActorSpecs : ActorSpecs
{
    private readonly System.Diagnostics.ActivitySource _source = new($"spec-{Guid.NewGuid():N}");
    private readonly List<IncidentSummary> _book = [];
    private readonly List<IncidentId> _asked = [];
    private HealerMetrics _metrics = null!;
    private Recoveries _recoveries = new(0, 0);
    private int _readings;
    private int _readingsThatFail;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _metrics = Meters.Fresh(Clock);
        _metrics.Expect(Meters.Parts());
        await StartActor();
    }

    [Fact]
    public async Task A_gateway_is_up_in_every_phase_in_which_it_serves_and_in_exactly_one_phase()
    {
        foreach (var (phase, up) in new[] { (GatewayPhase.Ready, 1), (GatewayPhase.LiveNotReady, 1), (GatewayPhase.Down, 0), (GatewayPhase.ChannelsSuppressed, 1), (GatewayPhase.StoppedOnPurpose, 0) })
        {
            await Publish(Status(phase));
            _metrics.Up.Of("main").ShouldBe(up, phase.ToString());
            _metrics.Phase.Now().Count(static m => m.Value == 1).ShouldBe(1);
            _metrics.Phase.Of("main", Words.Of(phase)).ShouldBe(1);
        }

        _metrics.Phase.Now().Count().ShouldBe(Enum.GetValues<GatewayPhase>().Length);
    }

    [Fact]
    public async Task Whether_it_is_up_is_not_said_before_it_is_known()
    {
        await Publish(Status(GatewayPhase.Unknown));
        _metrics.Up.Now().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_incident_is_counted_with_its_cause_its_restarts_its_treatment_its_call_and_its_length()
    {
        await using var server = await ScrapeServer.Start(_metrics);
        await server.Scrape();
        foreach (var e in Tales.EveryKind(Main, Now)) await Publish(new IncidentNews(Main, e));
        _metrics.Incidents.Of("main", "down").ShouldBe(1);
        _metrics.Restarts.Of("main", "start").ShouldBe(1);
        _metrics.Restarts.Of("main", "forced").ShouldBe(1);
        _metrics.Treatments.Of("main", "done").ShouldBe(1);
        _metrics.HumanCalls.Of("main").ShouldBe(1);
        // The last climb of the tale is to the doctor; it lasted from 30 s before it began to 2290 s after.
        await Scraped(server, """openclaw_incident_duration_seconds_sum{gateway="main",outcome="healed-after-human-call",tier="doctor"}""", 2320);
        _asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_age_of_the_open_incident_is_counted_from_its_first_sign_and_is_nothing_afterwards()
    {
        await using var server = await ScrapeServer.Start(_metrics);
        var tale = Tales.Ended(Main, Now, GatewayPhase.Down, Outcome.RecoveredByItself, TimeSpan.FromSeconds(90));
        await Publish(new IncidentNews(Main, tale[0]));
        await Publish(Status(GatewayPhase.Down, tale[0].Incident, Tier.Watchdog));
        await Step(60);
        await Scraped(server, """openclaw_incident_age_seconds{gateway="main"}""", 60);
        _metrics.IncidentOpen.Of("main", "watchdog").ShouldBe(1);
        await Publish(Status(GatewayPhase.Down, tale[0].Incident, Tier.Doctor));
        (_metrics.IncidentOpen.Of("main", "watchdog"), _metrics.IncidentOpen.Of("main", "doctor")).ShouldBe((0, 1));
        await Publish(new IncidentNews(Main, tale[^1]));
        await Publish(Status(GatewayPhase.Ready));
        await Scraped(server, """openclaw_incident_age_seconds{gateway="main"}""", 0);
        _metrics.IncidentOpen.Now().ShouldAllBe(static m => m.Value == 0);
    }

    [Fact]
    public async Task An_incident_that_an_earlier_daemon_has_begun_has_its_age_and_its_length_from_the_book()
    {
        await using var server = await ScrapeServer.Start(_metrics);
        var (id, end) = (Tales.Id(Main, Now.AddHours(-1)), Now.AddMinutes(5));
        _book.Add(new IncidentSummary { Id = id, OpenedAt = Now.AddHours(-1), Since = Now.AddHours(-1), Cause = GatewayPhase.Wedged, Tier = Tier.Human });
        await Publish(Status(GatewayPhase.Wedged, id, Tier.Human));
        await Scraped(server, """openclaw_incident_age_seconds{gateway="main"}""", 3600);
        await Publish(new IncidentNews(Main, new Resolved(id, end, end, Outcome.HealedAfterHumanCall, "live")));
        await Scraped(server, """openclaw_incident_duration_seconds_sum{gateway="main",outcome="healed-after-human-call",tier="human"}""", 3900);
        _asked.ShouldBe([id]);
    }

    [Fact]
    public async Task An_end_that_is_heard_before_anything_else_of_its_incident_is_looked_up()
    {
        await using var server = await ScrapeServer.Start(_metrics);
        var id = Tales.Id(Main, Now.AddMinutes(-2));
        _book.Add(new IncidentSummary { Id = id, OpenedAt = Now.AddMinutes(-2), Since = Now.AddMinutes(-2), Cause = GatewayPhase.Down, Tier = Tier.Prober, Outcome = Outcome.HealedByProber, HealthySince = Now, ResolvedAt = Now });
        await Publish(new IncidentNews(Main, new Resolved(id, Now, Now, Outcome.HealedByProber, "live")));
        await Scraped(server, """openclaw_incident_duration_seconds_count{gateway="main",outcome="healed-by-prober",tier="prober"}""", 1);
        await Scraped(server, """openclaw_incident_duration_seconds_sum{gateway="main",outcome="healed-by-prober",tier="prober"}""", 120);
    }

    [Fact]
    public async Task Tries_to_tell_and_the_luck_of_a_channel_are_counted_and_what_was_not_tried_is_not()
    {
        foreach (var outcome in new Delivery[] { new Delivery.Delivered(), new Delivery.TryLater(null, "503"), new Delivery.TryLater(null, "503"), new Delivery.Refused("404"), new Delivery.Waits(TimeSpan.FromSeconds(1), "busy") })
            await Publish(new ChannelTried("discord", Now, "key", outcome));
        _metrics.Alerts.Now().Select(static m => m.Value).ShouldBe([1, 2, 1], ignoreOrder: true);
        await Publish(new ChannelHealth("discord", Now, Now, "503"));
        _metrics.ChannelFailing.Of("discord").ShouldBe(1);
        await Publish(new ChannelHealth("discord", Now, null, null));
        _metrics.ChannelFailing.Of("discord").ShouldBe(0);
    }

    [Fact]
    public async Task Lost_mail_is_counted_by_how_it_was_lost()
    {
        LosesMail = true;
        Sys.DeadLetters.Tell("to nobody");
        Sys.EventStream.Publish(new UnhandledMessage("what", Sys.DeadLetters, Sys.DeadLetters));
        await Quiet();
        _metrics.LostMail.Of("dead-letter").ShouldBe(1);
        _metrics.LostMail.Of("unhandled").ShouldBe(1);
    }

    [Fact]
    public async Task The_recoveries_are_read_at_the_start_and_after_each_end_and_at_no_other_time()
    {
        _readings.ShouldBe(1);
        await Step(TimeSpan.FromDays(1));
        _readings.ShouldBe(1, "nothing is read by a timer");
        await Publish(new IncidentNews(Main, new Resolved(Tales.Id(Main, Now), Now, Now, Outcome.HealedByDoctor, "live")));
        _readings.ShouldBe(2);
    }

    [Fact]
    public async Task A_book_that_cannot_be_read_is_told_once_and_read_again()
    {
        (_readingsThatFail, _recoveries) = (3, new Recoveries(7, 3));
        await Publish(new IncidentNews(Main, new Resolved(Tales.Id(Main, Now), Now, Now, Outcome.HealedByDoctor, "live")));
        await Step(TimeSpan.FromMinutes(5));
        _readings.ShouldBe(1 + 4);
        Warnings.ShouldHaveSingleItem().ShouldContain("cannot be read from the book: the disk is gone");
        await using var server = await ScrapeServer.Start(_metrics);
        await Scraped(server, "openclaw_recovery_attempts", 7);
    }

    [Fact]
    public async Task One_that_dies_comes_back_and_has_lost_no_count()
    {
        await Publish(new IncidentNews(Main, Tales.EveryKind(Main, Now)[1]));
        Sys.ActorSelection("/user/metrics/actor").Tell(Kill.Instance);
        await Step(10);
        await Publish(new IncidentNews(Main, Tales.EveryKind(Main, Now)[1]));
        _metrics.Restarts.Of("main", "start").ShouldBe(2);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _metrics.Dispose();
        _source.Dispose();
    }

    private static async Task Scraped(ScrapeServer server, string series, double value) => (await server.Scrape()).Values.ShouldContainKeyAndValue(series, value);

    private async Task StartActor()
    {
        var (metrics, history, source) = (_metrics, new Remembers(_book, _asked), _source);
        Func<CancellationToken, Task<Recoveries>> read = Read;
        Sys.ActorOf(TierSupervision.Aside(Props.Create(() => new MetricsActor(metrics, new IncidentTraces(source), history, read))), "metrics");
        await Quiet();
    }

    private Task<Recoveries> Read(CancellationToken cancel)
    {
        _readings++;
        return _readingsThatFail-- > 0 ? Task.FromException<Recoveries>(new IOException("the disk is gone")) : Task.FromResult(_recoveries);
    }

    private async Task Publish(object news)
    {
        Sys.EventStream.Publish(news);
        await Quiet();
    }

    private GatewayStatus Status(GatewayPhase phase, IncidentId? incident = null, Tier? tier = null) => new(Main, Now, phase, [], incident, tier);

    private sealed class Remembers(List<IncidentSummary> book, List<IncidentId> asked) : IIncidentHistory
    {
        public Task<IReadOnlyList<IncidentSummary>> Find(IncidentQuery query, CancellationToken cancel)
        {
            asked.Add(query.Id!.Value);
            return Task.FromResult<IReadOnlyList<IncidentSummary>>([.. book.Where(i => i.Id == query.Id)]);
        }

        public Task<IReadOnlyList<IncidentEvent>> Events(IncidentId incident, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<RemedyRecord>> Remedies(GatewayId gateway, GatewayPhase cause, CancellationToken cancel) => throw new NotSupportedException();
    }
}
