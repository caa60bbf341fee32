namespace OpenClaw.Host.Daemon;

/// <summary>
/// One daemon for each state folder. The lock is the operating system's on an open file, so that it ends with the process however that ends;
/// a pid file would outlive a kill -9.
/// </summary>
public sealed class DaemonLock : IDisposable
{
    private readonly FileStream _file;

    private DaemonLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or returns null when another process holds it.</summary>
    /// <exception cref="IOException">The lock file cannot be opened for another reason (permissions, disk).</exception>
    public static DaemonLock? TryTake(string home)
    {
        Directory.CreateDirectory(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.Combine(home, "daemon.lock");
        try
        {
            return new DaemonLock(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }));
        }
        catch (IOException e) when (IsHeldByAnother(e))
        {
            return null;
        }
    }

    /// <summary>Whether a daemon runs on the state folder: whoever can take the lock proves that none does.</summary>
    /// <exception cref="IOException">The lock file cannot be opened for another reason (permissions, disk).</exception>
    public static bool IsHeld(string home)
    {
        if (!Directory.Exists(home)) return false;
        using var free = TryTake(home);
        return free is null;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // EWOULDBLOCK of flock(2): 11 on Linux, 35 on macOS. Anything else (no space, no permission) is another trouble.
    private static bool IsHeldByAnother(IOException e) => e.HResult is 11 or 35;
}
