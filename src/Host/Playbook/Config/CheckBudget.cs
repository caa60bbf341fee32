namespace OpenClaw.Host.Playbook.Config;

/// <summary>OpenClaw's own check, asked only so often and so long: each answer costs seconds in which the gateway is down.</summary>
internal sealed class CheckBudget(IOpenClawTool openClaw, string besides, TimeProvider time)
{
    private const int MostChecks = 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly long _began = time.GetTimestamp();
    private readonly Dictionary<string, ConfigVerdict> _known = new(StringComparer.Ordinal);

    /// <summary>Nothing more can be asked.</summary>
    public bool IsSpent => _known.Count >= MostChecks || time.GetElapsedTime(_began) > Longest;

    /// <summary>What OpenClaw thinks of it. What was asked already is not asked again; when the budget is spent nothing is known.</summary>
    public async Task<ConfigVerdict> Check(Json5Document config, CancellationToken cancel)
    {
        if (_known.TryGetValue(config.Text, out var known)) return known;
        if (IsSpent) return new(ConfigCheckResult.Unknown, [], "the time for checks is used up");
        return _known[config.Text] = await openClaw.Check(config.Text, besides, cancel);
    }

    /// <summary>Whether OpenClaw is known to take it.</summary>
    public async Task<bool> IsValid(Json5Document config, CancellationToken cancel) => (await Check(config, cancel)).Result == ConfigCheckResult.Valid;
}
