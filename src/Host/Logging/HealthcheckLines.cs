using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Logging;

/// <summary>
/// What the original's health check would have written of what happens: its own words wherever the same thing happened, so that what people and programs look for in
/// <c>healthcheck-DATE.log</c> is still there. Never the words that call a human in somebody else's log.
/// </summary>
/// <param name="retries">How many restarts each gateway gets before the doctor is called (HEALTH_CHECK_MAX_RETRIES).</param>
internal sealed class HealthcheckLines(IReadOnlyDictionary<GatewayId, int> retries)
{
    private const int LongestText = 300;

    private readonly Dictionary<GatewayId, Gateway> _gateways = [];

    /// <summary>The lines for how a gateway stands now.</summary>
    public IEnumerable<string> Of(GatewayStatus status)
    {
        var gateway = For(status.Gateway);
        // One bad answer is no outage, and the original did not look so often.
        if (status.Phase is GatewayPhase.Unknown or GatewayPhase.Suspect || gateway.Phase == status.Phase) yield break;
        var wasHealthy = gateway.IsHealthy;
        gateway.Phase = status.Phase;
        if (!gateway.IsHealthy) yield return Line(status.Gateway, $"⚠️ Gateway is {Telling.Phrase(status.Phase)}");
        else if (!wasHealthy) yield return Healthy(status.Gateway);
    }

    /// <summary>The lines for an event of an incident.</summary>
    public IEnumerable<string> Of(IncidentNews news)
    {
        var gateway = For(news.Gateway);
        if (news.Event is Opened) (gateway.Restarts, gateway.HasWaited, gateway.OpenedAt) = (0, false, news.Event.At);
        if (news.Event is RepairOrdered { Restart: not null, Tier: not Tier.Doctor }) gateway.Restarts++;
        gateway.HasWaited |= news.Event is Waited;
        return Texts(gateway, retries.GetValueOrDefault(news.Gateway), news.Event).Select(text => Line(news.Gateway, text));
    }

    /// <summary>A line for each gateway that serves.</summary>
    public IEnumerable<string> Beat() => _gateways.Where(static g => g.Value.IsHealthy).Select(g => Healthy(g.Key));

    private static IEnumerable<string> Texts(Gateway gateway, int most, IncidentEvent e) => e switch
    {
        Opened x => [$"❌ Gateway unhealthy: {Telling.Phrase(x.Phase)}", .. x.Evidence.Take(3)],
        RepairOrdered { Restart: not null, Tier: Tier.Doctor } => ["Restarting the gateway after the recovery's changes..."],
        RepairOrdered { Restart: not null } x => [gateway.Restarts <= most ? $"Retry {gateway.Restarts}/{most}... ({x.Reason})" : $"Retry {gateway.Restarts}... ({x.Reason})"],
        RepairOrdered x => [$"🚨 Still unhealthy after {(x.At - gateway.OpenedAt).TotalSeconds:0}s, triggering emergency recovery... ({x.Reason})"],
        RepairClosed { Result: not RepairResult.Done } x => [$"It did not work: {x.Note}"],
        Waited x => [$"❌ Recovery failed after {gateway.Restarts} retries", $"Waiting {(x.Until - x.At).TotalSeconds:0}s before Level 3..."],
        Escalated { To: Tier.Doctor } x => [$"🚨 Escalating to Level 3 (Emergency Recovery)... ({x.Reason})"],
        Escalated { To: Tier.Human } x => [$"🚨 Escalating to Level 4 (Alert)... ({x.Reason})"],
        HumanCalled x => [$"🚨 All automatic levels failed, your help is needed: {x.Reason}", $"Your turn: {x.YourTurn}"],
        StoodDown x => [$"Standing down: {x.Reason}"],
        Resolved x => [End(gateway, x.Outcome)],
        _ => [],
    };

    private static string End(Gateway gateway, Outcome outcome) => outcome switch
    {
        Outcome.HealedByWatchdog or Outcome.HealedByProber => $"✅ Recovery successful on retry {Math.Max(gateway.Restarts, 1)}",
        Outcome.RecoveredByItself when gateway.HasWaited => "✅ Gateway recovered during waiting period",
        Outcome.StoppedByOwner => "The gateway was stopped by its owner",
        _ => $"✅ Gateway recovered: {Telling.Phrase(outcome)}",
    };

    private string Healthy(GatewayId gateway) => Line(gateway, "✅ Gateway healthy");

    // The original knew one gateway; its lines keep their beginning.
    private string Line(GatewayId gateway, string text) => Redactor.Redact(UntrustedText.OneLine(retries.Count > 1 ? $"{text} ({gateway})" : text, LongestText));

    private Gateway For(GatewayId id) => _gateways.TryGetValue(id, out var known) ? known : _gateways[id] = new Gateway();

    private sealed class Gateway
    {
        public GatewayPhase Phase { get; set; }

        public int Restarts { get; set; }

        public bool HasWaited { get; set; }

        public DateTimeOffset OpenedAt { get; set; }

        public bool IsHealthy => Phase is GatewayPhase.Ready or GatewayPhase.LiveNotReady or GatewayPhase.ChannelsSuppressed;
    }
}
