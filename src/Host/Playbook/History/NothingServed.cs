namespace OpenClaw.Host.Playbook.History;

/// <summary>No history: nothing was ever seen serving.</summary>
public sealed class NothingServed : IServedFiles
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<ServedVersion>> Served(string path, CancellationToken cancel) => Task.FromResult<IReadOnlyList<ServedVersion>>([]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> LastFiles(CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <inheritdoc/>
    public Task<byte[]> Read(ServedVersion version, CancellationToken cancel) => throw new IOException($"no version of {version.Path} is kept");
}
