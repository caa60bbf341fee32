using System.Text.Json.Serialization;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Doctors.Records;

namespace OpenClaw.Host.Cli;

/// <summary>One incident in <c>incidents --json</c>. Names stay; new ones may come.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Since">When the first sign was seen.</param>
/// <param name="OpenedAt">When the healer was sure.</param>
/// <param name="Cause">What the gateway was found to be, by the names of <c>status --json</c>.</param>
/// <param name="Tier">The highest tier it climbed to, 1 to 4.</param>
/// <param name="Restarts">Restarts ordered.</param>
/// <param name="Treatments">How often a doctor was called.</param>
/// <param name="Calls">How often a human was called, reminders included.</param>
/// <param name="Tried">All remedies tried, in the order in which they were tried first.</param>
/// <param name="Remedy">The last one; null when none was tried.</param>
/// <param name="Outcome">How it ended; null while it is open.</param>
/// <param name="HealthySince">The first good look of its end; null while it is open.</param>
/// <param name="ResolvedAt">When its end was proven; null while it is open.</param>
/// <param name="Seconds">From the first sign to the first good look; null while it is open.</param>
public sealed record IncidentJson(
    string Id, DateTimeOffset Since, DateTimeOffset OpenedAt, string Cause, int Tier, int Restarts, int Treatments, int Calls, IReadOnlyList<string> Tried, string? Remedy,
    string? Outcome, DateTimeOffset? HealthySince, DateTimeOffset? ResolvedAt, double? Seconds)
{
    /// <summary>The gateway.</summary>
    public string? Gateway { get; init; }

    /// <summary>Of a summary.</summary>
    public static IncidentJson Of(IncidentSummary x) => new(
        x.Id.Value, x.Since, x.OpenedAt, x.Cause.ToString(), (int)x.Tier, x.Restarts, x.Treatments, x.Calls, x.Tried, x.Remedy,
        x.Outcome?.ToString(), x.HealthySince, x.ResolvedAt, x.Lasted?.TotalSeconds)
    {
        Gateway = x.Id.Gateway,
    };
}

/// <summary>One event in <c>incidents ID --json</c>.</summary>
/// <param name="Number">Its place within the incident, 1 and up without a gap.</param>
/// <param name="At">When.</param>
/// <param name="Kind">Its name, e.g. <c>RepairOrdered</c>.</param>
/// <param name="Line">What it says, one line. May hold text from processes and logs.</param>
/// <param name="Witnesses">What each witness said when it was decided. May hold text from processes and logs.</param>
public sealed record IncidentEventJson(int Number, DateTimeOffset At, string Kind, string Line, IReadOnlyList<string> Witnesses)
{
    /// <summary>The tier that the incident is at with it, 1 to 4; null where it says nothing of that.</summary>
    public int? Tier { get; init; }

    /// <summary>What a person should do; null where nobody is asked. May hold text from processes and logs.</summary>
    public string? YourTurn { get; init; }

    /// <summary>Of an event.</summary>
    public static IncidentEventJson Of(IncidentEvent e) => new(e.Number, e.At, e.GetType().Name, Telling.Line(e), e.Witnesses) { Tier = (int?)TierOf(e), YourTurn = (e as HumanCalled)?.YourTurn };

    private static Tier? TierOf(IncidentEvent e) => e switch
    {
        Opened x => x.Tier,
        RepairOrdered x => x.Tier,
        Escalated x => x.To,
        HumanCalled => Actors.Gateways.Tier.Human,
        _ => null,
    };
}

/// <summary>What one remedy has come to.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Cause">What the gateway was found to be.</param>
/// <param name="Remedy">The remedy's name.</param>
/// <param name="Tried">In how many ended incidents it was tried.</param>
/// <param name="Healed">How many of those ended well with it as the last one.</param>
public sealed record RemedyJson(string Gateway, string Cause, string Remedy, int Tried, int Healed)
{
    /// <summary>Of a record.</summary>
    public static RemedyJson Of(GatewayId gateway, GatewayPhase cause, RemedyRecord x) => new(gateway.Value, cause.ToString(), x.Remedy, x.Tried, x.Healed);
}

/// <summary><c>incidents --json</c>, newest first.</summary>
/// <param name="Incidents">They.</param>
/// <param name="Next">What <c>--before</c> has to be for the next page; null on the last one.</param>
public sealed record IncidentListJson(IReadOnlyList<IncidentJson> Incidents, string? Next);

/// <summary>What one doctor with costs (a session, a model) has done in an incident.</summary>
/// <param name="Doctor">The doctor's name.</param>
/// <param name="Session">The session's id, as its CLI names it; null where there is none.</param>
/// <param name="Signature">What kind of outage it was treated as: the phase, and the kinds of trouble that were found before.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When its case was closed; null while it is open.</param>
/// <param name="CostUsd">US dollars; 0 where nobody knows.</param>
/// <param name="Turns">Answers of the model.</param>
/// <param name="ToolCalls">Tool calls, those that were refused included.</param>
/// <param name="Denials">Tool calls that were refused.</param>
/// <param name="Healed">Whether our own probes found the gateway healthy with it; null while it is open or was called off.</param>
public sealed record SessionJson(
    string Doctor, string? Session, string Signature, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, decimal CostUsd, int Turns, int ToolCalls, int Denials, bool? Healed)
{
    /// <summary>Of an entry of the book.</summary>
    public static SessionJson Of(TreatmentEntry x) => new(x.Doctor, x.Session, x.Signature, x.StartedAt, x.EndedAt, x.CostUsd, x.Turns, x.ToolCalls, x.Denials, x.Healed);
}

/// <summary><c>incidents ID --json</c>, events and sessions oldest first.</summary>
public sealed record IncidentStoryJson(IncidentJson Incident, IReadOnlyList<IncidentEventJson> Events, IReadOnlyList<SessionJson> Sessions);

/// <summary><c>incidents --remedies --json</c>, by gateway and cause, the best first.</summary>
public sealed record RemedyListJson(IReadOnlyList<RemedyJson> Remedies);

/// <summary>Source-generated JSON of <c>incidents</c>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IncidentListJson))]
[JsonSerializable(typeof(IncidentStoryJson))]
[JsonSerializable(typeof(RemedyListJson))]
public sealed partial class IncidentsJson : JsonSerializerContext;

/// <summary>Source-generated JSON of <c>incident</c>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Surface.StoryJson))]
internal sealed partial class WholeStoryJson : JsonSerializerContext;
