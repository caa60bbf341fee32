using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Journal;

/// <summary>An event as the book has it: a kind and its JSON. Kinds are words of ours, so that a class may be renamed.</summary>
internal static class EventText
{
    /// <summary>The kind and the JSON.</summary>
    /// <exception cref="NotSupportedException">A kind of event that nobody has put here yet.</exception>
    public static (string Kind, string Json) Of(IncidentEvent e) => e switch
    {
        Opened x => ("opened", Write(x, BookJson.Default.Opened)),
        RepairOrdered x => ("repair-ordered", Write(x, BookJson.Default.RepairOrdered)),
        RepairClosed x => ("repair-closed", Write(x, BookJson.Default.RepairClosed)),
        Waited x => ("waited", Write(x, BookJson.Default.Waited)),
        Escalated x => ("escalated", Write(x, BookJson.Default.Escalated)),
        HumanCalled x => ("human-called", Write(x, BookJson.Default.HumanCalled)),
        StoodDown x => ("stood-down", Write(x, BookJson.Default.StoodDown)),
        ProposalApproved x => ("proposal-approved", Write(x, BookJson.Default.ProposalApproved)),
        Acknowledged x => ("acknowledged", Write(x, BookJson.Default.Acknowledged)),
        Resolved x => ("resolved", Write(x, BookJson.Default.Resolved)),
        _ => throw new NotSupportedException($"the book has no word for {e.GetType().Name}"),
    };

    /// <summary>The event; null when this program cannot read it, be it newer or broken.</summary>
    public static IncidentEvent? Read(string incident, int number, string kind, string json)
    {
        try
        {
            // A list that was not there yet when the event was written is no list at all to the generated code.
            return Parse(kind, json) is { } e && e.Incident.Value == incident ? e with { Number = number, Witnesses = e.Witnesses ?? [] } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IncidentEvent? Parse(string kind, string json) => kind switch
    {
        "opened" => Parse(json, BookJson.Default.Opened),
        "repair-ordered" => Parse(json, BookJson.Default.RepairOrdered),
        "repair-closed" => Parse(json, BookJson.Default.RepairClosed),
        "waited" => Parse(json, BookJson.Default.Waited),
        "escalated" => Parse(json, BookJson.Default.Escalated),
        "human-called" => Parse(json, BookJson.Default.HumanCalled),
        "stood-down" => Parse(json, BookJson.Default.StoodDown),
        "proposal-approved" => Parse(json, BookJson.Default.ProposalApproved),
        "acknowledged" => Parse(json, BookJson.Default.Acknowledged),
        "resolved" => Parse(json, BookJson.Default.Resolved),
        _ => null,
    };

    private static string Write<T>(T e, JsonTypeInfo<T> type) => JsonSerializer.Serialize(e, type);

    private static T? Parse<T>(string json, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(json, type);
}
