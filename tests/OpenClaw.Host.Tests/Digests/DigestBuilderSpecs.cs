using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Digests;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Tests.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Digests;

/// <summary>What a digest says is what the daemon's own parts have written.</summary>
public sealed class DigestBuilderSpecs : IDisposable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly DigestDesk _desk = new();

    [Fact]
    public async Task Each_incident_is_counted_by_how_it_ended_and_autonomy_is_the_share_healed_without_a_call()
    {
        foreach (var (outcome, count) in new[]
        {
            (Outcome.HealedByWatchdog, 3), (Outcome.HealedByProber, 2), (Outcome.HealedByDoctor, 1), (Outcome.HealedAfterHumanCall, 2), (Outcome.RecoveredByItself, 4), (Outcome.StoppedByOwner, 1), (Outcome.Unknown, 1),
        })
            for (var i = 0; i < count; i++) await _desk.Ended((Hour * (int)outcome * 5) + (Hour * i), GatewayPhase.Down, outcome, Minute);
        await _desk.Open(Hour * 100, GatewayPhase.Wedged);
        var digest = await _desk.Digest();
        (digest.Opened, digest.HealedAlone, digest.AfterHumanCall, digest.Ended(Outcome.RecoveredByItself), digest.Ended(Outcome.StoppedByOwner), digest.Ended(Outcome.Unknown), digest.Ended(null)).ShouldBe((15, 6, 2, 4, 1, 1, 1));
        digest.Autonomy.ShouldBe(0.75);
        digest.Causes.ShouldBe([("Down", 14), ("Wedged", 1)]);
        digest.Recovery!.Count.ShouldBe(12, "an owner's stop is no recovery, and nobody knows when the unseen end was");
    }

    [Fact]
    public async Task An_incident_belongs_to_the_period_in_which_it_was_opened()
    {
        await _desk.Ended(TimeSpan.FromTicks(-1), GatewayPhase.Down, Outcome.HealedByWatchdog, Minute);
        await _desk.Ended(TimeSpan.Zero, GatewayPhase.Wedged, Outcome.HealedByProber, Minute);
        await _desk.Ended(TimeSpan.FromDays(7), GatewayPhase.Flapping, Outcome.HealedByProber, Minute);
        (await _desk.Digest()).Causes.ShouldBe([("Wedged", 1)]);
    }

    [Fact]
    public async Task Lengths_are_told_as_nearest_ranks()
    {
        for (var i = 1; i <= 20; i++) await _desk.Ended(Hour * i, GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.FromSeconds(21 - i));
        var digest = await _desk.Digest();
        digest.Recovery.ShouldBe(new DigestSpread(20, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(19), TimeSpan.FromSeconds(20)));
        digest.Detection.ShouldBe(new DigestSpread(20, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public async Task The_time_to_detect_is_from_the_first_sign_to_the_moment_the_healer_was_sure()
    {
        await _desk.Open(Hour, GatewayPhase.Down, detection: TimeSpan.FromMilliseconds(30_250));
        (await _desk.Digest()).Detection.ShouldBe(new DigestSpread(1, TimeSpan.FromMilliseconds(30_250), TimeSpan.FromMilliseconds(30_250), TimeSpan.FromMilliseconds(30_250)));
    }

    [Fact]
    public async Task Uptime_is_the_period_without_its_incidents_cut_at_both_ends_and_counted_once()
    {
        await _desk.Ended(Hour * -200, GatewayPhase.Down, Outcome.HealedByWatchdog, Minute);
        await _desk.Ended(Hour * -1, GatewayPhase.Down, Outcome.HealedByWatchdog, Hour * 2);
        await _desk.Ended(Hour * 10, GatewayPhase.Wedged, Outcome.HealedByProber, Hour * 2);
        await _desk.Ended(Hour * 11, GatewayPhase.Wedged, Outcome.HealedByProber, Hour * 2);
        await _desk.Open(Hour * 167, GatewayPhase.Down);
        var main = (await _desk.Digest()).Gateways.ShouldHaveSingleItem();
        main.Down.ShouldBe(Hour * 5);
        main.WatchedSince.ShouldBe(DigestDesk.From);
        main.Share!.Value.ShouldBe(1 - (5 / 168.0), 1e-9);
    }

    [Fact]
    public async Task A_gateway_that_the_book_knows_for_a_part_of_the_period_is_judged_by_that_part()
    {
        await new ConfigVersions(_desk.Book).Saw(Desk.Main, "/c", "h", DigestDesk.To - (Hour * 10), CancellationToken.None);
        await _desk.Ended(Hour * 160, GatewayPhase.Down, Outcome.HealedByWatchdog, Hour);
        var gateways = (await _desk.Digest(null, Desk.Main, DigestDesk.Work)).Gateways;
        gateways[0].ShouldBe(new GatewayUptime("main", DigestDesk.To - (Hour * 10), Hour, 0.9));
        gateways[1].ShouldBe(new GatewayUptime("work", null, TimeSpan.Zero, null));
    }

    [Fact]
    public async Task The_longest_outage_may_have_begun_earlier_and_may_go_on()
    {
        await _desk.Ended(Hour, GatewayPhase.Down, Outcome.HealedByWatchdog, Hour);
        await _desk.Open(Hour * -24, GatewayPhase.ConfigBlocked, DigestDesk.Work);
        var digest = await _desk.Digest();
        digest.Longest.ShouldBe(digest.Open.ShouldHaveSingleItem());
        (digest.Longest!.Gateway, digest.Longest.Lasted, digest.Longest.IsOpen).ShouldBe(("work", Hour * 192, true));
        digest.Opened.ShouldBe(1);
        digest.Gateways.Select(static g => g.Gateway).ShouldBe(["main", "work"], "one that is no longer configured, and was down");
    }

    [Fact]
    public async Task Of_what_is_open_the_newest_are_named_and_all_are_counted()
    {
        for (var i = 0; i < 25; i++) await _desk.Open(Hour * i, GatewayPhase.Down);
        var digest = await _desk.Digest();
        (digest.Open.Count, digest.OpenCount).ShouldBe((DigestBuilder.MostOpen, 25));
        digest.Open[0].Since.ShouldBe(DigestDesk.From + (Hour * 24));
    }

    [Fact]
    public async Task Doctors_are_told_with_what_they_cost_and_what_nobody_knows()
    {
        await _desk.Treated("claude-code", Hour, 0.5m, true);
        await _desk.Treated("claude-code", Hour * 2, 0.25m, false);
        await _desk.Treated("claude-code", Hour * 3, 0, null);
        await _desk.Treated("codex", Hour * 4, 0, true);
        await _desk.Treated("codex", Hour * -4, 0, true);
        (await _desk.Digest()).Doctors.ShouldBe([new DoctorCost("claude-code", 3, 1, 0.75m, 1), new DoctorCost("codex", 1, 1, 0, 1)]);
    }

    [Fact]
    public async Task Alerts_are_told_by_what_became_of_them_on_each_channel()
    {
        await _desk.Channels("discord", "slack");
        await _desk.Told("old", Hour * -1, ("discord", DeliveryMark.Delivered));
        await _desk.Told("a", Hour, ("discord", DeliveryMark.Delivered), ("slack", DeliveryMark.Refused));
        await _desk.Told("b", Hour, ("discord", DeliveryMark.Dropped), ("slack", DeliveryMark.NotForIt));
        await _desk.Told("c", Hour, ("discord", DeliveryMark.Begun), ("slack", DeliveryMark.Delivered));
        await _desk.Told("d", Hour);
        await _desk.Book.Do(db => db.Run("UPDATE deliveries SET mark = 'Folded' WHERE key = 'b' AND channel = 'discord'"), CancellationToken.None);
        (await _desk.Digest()).Alerts.ShouldBe([new ChannelCount("discord", 1, 0, 0, 1, 2), new ChannelCount("slack", 1, 1, 0, 0, 1)]);
    }

    [Fact]
    public async Task One_gateway_can_be_asked_for_alone()
    {
        await _desk.AWeek();
        var digest = await _desk.Digest(DigestDesk.Work);
        (digest.Opened, digest.Gateways.ShouldHaveSingleItem().Gateway, digest.Doctors.Count, digest.Alerts.Count).ShouldBe((3, "work", 0, 0));
        (await _desk.Digest()).Opened.ShouldBe(11);
    }

    [Fact]
    public async Task Where_there_is_no_book_nothing_has_happened_and_none_is_made()
    {
        var digest = await _desk.Digest();
        (digest.Opened, digest.Autonomy, digest.Longest, digest.Gateways.ShouldHaveSingleItem().Share).ShouldBe((0, null, null, null));
        File.Exists(_desk.File).ShouldBeFalse();
    }

    [Fact]
    public async Task A_book_of_the_first_schema_is_read_too()
    {
        using var old = new DigestDesk(schema: new BookSchema([.. BookSchema.Ours.Steps.Take(1)]));
        await old.Ended(Hour, GatewayPhase.Down, Outcome.HealedByWatchdog, Minute);
        var digest = await old.Digest();
        (digest.Opened, digest.Doctors.Count, digest.Gateways[0].WatchedSince).ShouldBe((1, 0, DigestDesk.From + Hour));
    }

    public void Dispose() => _desk.Dispose();
}
