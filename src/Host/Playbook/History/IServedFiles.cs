namespace OpenClaw.Host.Playbook.History;

/// <summary>
/// The versions of the files a gateway lives by (its config and what that includes, its job's file and drop-ins), content-addressed, with how long the gateway has
/// served with each. Kept on this machine only, 0600.
/// </summary>
public interface IServedFiles
{
    /// <summary>The versions of this file that have served, the one that served last first. One counts only when the process that served had started with it.</summary>
    /// <param name="path">The file, absolute.</param>
    /// <param name="cancel">Ends the reading.</param>
    Task<IReadOnlyList<ServedVersion>> Served(string path, CancellationToken cancel);

    /// <summary>The files that were there when the gateway last served, the config first; empty when it was never seen serving.</summary>
    Task<IReadOnlyList<string>> LastFiles(CancellationToken cancel);

    /// <summary>The bytes of a version.</summary>
    /// <exception cref="IOException">They cannot be read, or are no longer what their name says.</exception>
    Task<byte[]> Read(ServedVersion version, CancellationToken cancel);
}

/// <summary>One version of a file with which the gateway has served.</summary>
/// <param name="Path">The file.</param>
/// <param name="Hash">SHA-256 of its content, lower-case hex.</param>
/// <param name="LastServed">When the gateway last served with it.</param>
/// <param name="Healthy">How long it has served with it, all in all.</param>
public sealed record ServedVersion(string Path, string Hash, DateTimeOffset LastServed, TimeSpan Healthy);
