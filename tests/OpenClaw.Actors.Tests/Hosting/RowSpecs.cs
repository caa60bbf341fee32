using Akka.Actor;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Tests.Support;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Hosting;

/// <summary>
/// Each row of the table in <see cref="Supervision.TierSupervision"/>: the part throws in its constructor, in PreStart and on a message, once and again and
/// again, in its real place in the real tree, and the row's outcome is seen.
/// </summary>
public sealed class RowSpecs : HealerSpecs
{
    private static readonly Row[] Rows =
    [
        new("watchdog", TreePart.Watchdog, Seconds(1), Seconds(60), Seconds(600), 10),
        new("prober", TreePart.Prober, Seconds(1), Seconds(60), Seconds(600), 10),
        new("doctor", TreePart.Doctor, Seconds(30), Seconds(600), Seconds(3600), 3),
        new("incident", TreePart.Incident, Seconds(1), Seconds(30), Seconds(600), 10),
        new("causes", TreePart.Causes, Seconds(5), Seconds(600), Seconds(3600), null),
        new("notifier/discord", TreePart.Channel, Seconds(5), Seconds(600), Seconds(3600), null) { Only = "discord" },
        new("notifier/kept-news", TreePart.Keeper, Seconds(5), Seconds(600), Seconds(3600), null),
    ];

    private readonly Dictionary<string, FaultyPart> _faults;
    private readonly FaultyPart _gateway;

    /// <summary>Every part can be made to fail.</summary>
    public RowSpecs()
    {
        Outbox = new RememberedOutbox();
        _faults = Rows.ToDictionary(static r => r.Name, r => new FaultyPart(r.Part, Clock) { Only = r.Only });
        _gateway = new FaultyPart(TreePart.Gateway, Clock);
        Cast = (part, real) => _faults.Values.Append(_gateway).Aggregate(real, (props, fault) => fault.Cast(part, props));
    }

    /// <summary>Each row and each way to fail.</summary>
    public static TheoryData<string, Way> Everything() => [.. from row in Rows from way in Enum.GetValues<Way>() select (row.Name, way)];

    /// <summary>Each row that is given up, and each way to fail.</summary>
    public static TheoryData<string, Way> GivenUp() => [.. from row in Rows where row.Name is "watchdog" or "prober" or "doctor" from way in Enum.GetValues<Way>() select (row.Name, way)];

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task A_part_that_fails_rests_with_growing_pauses_and_lives_again_and_nobody_is_told(string name, Way way)
    {
        var (row, fault) = await Begin(name);
        var failures = (row.GiveUpAfter ?? 13) - 1;
        await Fail(row, way, failures);
        await StepUntil(() => fault.Lives, TimeSpan.FromHours(3), "it does not live again");
        var pauses = fault.Pauses;
        pauses.Count.ShouldBe(failures + 1);
        for (var i = 0; i < pauses.Count; i++)
        {
            var plain = TimeSpan.FromTicks(Math.Min(row.Max.Ticks, row.Min.Ticks << i));
            (pauses[i] - (i == 0 ? Seconds(60) : TimeSpan.Zero)).ShouldBeInRange(plain, (plain * 1.2) + TimeSpan.FromMilliseconds(1), $"pause {i + 1}: twenty percent of jitter");
        }

        await Step(60);
        Discord.Told.ShouldBeEmpty();
        RootLost.ShouldBe(0);
        _gateway.Starts.Count.ShouldBe(1);
        Gateway.Die(signal: 9);
        await Healed(120);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task After_a_while_without_a_failure_the_count_begins_anew_so_that_nothing_adds_up_over_the_years(string name, Way way)
    {
        var (row, fault) = await Begin(name);
        for (var i = 0; i < 12; i++)
        {
            var from = Now;
            await Fail(row, way, 1);
            await StepUntil(() => fault.Lives, TimeSpan.FromMinutes(3), $"round {i + 1}: it was given up");
            (Now - from).ShouldBeLessThan((row.Min * 3 * 1.2) + Seconds(1), $"round {i + 1}: the pauses have not begun anew");
            await Step(row.ResetAfter + Seconds(1));
        }

        Discord.Told.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(GivenUp))]
    public async Task A_tier_that_fails_again_and_again_is_given_up_and_a_human_is_told_at_once(string name, Way way)
    {
        var (row, fault) = await Begin(name);
        await Fail(row, way, int.MaxValue);
        await StepUntil(() => Discord.Told.Count > 0, TimeSpan.FromHours(1), "nobody is told");
        Discord.Told.ShouldHaveSingleItem().ShouldSatisfyAllConditions(n => n.Severity.ShouldBe(Severity.Critical), n => n.Title.ShouldContain($"has lost its {name}"));
        fault.Starts.Count.ShouldBe(row.GiveUpAfter!.Value + 1);
        Gateway.IsHung = name == "watchdog";
        Gateway.IsConfigBroken = name == "doctor";
        if (!Gateway.IsHung) Gateway.Die(78);
        await Step(TimeSpan.FromMinutes(40));
        fault.Starts.Count.ShouldBe(row.GiveUpAfter.Value + 1, "it is not started any more");
        switch (name)
        {
            case "watchdog":
                Doctor.Treatments.Count.ShouldBe(1, "the incident climbs to the doctor");
                Journal.Of(Main).OfType<RepairOrdered>().ShouldAllBe(static o => o.Restart == null);
                break;
            case "prober":
                Gateway.Restarts.ShouldBeEmpty("nothing is treated blind");
                Doctor.Treatments.ShouldBeEmpty();
                break;
            default:
                Doctor.Treatments.ShouldBeEmpty();
                Journal.Of(Main).OfType<HumanCalled>().First().Reason.ShouldContain("the doctor is lost");
                break;
        }
    }

