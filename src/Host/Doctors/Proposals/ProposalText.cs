using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Doctors.Proposals;

/// <summary>A proposal as it may leave the doctor: into the book, the alert and a terminal.</summary>
internal static class ProposalText
{
    private const int LongestPlan = 1000;
    private const int LongestDiff = 20_000;

    /// <summary>The reply, cleaned, redacted and bounded. The mark stays as it is: it is made of what is really there.</summary>
    public static DoctorReply.Proposes Of(string plan, string diff, string? mark) =>
        new(Redactor.Redact(PlainText.Line(plan, LongestPlan)), Diff(diff), mark);

    /// <summary>A diff, redacted and bounded.</summary>
    public static string Diff(string diff) => diff.Length == 0 ? "" : Redactor.Redact(PlainText.Block(diff, LongestDiff));

    /// <summary>What was approved cannot be carried out any more. Its owner is asked again, never taken at an old word.</summary>
    /// <param name="why">What is no longer so, the end of a sentence.</param>
    /// <param name="gateway">The gateway.</param>
    public static DoctorReply.NeedsOwner Void(string why, string gateway) => new(
        Redactor.Redact(PlainText.Line($"what was approved is void: {why}; nothing was changed", LongestPlan)), $"to have it looked at again and a new proposal made: openclaw-actors heal {gateway}");
}
