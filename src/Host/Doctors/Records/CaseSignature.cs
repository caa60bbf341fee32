using OpenClaw.Actors.Doctoring;

namespace OpenClaw.Host.Doctors.Records;

/// <summary>What kind of outage a case is, in words that are the same for the same kind: <c>ConfigBlocked config.unknown-key</c>.</summary>
public static class CaseSignature
{
    private const int MostKinds = 8;

    /// <summary>
    /// The phase for which the incident was opened, and the kinds of trouble that the doctors before have found. It is made of what the case was when it was handed
    /// over: what is found later, or is gone once it is mended, does not change it. Entries of a version that knew the phase only match cases in which nothing was found.
    /// </summary>
    public static string Of(CaseFile file) =>
        string.Join(' ', file.Kinds.Distinct().Order(StringComparer.Ordinal).Take(MostKinds).Prepend(file.Phase?.ToString() ?? "unknown"));

    /// <summary>The kinds of trouble in a signature.</summary>
    public static IReadOnlyList<string> Kinds(string signature) => [.. signature.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
}
