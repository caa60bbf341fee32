using OpenClaw.Host.Playbook.Transactions;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>Cuts a log that has grown beyond reason down to its last part, in place: whoever writes it goes on writing.</summary>
internal sealed class LogTruncate : IRemedy
{
    private const int Kept = 1024 * 1024;

    /// <inheritdoc/>
    public string Name => "log-truncate";

    /// <inheritdoc/>
    public string Title => "cut oversized logs down to their last megabyte";

    /// <inheritdoc/>
    public Reach Reach => Reach.Nothing;

    /// <inheritdoc/>
    public TimeSpan Cost => TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel)
    {
        var logs = diagnosis.All(FindingIds.LogOversized).SelectMany(static f => f.FactList("paths")).Distinct().Where(IsLog).ToArray();
        return Task.FromResult(logs.Length == 0 ? null : new RemedyPlan($"{string.Join(", ", logs)}: all but the last megabyte is cut off for good", [], c => Act(logs, c)) { Spends = logs });
    }

    private static bool IsLog(string path) =>
        path.EndsWith(".log", StringComparison.Ordinal) && new FileInfo(path) is { Exists: true, LinkTarget: null, Length: > 2 * Kept } && FileOwner.Of(path) is { IsOurs: true };

    private static async Task<RemedyResult> Act(IReadOnlyList<string> logs, CancellationToken cancel)
    {
        foreach (var path in logs) await Cut(path, cancel);
        return new(true, $"cut {string.Join(", ", logs)} down to the last megabyte");
    }

    private static async Task Cut(string path, CancellationToken cancel)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var tail = new byte[(int)Math.Min(Kept, file.Length)];
        file.Seek(-tail.Length, SeekOrigin.End);
        await file.ReadExactlyAsync(tail, cancel);
        var line = Array.IndexOf(tail, (byte)'\n') + 1;
        file.Seek(0, SeekOrigin.Begin);
        await file.WriteAsync(tail.AsMemory(line), cancel);
        file.SetLength(tail.Length - line);
    }
}
