using OpenClaw.Host.Playbook.Config;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>The job's file and drop-ins against those with which the gateway served last, and the token that it hands over against the config's.</summary>
internal sealed class JobChangedCollector : ICollector
{
    /// <inheritdoc/>
    public string Name => "job's changes";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        if (patient.Job.File is not { } file) return [];
        var known = await patient.Served.LastFiles(cancel);
        var found = new List<Finding>();
        foreach (var path in patient.Job.DropInFiles().Prepend(file))
        {
            if (ConfigStamp.Of(path) is not { Hash.Length: > 0 } now) continue;
            if (await patient.Served.Served(path, cancel) is [var last, ..] && known.Contains(path))
            {
                if (last.Hash != now.Hash) found.Add(Found.Warning(FindingIds.JobChanged, 1, $"{path} differs from what it was when the gateway served last", path, ("file", path), ("hash", last.Hash)));
            }
            else if (known.Contains(file))
            {
                found.Add(Found.Warning(FindingIds.JobChanged, 1, $"{path} was not there when the gateway served last", path, ("file", path)));
            }
        }

        if (TokenDrift(patient) is { } drift) found.Add(drift);
        return found;
    }

    private static Finding? TokenDrift(Patient patient)
    {
        if (JobSettings.Environment(JobSettings.Read(patient.Job)).GetValueOrDefault("OPENCLAW_GATEWAY_TOKEN") is not { Value.Length: > 0 } handed) return null;
        if (new FileInfo(patient.Gateway.ConfigPath) is not { Exists: true, Length: <= Json5Document.LargestText }) return null;
        var token = Json5Document.OrNull(File.ReadAllText(patient.Gateway.ConfigPath))?.Words("gateway", "auth", "token");
        // A reference to a variable or a secret is no token.
        return token is null or "" || token.Contains("${", StringComparison.Ordinal) || token == handed.Value ? null
            : Found.Warning(FindingIds.JobTokenDrift, 1, "the job hands another token to the gateway than its config holds", handed.File, ("file", handed.File));
    }
}
