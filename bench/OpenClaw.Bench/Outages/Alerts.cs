using System.Text.Json;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.StandIns;

namespace OpenClaw.Bench.Outages;

/// <summary>What people were told, beside what the book says they must be told.</summary>
/// <param name="sink">Takes what is told.</param>
internal sealed class Alerts(DiscordSink sink)
{
    private const string BeforeKey = " · ";
    private const string RepeatWords = "may have reached you before";

    /// <summary>Everything that was told so far.</summary>
    public IReadOnlyList<Alert> Told => [.. sink.Calls.Select(static call => Read(call.Body))];

    /// <summary>What these events must be told by: the keys of their news.</summary>
    public static IEnumerable<string> Expected(IEnumerable<IncidentEvent> events) => events.Select(static e => e switch
    {
        Opened => $"{e.Incident}/opened",
        Escalated { To: Tier.Doctor } => $"{e.Incident}/doctor",
        HumanCalled call => $"{e.Incident}/human-{call.Times}",
        Resolved => $"{e.Incident}/resolved",
        _ => null,
    }).OfType<string>().Distinct();

    private static Alert Read(string body)
    {
        using var json = JsonDocument.Parse(body);
        var embed = json.RootElement.GetProperty("embeds")[0];
        var footer = embed.GetProperty("footer").GetProperty("text").GetString()!;
        return new Alert(footer.Split(BeforeKey)[^1], body.Contains(RepeatWords, StringComparison.Ordinal));
    }
}

/// <summary>One piece of news that came.</summary>
/// <param name="Key">Its key.</param>
/// <param name="SaysRepeat">It tells its reader that it may have come before.</param>
internal sealed record Alert(string Key, bool SaysRepeat);
