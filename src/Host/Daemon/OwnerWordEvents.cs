namespace OpenClaw.Host.Daemon;

/// <summary>Tells when the owner's word in a folder was written, as far as the file system tells (inotify, FSEvents).</summary>
internal sealed class OwnerWordEvents : IDisposable
{
    private readonly FileSystemWatcher _watcher;

    /// <summary>Begins to watch. The folder is there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="written">Called from another thread, now and then without a cause.</param>
    /// <exception cref="IOException">The system has no watch to give.</exception>
    public OwnerWordEvents(string folder, Action written)
    {
        _watcher = new FileSystemWatcher(folder, OwnerWordFile.Name) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite };
        _watcher.Created += (_, _) => written();
        _watcher.Changed += (_, _) => written();
        _watcher.Renamed += (_, _) => written();
        _watcher.Deleted += (_, _) => written();
        _watcher.Error += (_, _) => written();
        _watcher.EnableRaisingEvents = true;
    }

    public void Dispose() => _watcher.Dispose();
}