    [Theory]
    [InlineData(Way.Constructor)]
    [InlineData(Way.PreStart)]
    [InlineData(Way.Message)]
    public async Task A_brain_that_fails_again_and_again_has_the_subtree_started_anew_which_is_told_once_a_day(Way way)
    {
        var (row, _) = await Begin("incident");
        for (var subtree = 2; subtree < 5; subtree++)
        {
            await Fail(row, way, 10);
            await StepUntil(() => _gateway.Starts.Count == subtree, TimeSpan.FromMinutes(10), "the subtree was not started anew");
            await Step(60);
        }

        RootLost.ShouldBe(0);
        Discord.Told.ShouldHaveSingleItem().Title.ShouldContain("had to start anew");
        Gateway.Die(signal: 9);
        await Healed(60);
    }

    [Theory]
    [InlineData(Way.Constructor)]
    [InlineData(Way.PreStart)]
    [InlineData(Way.Message)]
    public async Task A_channel_is_never_given_up_and_the_log_remains(Way way)
    {
        var (row, fault) = await Begin("notifier/discord");
        await Fail(row, way, 40);
        Gateway.IsConfigBroken = true;
        Gateway.Die(78);
        await Step(60);
        Log.Told.ShouldContain(static n => n.Title.Contains("needs you"));
        await StepUntil(() => fault.Lives, TimeSpan.FromHours(10), "it was given up");
        await Step(60);
        // One message for all that could not be told meanwhile: the newest says it all.
        var told = Discord.Told.ShouldHaveSingleItem();
        told.Title.ShouldContain("needs you");
        told.Key.ShouldBe(Log.Told.Last(static n => n.Severity >= Severity.Warning).Key);
        told.Folded.ShouldBeGreaterThan(0);
        told.MayBeRepeat.ShouldBeFalse("none was ever tried");
    }

    [Theory]
    [InlineData(Way.Constructor)]
    [InlineData(Way.PreStart)]
    [InlineData(Way.Message)]
    public async Task A_supervisor_that_fails_is_restarted_at_once(Way way)
    {
        await Begin("incident");
        (_gateway.Way, _gateway.Failures) = (way, 4);
        Break();
        await Step(5);
        _gateway.Lives.ShouldBeTrue();
        _gateway.Starts.Count.ShouldBe(6);
        RootLost.ShouldBe(0);
        Gateway.Die(signal: 9);
        await Healed(60);
    }

    [Theory]
    [InlineData(Way.Constructor)]
    [InlineData(Way.PreStart)]
    [InlineData(Way.Message)]
    public async Task A_supervisor_that_fails_again_and_again_is_given_up_and_without_any_the_root_ends(Way way)
    {
        await Begin("incident");
        (_gateway.Way, _gateway.Failures) = (way, int.MaxValue);
        Break();
        await Step(5);
        _gateway.Starts.Count.ShouldBe(6, "five restarts");
        RootLost.ShouldBe(1);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private async Task<(Row Row, FaultyPart Fault)> Begin(string name)
    {
        await Step(60);
        return (Rows.Single(r => r.Name == name), _faults[name]);
    }

    /// <summary>The living part ends, and so many of its next starts fail.</summary>
    private async Task Fail(Row row, Way way, int failures)
    {
        var fault = _faults[row.Name];
        (fault.Way, fault.Failures) = (way, failures);
        Sys.ActorSelection($"/user/gateways/{Main}/{row.Name}/actor").Tell(PoisonPill.Instance);
        await Quiet();
        fault.IsExpected();
    }

    /// <summary>The supervisor itself fails: its brain has ended for good.</summary>
    private void Break() => Sys.ActorSelection($"/user/gateways/{Main}/incident").Tell(PoisonPill.Instance);

    /// <summary>One row: where the part is, its pauses, when its count begins anew, and after how many failures it is given up; null for never.</summary>
    private sealed record Row(string Name, TreePart Part, TimeSpan Min, TimeSpan Max, TimeSpan ResetAfter, int? GiveUpAfter)
    {
        public string? Only { get; init; }
    }
}
