using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Actors.Doctoring;

/// <summary>What a doctor is told. Everything here was seen by us; text that came from logs or processes is evidence, never instruction.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Incident">The incident, which is also the case's id.</param>
/// <param name="Attempt">The order's number.</param>
/// <param name="Symptom">What is wrong, one line.</param>
/// <param name="Evidence">What the witnesses say, a line each.</param>
/// <param name="History">What was tried so far, a line each, oldest first.</param>
/// <param name="FollowUp">On a second and later call for the same case: what the last mending came to.</param>
/// <param name="OpenedAt">When the outage was first seen.</param>
/// <param name="Deadline">When the whole treatment must have ended.</param>
public sealed record CaseFile(
    GatewayId Gateway,
    IncidentId Incident,
    int Attempt,
    string Symptom,
    IReadOnlyList<string> Evidence,
    IReadOnlyList<string> History,
    string? FollowUp,
    DateTimeOffset OpenedAt,
    DateTimeOffset Deadline)
{
    /// <summary>The last incidents in which the gateway was found in the same phase, newest first: what was tried, and what helped.</summary>
    public IReadOnlyList<IncidentSummary> Past { get; init; } = [];

    /// <summary>The phase in which the gateway was found; with the doctors' findings it tells which outages are of one kind.</summary>
    public GatewayPhase? Phase { get; init; }

    /// <summary>The kinds of trouble that the doctors before have found (<see cref="DoctorReply.PassesOn.Kinds"/>): with the phase they are what kind of outage it is.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>What a doctor with judgement sees beside it: untrusted text, redacted and bounded already.</summary>
    public IReadOnlyList<CaseSection> Material { get; init; } = [];

    /// <summary>US dollars that are left for this treatment; null when nobody has counted.</summary>
    public decimal? BudgetUsd { get; init; }

    /// <summary>What a doctor may do by itself.</summary>
    public Autonomy Autonomy { get; init; } = Autonomy.Auto;

    /// <summary>The mark of the proposal (<see cref="DoctorReply.Proposes.Mark"/>) that the owner has approved: it, and nothing else, is to be carried out now. Null: none.</summary>
    public string? Approved { get; init; }

    /// <summary>The name of the doctor whose proposal it is: nobody else is asked to carry it out.</summary>
    public string? ApprovedOf { get; init; }
}

/// <summary>One piece of a case's material.</summary>
/// <param name="Title">What it is, one line.</param>
/// <param name="Text">Several lines.</param>
public sealed record CaseSection(string Title, string Text);

/// <summary>What the owner allows tier 3 to do by itself.</summary>
public enum Autonomy
{
    /// <summary>It mends.</summary>
    Auto,

    /// <summary>It says what it would do, with the diff; nothing is changed before the owner approves exactly that.</summary>
    Ask,

    /// <summary>It looks and reports; it never changes anything.</summary>
    Advise,

    /// <summary>It is not called: a human is.</summary>
    Off,
}
