using OpenClaw.Actors.Incidents;

namespace OpenClaw.Actors.Doctoring;

/// <summary>
/// Somebody who can find out what is wrong with a gateway and mend it. A doctor never restarts the gateway and never pronounces it healthy:
/// it says when it is done; the restart and the verdict are the supervisor's.
/// </summary>
public interface IDoctor
{
    /// <summary>The doctor's name for people, e.g. <c>claude-code</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Treats the case, or goes on with it when the case is already open (same incident; then <see cref="CaseFile.FollowUp"/> says what the
    /// last mending came to). Completes when the doctor has nothing more to do for now. Cancelling ends the treatment and every process it started.
    /// </summary>
    Task<DoctorReply> Treat(CaseFile file, CancellationToken cancel);

    /// <summary>
    /// Closes the case: ends the session, writes the report and, when the verdict is not <see cref="Verdict.Healed"/>, takes back what was changed.
    /// Returns one line for people (where the report is, what was taken back). Safe to call for a case that this doctor never had.
    /// </summary>
    Task<string> Discharge(IncidentId incident, Verdict verdict, CancellationToken cancel);
}

/// <summary>What a doctor says at the end of a treatment.</summary>
public abstract record DoctorReply
{
    private DoctorReply() { }

    /// <summary>"I am done, look for yourself." The session stays open for a follow-up.</summary>
    /// <param name="Note">What it says it did, one line, untrusted text already cleaned of control characters and secrets.</param>
    public sealed record Claims(string Note) : DoctorReply
    {
        /// <summary>What it did by name, where it works by named remedies: it is what the book remembers. Null otherwise.</summary>
        public string? Remedy { get; init; }

        /// <summary>What it has changed so far, as a unified diff, cleaned and redacted; empty when nothing, null when that cannot be told.</summary>
        public string? Diff { get; init; }
    }

    /// <summary>It tried and gave up, or its session broke.</summary>
    public sealed record GaveUp(string Note) : DoctorReply;

    /// <summary>It has nothing (more) that it may do: the next doctor is due, and knows what this one has found.</summary>
    /// <param name="Note">Why, one line.</param>
    /// <param name="Findings">What it has found, a line each: evidence for the next one, untrusted text already cleaned.</param>
    public sealed record PassesOn(string Note, IReadOnlyList<string> Findings) : DoctorReply
    {
        /// <summary>The kinds of trouble that it has found and that keep the gateway from serving, in words that are the same for the same kind.</summary>
        public IReadOnlyList<string> Kinds { get; init; } = [];

        /// <summary>What a human should do if no other doctor can help either; null when it does not know.</summary>
        public string? YourTurn { get; init; }
    }

    /// <summary>It knows what is wrong, and that only the owner can or may mend it: a human is called at once, and no other doctor.</summary>
    /// <param name="Cause">What is wrong, one line for people.</param>
    /// <param name="YourTurn">What the human should do, with the exact command.</param>
    public sealed record NeedsOwner(string Cause, string YourTurn) : DoctorReply;

    /// <summary>It knows what it would do, and may not do it by itself (<see cref="CaseFile.Autonomy"/>): nothing was changed. A human is called with the plan.</summary>
    /// <param name="Plan">What it would do and why, one line for people, cleaned.</param>
    /// <param name="Diff">What would change, as a unified diff, cleaned and redacted; empty when no file would, or when it only advises.</param>
    /// <param name="Mark">Names exactly this proposal: approved is this and no other. Null when there is nothing that could be approved.</param>
    public sealed record Proposes(string Plan, string Diff, string? Mark) : DoctorReply;

    /// <summary>It could not be had: the next doctor (or a human) is due at once.</summary>
    public sealed record Unavailable(UnavailableKind Kind, string Note) : DoctorReply;
}

/// <summary>A proposal as the book keeps it (<see cref="DoctorReply.Proposes"/>).</summary>
/// <param name="By">The doctor.</param>
/// <param name="Plan">What it would do and why, one line.</param>
/// <param name="Diff">What would change, as a unified diff, redacted; empty for none.</param>
/// <param name="Mark">Names exactly this proposal; null when there is nothing that could be approved.</param>
public sealed record Proposal(string By, string Plan, string Diff, string? Mark);

/// <summary>Why a doctor could not be had.</summary>
public enum UnavailableKind
{
    /// <summary>Its program is not installed.</summary>
    Missing,

    /// <summary>Not logged in, or the key is refused.</summary>
    Auth,

    /// <summary>No credit.</summary>
    Billing,

    /// <summary>Out of quota.</summary>
    Quota,

    /// <summary>The model does not exist or is not allowed.</summary>
    Model,

    /// <summary>The API fails.</summary>
    Server,

    /// <summary>The API cannot be reached.</summary>
    Network,

    /// <summary>The session did not prove that it is in its cage, and was ended before it could act.</summary>
    UnsafeSession,

    /// <summary>Nothing was heard from it for too long.</summary>
    Stalled,

    /// <summary>Its process died.</summary>
    Crashed,

    /// <summary>What its owner lets it spend is spent.</summary>
    Budget,
}

/// <summary>What became of the gateway that was treated.</summary>
public enum Verdict
{
    /// <summary>Our own probes found it healthy for the whole stability window.</summary>
    Healed,

    /// <summary>It is still not healthy.</summary>
    NotHealed,

    /// <summary>Nobody knows: the treatment was called off.</summary>
    CalledOff,
}
