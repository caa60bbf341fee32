using System.Text.Json.Serialization;
using OpenClaw.Host.Playbook;

namespace OpenClaw.Host.Cli;

/// <summary>What was found of one gateway in <c>diagnose --json</c>. Names stay; new ones may come.</summary>
/// <param name="Gateway">Its name.</param>
/// <param name="At">When the look began.</param>
/// <param name="OpenClaw">The version of OpenClaw on disk; null when it is not known.</param>
/// <param name="Findings">What was found, the worst first.</param>
public sealed record DiagnosisJson(string Gateway, DateTimeOffset At, string? OpenClaw, IReadOnlyList<FindingJson> Findings)
{
    /// <summary>Of a diagnosis.</summary>
    public static DiagnosisJson Of(string gateway, Diagnosis diagnosis) => new(gateway, diagnosis.At, diagnosis.OpenClaw, [.. diagnosis.Findings.Select(FindingJson.Of)]);
}

/// <summary>One finding. Its texts may come from logs and configs: untrusted, cleaned and redacted.</summary>
/// <param name="Id">What it is.</param>
/// <param name="Severity"><c>Info</c>, <c>Warning</c> or <c>Blocking</c>.</param>
/// <param name="Summary">One line.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Evidence">Why we think so.</param>
/// <param name="Sources">Where it was seen.</param>
public sealed record FindingJson(string Id, string Severity, string Summary, double Confidence, IReadOnlyList<string> Evidence, IReadOnlyList<string> Sources)
{
    /// <summary>Of a finding.</summary>
    public static FindingJson Of(Finding x) => new(x.Id, x.Severity.ToString(), x.Summary, Math.Round(x.Confidence, 2), x.Evidence, x.Sources);
}

/// <summary><c>diagnose --json</c>.</summary>
public sealed record DiagnosisListJson(IReadOnlyList<DiagnosisJson> Gateways);

/// <summary>Source-generated JSON of <c>diagnose</c>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DiagnosisListJson))]
public sealed partial class DiagnoseJson : JsonSerializerContext;
