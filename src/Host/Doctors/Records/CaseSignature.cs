using OpenClaw.Actors.Doctoring;

namespace OpenClaw.Host.Doctors.Records;

/// <summary>What kind of outage a case is, in words that are the same for the same kind.</summary>
public static class CaseSignature
{
    /// <summary>The phase for which the incident was opened. What a doctor finds out later does not change it.</summary>
    public static string Of(CaseFile file) => file.Phase?.ToString() ?? "unknown";
}
