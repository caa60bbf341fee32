using OpenClaw.Host.Playbook.Transactions;

namespace OpenClaw.Host.Playbook.Remedies;

/// <summary>Files and folders of the state folder that their own owner cannot use get the owner's bits back. Nobody else gets anything, and what belongs to somebody else is not touched.</summary>
internal sealed class StatePermissions : IRemedy
{
    private const UnixFileMode FileBits = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <inheritdoc/>
    public string Name => "state-permissions";

    /// <inheritdoc/>
    public string Title => "let the owner of OpenClaw's state read and write it again";

    /// <inheritdoc/>
    public Reach Reach => Reach.Setting;

    /// <inheritdoc/>
    public TimeSpan Cost => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel)
    {
        // The way down first: what is in a closed folder can be reached only after it.
        var paths = diagnosis.All(FindingIds.StateMode).SelectMany(static f => f.FactList("paths")).Select(static line => line[(line.IndexOf(' ') + 1)..])
            .Where(path => IsInside(path, patient.Gateway.StateDirectory)).Distinct().Order(StringComparer.Ordinal).Where(static p => FileOwner.Of(p) is { IsOurs: true } && Lacks(p)).ToArray();
        if (paths.Length == 0) return Task.FromResult<RemedyPlan?>(null);
        return Task.FromResult<RemedyPlan?>(new RemedyPlan($"its owner may read and write again: {string.Join(", ", paths.Take(5))}{(paths.Length > 5 ? $" and {paths.Length - 5} more" : "")}", [], c => Act(paths))
        {
            Modes = paths,
        });
    }

    private static Task<RemedyResult> Act(string[] paths)
    {
        foreach (var path in paths) File.SetUnixFileMode(path, File.GetUnixFileMode(path) | Needed(path));
        return Task.FromResult(new RemedyResult(true, $"gave its owner back the right to {paths.Length} files and folders of OpenClaw's state"));
    }

    private static bool Lacks(string path) => new FileInfo(path).LinkTarget is null && (File.GetUnixFileMode(path) & Needed(path)) != Needed(path);

    private static UnixFileMode Needed(string path) => Directory.Exists(path) ? FileBits | UnixFileMode.UserExecute : FileBits;

    private static bool IsInside(string path, string folder) =>
        Path.GetFullPath(path) is var full && (full == folder || full.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal));
}
