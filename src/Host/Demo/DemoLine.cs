using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Demo;

/// <summary>How a line is meant.</summary>
internal enum Tone
{
    /// <summary>It goes on.</summary>
    Plain,

    /// <summary>A new act.</summary>
    Heading,

    /// <summary>Something is broken.</summary>
    Bad,

    /// <summary>Somebody works on it.</summary>
    Busy,

    /// <summary>It is well.</summary>
    Good,
}

/// <summary>An event of the demo in one line for people.</summary>
/// <param name="Who">Who did it: <c>demo</c>, <c>gateway</c>, <c>tier 1</c> to <c>tier 4</c>, <c>doctor</c>, <c>discord</c> or <c>owner</c>.</param>
/// <param name="Text">What.</param>
/// <param name="Tone">How it is meant.</param>
internal sealed record DemoLine(string Who, string Text, Tone Tone = Tone.Plain)
{
    private const int LongestText = 300;

    /// <summary>The line of an event, or null when it is not worth one.</summary>
    /// <remarks>Text from processes and models must not steer the terminal, so every line is cleaned.</remarks>
    public static DemoLine? Of(DemoEvent e) => Raw(e) is { } line ? line with { Text = UntrustedText.OneLine(line.Text, LongestText) } : null;

    /// <summary>A message's title without the sign before it, which has another width on every terminal.</summary>
    public static string Title(string title)
    {
        var clean = UntrustedText.OneLine(title, LongestText);
        return clean[clean.TakeWhile(c => !char.IsAsciiLetterOrDigit(c)).Count()..];
    }

    /// <summary>A phase in a word or two.</summary>
    public static string Phrase(GatewayPhase phase) => phase switch
    {
        GatewayPhase.Ready => "ready",
        GatewayPhase.LiveNotReady => "live, not ready",
        GatewayPhase.Starting => "starting",
        GatewayPhase.Draining => "stopping",
        GatewayPhase.Restarting => "about to start",
        GatewayPhase.Suspect => "suspect",
        GatewayPhase.Down => "down",
        GatewayPhase.Wedged => "hung",
        GatewayPhase.ConfigBlocked => "refuses its config (exit 78)",
        GatewayPhase.PortTaken => "port taken",
        GatewayPhase.StoppedOnPurpose => "stopped on purpose",
        GatewayPhase.NotLoaded => "not loaded",
        GatewayPhase.Disabled => "switched off by an update",
        GatewayPhase.ChannelsSuppressed => "channels held back",
        GatewayPhase.Flapping => "failing in turns",
        GatewayPhase.Duplicate => "second gateway",
        GatewayPhase.Updating => "being updated",
        GatewayPhase.Paused => "paused",
        GatewayPhase.Awoken => "waking up",
        GatewayPhase.Blind => "out of sight",
        GatewayPhase.Stalled => "stuck",
        _ => "not known yet",
    };

    /// <summary>How a phase is meant.</summary>
    public static Tone ToneOf(GatewayPhase phase) => phase switch
    {
        GatewayPhase.Ready => Tone.Good,
        GatewayPhase.LiveNotReady or GatewayPhase.ChannelsSuppressed or GatewayPhase.Duplicate or GatewayPhase.Updating or GatewayPhase.Paused or GatewayPhase.Awoken => Tone.Busy,
        GatewayPhase.Starting or GatewayPhase.Draining or GatewayPhase.Restarting or GatewayPhase.Suspect => Tone.Busy,
        GatewayPhase.Unknown => Tone.Plain,
        _ => Tone.Bad,
    };

    /// <summary>Who healed it, for people.</summary>
    public static string Healer(ActResult result) => result.Healer switch
    {
        Tier.Watchdog => "1 watchdog",
        Tier.Prober => "2 health check",
        Tier.Doctor => "3 doctor",
        Tier.Human => "4 human",
        _ => "nobody",
    };

    /// <summary>A duration in seconds, or a dash.</summary>
    public static string Seconds(TimeSpan? duration) => duration is { } d ? $"{d.TotalSeconds:0.0} s" : "-";

    private static DemoLine? Raw(DemoEvent e) => e switch
    {
        DemoEvent.Remark x => new("demo", x.Text),
        DemoEvent.ActBegan x => new("demo", $"act {x.Act.Number}: {x.Act.Title}", Tone.Heading),
        DemoEvent.Broke x => new("demo", x.What, Tone.Bad),
        DemoEvent.OwnerDid x => new("owner", x.What, Tone.Busy),
        DemoEvent.DoctorDid x => new("doctor", x.What, Tone.Busy),
        DemoEvent.Seen { IsNewPhase: true } x => new("gateway", Phrase(x.Status.Phase), ToneOf(x.Status.Phase)),
        DemoEvent.News x => Of(x.Event),
        DemoEvent.Got x => new("discord", Title(x.Message.Title), Tone.Busy),
        DemoEvent.ActEnded { Result: { IsGood: true } result } => new("demo", $"as it should be: tier {Healer(result)}, well after {Seconds(result.Recovered)}", Tone.Good),
        DemoEvent.ActEnded x => new("demo", $"not as it should be: {string.Join("; ", x.Result.Complaints)}", Tone.Bad),
        _ => null,
    };

    private static DemoLine Of(IncidentEvent e) => e switch
    {
        Opened x => Says(x.Tier, $"sees it: {Phrase(x.Phase)}", Tone.Bad),
        RepairOrdered { Restart: { } kind } x => Says(x.Tier, $"{Deed(kind)}: {x.Reason}", Tone.Busy),
        RepairOrdered x => Says(Tier.Doctor, $"doctor called: {x.Reason}", Tone.Busy),
        RepairClosed x => new("healer", $"order {x.Attempt} {x.Result.ToString().ToLowerInvariant()}: {x.Note}"),
        Waited => Says(Tier.Prober, "watches before it calls the doctor"),
        Escalated x => Says(x.To, $"takes over: {x.Reason}", Tone.Busy),
        HumanCalled x => Says(Tier.Human, $"calls the owner: {x.Reason}", Tone.Bad),
        Acknowledged => new("owner", "has seen it"),
        Resolved x => new("healer", $"resolved: {Telling(x.Outcome)}", Tone.Good),
        _ => new("healer", e.GetType().Name),
    };

    private static DemoLine Says(Tier tier, string text, Tone tone = Tone.Plain) => new($"tier {(int)tier}", text, tone);

    private static string Deed(Actors.Watchdog.RestartKind kind) => kind switch
    {
        Actors.Watchdog.RestartKind.Start => "starts it",
        Actors.Watchdog.RestartKind.Graceful => "restarts it",
        _ => "ends it by force and starts it",
    };

    private static string Telling(Outcome outcome) => outcome switch
    {
        Outcome.RecoveredByItself => "it recovered by itself",
        Outcome.HealedByWatchdog => "healed by tier 1",
        Outcome.HealedByProber => "healed by tier 2",
        Outcome.HealedByDoctor => "healed by tier 3",
        Outcome.HealedAfterHumanCall => "healed after the owner was called",
        _ => outcome.ToString(),
    };
}
