using System.Collections.Immutable;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Demo;

/// <summary>What the terminal view shows, folded from the events.</summary>
/// <param name="Start">When the demo began.</param>
internal sealed record DemoPicture(DateTimeOffset Start)
{
    private const int LongestTimeline = 200;

    private static readonly ImmutableDictionary<Tier, DemoLine> AtRest = new Dictionary<Tier, DemoLine>
    {
        [Tier.Watchdog] = new("tier 1", "watches the process"),
        [Tier.Prober] = new("tier 2", "asks /healthz"),
        [Tier.Doctor] = new("tier 3", "on call"),
        [Tier.Human] = new("tier 4", "not needed"),
    }.ToImmutableDictionary();

    private static readonly DemoLine Suspects = new("tier 2", "gets no answer, looks more often", Tone.Busy);

    /// <summary>The act that plays.</summary>
    public DemoAct? Act { get; init; }

    /// <summary>What the gateway is.</summary>
    public GatewayPhase Phase { get; init; }

    /// <summary>What each tier is doing.</summary>
    public ImmutableDictionary<Tier, DemoLine> Tiers { get; init; } = AtRest;

    /// <summary>What has happened, newest last.</summary>
    public ImmutableList<(TimeSpan At, DemoLine Line)> Timeline { get; init; } = [];

    /// <summary>What Discord shows, newest last.</summary>
    public ImmutableList<(TimeSpan At, ReceivedMessage Message)> Inbox { get; init; } = [];

    /// <summary>The picture after an event.</summary>
    public DemoPicture Apply(DemoEvent e)
    {
        var at = e.At - Start;
        var next = e switch
        {
            DemoEvent.ActBegan x => this with { Act = x.Act },
            DemoEvent.Seen x => this with
            {
                Phase = x.Status.Phase,
                Tiers = x.Status is { Incident: null, Phase: GatewayPhase.Suspect } ? Tiers.SetItem(Tier.Prober, Suspects) : Tiers,
            },
            DemoEvent.Got x => this with { Inbox = Inbox.Add((at, x.Message)) },
            DemoEvent.DoctorDid => this with { Tiers = Tiers.SetItem(Tier.Doctor, DemoLine.Of(e)!) },
            DemoEvent.News { Event: Resolved } => this with { Tiers = AtRest },
            DemoEvent.News { Event: RepairClosed } => this,
            DemoEvent.News { Event: Escalated up } => this with
            {
                Tiers = Tiers.SetItems(AtRest.Keys.Where(tier => tier < up.To && Tiers[tier] != AtRest[tier])
                    .Select(tier => KeyValuePair.Create(tier, AtRest[tier] with { Text = $"could not help, tier {(int)up.To} has it" })))
                    .SetItem(up.To, DemoLine.Of(e)!),
            },
            DemoEvent.News x when DemoLine.Of(x) is { } line && TierOf(line) is { } tier => this with { Tiers = Tiers.SetItem(tier, line) },
            _ => this,
        };
        if (DemoLine.Of(e) is not { } news) return next;
        var timeline = Timeline.Add((at, news));
        return next with { Timeline = timeline.Count > LongestTimeline ? timeline.RemoveAt(0) : timeline };
    }

    private static Tier? TierOf(DemoLine line) => AtRest.FirstOrDefault(t => t.Value.Who == line.Who) is { Value: not null } found ? found.Key : null;
}
