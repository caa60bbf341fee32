using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Daemon;

/// <summary>
/// One daemon for each state folder. The lock is the operating system's on an open file, so that it ends with the process however that ends;
/// a pid file would outlive a kill -9. Who holds it is written into the file, for people.
/// </summary>
public sealed partial class DaemonLock : IDisposable
{
    private const int ReadOnly = 0;

    private readonly FileStream _file;

    private DaemonLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or returns null when another process holds it.</summary>
    /// <exception cref="IOException">The lock file cannot be opened for another reason (permissions, disk).</exception>
    public static DaemonLock? TryTake(string home)
    {
        Directory.CreateDirectory(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            return new DaemonLock(new FileStream(PathIn(home), new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                BufferSize = 0,
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

    /// <summary>
    /// Who signed the lock last; null when nobody did. After a kill -9 that is a process which is no more, until the next one has signed: whoever shows it
    /// looks first whether exactly this process is alive.
    /// </summary>
    public static ProcessIdentity? LastHolder(string home)
    {
        // .NET locks whatever it opens, which cannot be had here.
        using var file = new SafeFileHandle(Open(PathIn(home), ReadOnly), ownsHandle: true);
        if (file.IsInvalid) return null;
        Span<byte> bytes = stackalloc byte[64];
        var text = Encoding.ASCII.GetString(bytes[..RandomAccess.Read(file, bytes, 0)]);
        return text.EndsWith('\n') && text.Split(' ') is [var pid, var start]
            && int.TryParse(pid, CultureInfo.InvariantCulture, out var number) && long.TryParse(start, CultureInfo.InvariantCulture, out var ticks)
            ? new ProcessIdentity(number, ticks)
            : null;
    }

    /// <summary>Writes into the lock who holds it. A disk that does not take it is no reason not to run: then nobody is named.</summary>
    public void Sign(ProcessIdentity me)
    {
        try
        {
            _file.SetLength(0);
            _file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{me.Pid} {me.StartTime}\n")));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The lock holds all the same.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string PathIn(string home) => Path.Combine(home, "daemon.lock");

    // EWOULDBLOCK of flock(2): 11 on Linux, 35 on macOS. Anything else (no space, no permission) is another trouble.
    private static bool IsHeldByAnother(IOException e) => e.HResult is 11 or 35;

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
