using System.Text;
using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Notifiers;

/// <summary>
/// Which emergency logs this program has written itself, by incident: <c>HOME/recovery-logs</c> (0600), a line each. Who would write that file has the owner's account.
/// </summary>
/// <param name="file">The file.</param>
public sealed class OwnRecoveryLogs(string file)
{
    private const int Most = 200;

    private readonly Lock _lock = new();
    private IReadOnlyList<(string Incident, string Path)>? _lines;

    /// <summary>Those of a state folder.</summary>
    public static OwnRecoveryLogs Of(string home) => new(Path.Combine(home, "recovery-logs"));

    /// <summary>Whether this incident has its log.</summary>
    public bool Has(string incident) => Lines().Any(l => l.Incident == incident);

    /// <summary>Whether a file is one of ours, by its full path.</summary>
    public bool IsOurs(string path) => Lines().Any(l => l.Path == path);

    /// <summary>Notes one.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task Add(string incident, string path, CancellationToken cancel)
    {
        IReadOnlyList<(string Incident, string Path)> lines = [.. Lines().TakeLast(Most - 1), (incident, Path.GetFullPath(path))];
        await PrivateFiles.Write(file, Encoding.UTF8.GetBytes(string.Concat(lines.Select(static l => $"{l.Incident}\t{l.Path}\n"))), cancel);
        lock (_lock) _lines = lines;
    }

    private IReadOnlyList<(string Incident, string Path)> Lines()
    {
        lock (_lock)
        {
            return _lines ??= File.Exists(file)
                ? [.. File.ReadLines(file).Select(static l => l.Split('\t', 2)).Where(static l => l.Length == 2).Select(static l => (l[0], l[1]))]
                : [];
        }
    }
}
