using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>OpenClaw's databases by their first bytes, without opening them: who opens a database that is in use may hurt it (2026.9.6: state, and one for each agent).</summary>
public sealed class DatabaseCollector : ICollector
{
    private static readonly byte[] Header = "SQLite format 3\0"u8.ToArray();

    /// <inheritdoc/>
    public string Name => "databases";

    /// <inheritdoc/>
    public TimeSpan Limit => TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <summary>The databases of a state folder that are there.</summary>
    public static IReadOnlyList<string> Of(string stateFolder)
    {
        var agents = Path.Combine(stateFolder, "agents");
        var each = Directory.Exists(agents) ? Directory.EnumerateDirectories(agents).Select(static agent => Path.Combine(agent, "agent", "openclaw-agent.sqlite")) : [];
        return [.. each.Prepend(Path.Combine(stateFolder, "state", "openclaw.sqlite")).Where(File.Exists)];
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel) => Task.Run<IReadOnlyList<Finding>>(
        () => [.. Of(patient.Gateway.StateDirectory).Where(static path => !HasHeader(path)).Select(static path => Damaged(path, "it does not begin as a database does", 1))], cancel);

    internal static Finding Damaged(string path, string message, double confidence) => new(
        FindingIds.DatabaseCorrupt, FindingSeverity.Blocking, "A database of OpenClaw is damaged.", [$"{path}: {UntrustedText.OneLine(message, 200)}"], confidence, [path])
    {
        Facts = new Dictionary<string, string> { ["path"] = path, ["message"] = UntrustedText.OneLine(message, 200) },
    };

    // An empty file is what SQLite itself makes first.
    private static bool HasHeader(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length == 0) return true;
        var first = new byte[Header.Length];
        return file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length && first.AsSpan().SequenceEqual(Header);
    }
}
