using System.Text;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>The first bytes of OpenClaw's databases: every SQLite database begins with the same sixteen (sqlite.org/fileformat2). Read only, never opened as a database.</summary>
internal sealed class DatabaseCollector : ICollector
{
    private const int MostAgents = 100;
    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("SQLite format 3\0");

    /// <inheritdoc/>
    public string Name => "databases";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <summary>Where they are (2026.9.6): the gateway's own first.</summary>
    internal static IEnumerable<string> Paths(Patient patient)
    {
        var agents = Path.Combine(patient.Gateway.StateDirectory, "agents");
        var own = Path.Combine(patient.Gateway.StateDirectory, "state", "openclaw.sqlite");
        return (Directory.Exists(agents) ? Directory.EnumerateDirectories(agents).Take(MostAgents).Select(static agent => Path.Combine(agent, "agent", "openclaw-agent.sqlite")) : []).Prepend(own).Where(File.Exists);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        var found = new List<Finding>();
        foreach (var path in Paths(patient))
        {
            var head = new byte[Magic.Length];
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            // An empty file is a database that has not been begun.
            if (file.Length > 0 && (await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel) < head.Length || !head.AsSpan().SequenceEqual(Magic))) found.Add(Corrupt(path, "file is not a database"));
        }

        return found;
    }

    /// <summary>The finding of a damaged one.</summary>
    internal static Finding Corrupt(string path, string message, double confidence = 1) =>
        Found.Blocking(FindingIds.DatabaseCorrupt, confidence, $"the database {path} is damaged: {message}", path, ("path", path), ("message", message));
}
