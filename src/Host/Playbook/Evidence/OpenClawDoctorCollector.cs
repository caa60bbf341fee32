using System.Text.Json;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>
/// OpenClaw's own doctor, looking only: <c>doctor --lint --json</c>. It repairs nothing, but opens the state database, which leaves an empty log beside it (2026.9.6, measured); so it is
/// asked about a copy, and not while a gateway writes what is copied. What it says of files other than the config and the database is of the copy, and left out. 14 s on two cores.
/// </summary>
internal sealed class OpenClawDoctorCollector : ICollector
{
    private const int MostFindings = 20;
    private static readonly TimeSpan Ask = TimeSpan.FromSeconds(45);

    /// <inheritdoc/>
    public string Name => "openclaw doctor";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(50);

    /// <inheritdoc/>
    public bool IsSlow => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        if ((await patient.Process.Look(cancel)).Process is not null || !File.Exists(patient.Gateway.ConfigPath)) return [];
        var answer = await patient.OpenClaw.RunOnCopy(["doctor", "--lint", "--json"], Ask, cancel);
        var begin = answer.Output.IndexOf('{', StringComparison.Ordinal);
        try
        {
            if (begin >= 0)
            {
                using var json = JsonDocument.Parse(answer.Output[begin..]);
                if (json.RootElement.TryGetProperty("findings", out var findings) && findings.ValueKind == JsonValueKind.Array) return [.. findings.EnumerateArray().Take(MostFindings).Select(Of).OfType<Finding>()];
            }
        }
        catch (Exception strange) when (strange is JsonException or InvalidOperationException)
        {
            // Told below as what it is: not seen.
        }

        return [Found.Info(FindingIds.NotSeen, 1, $"OpenClaw's doctor could not be asked: {answer.Complaint}", "openclaw doctor --lint", ("collector", Name))];
    }

    // Its warnings are advice (loopback only, no heartbeat): an error alone may be a cause.
    private static Finding? Of(JsonElement finding)
    {
        if (finding.ValueKind != JsonValueKind.Object || Text(finding, "message") is not { } message) return null;
        var isError = Text(finding, "severity") == "error";
        // Of the copy: it has neither agents nor credentials nor a service.
        if (!isError && Text(finding, "path") is { } path && Path.IsPathRooted(path)) return null;
        (string, string?)[] facts = [("check", Text(finding, "checkId")), ("path", Text(finding, "path")), ("hint", Text(finding, "fixHint"))];
        return isError
            ? Found.Warning(FindingIds.OpenClawDoctor, 0.6, $"OpenClaw's doctor: {message}", "openclaw doctor --lint", facts)
            : Found.Info(FindingIds.OpenClawDoctor, 0.3, $"OpenClaw's doctor: {message}", "openclaw doctor --lint", facts);
    }

    private static string? Text(JsonElement finding, string name) => finding.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
