using System.Runtime.InteropServices;

namespace OpenClaw.Host.Processes;

/// <summary>The calls of POSIX that .NET does not wrap, on Linux and macOS alike.</summary>
internal static partial class Posix
{
    public const int NoSuchProcess = 3;
    public const int Interrupted = 4;
    public const int NotPermitted = 1;
    public const int NoChild = 10;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitPid(int pid, out int status, int options);

    [LibraryImport("libc", EntryPoint = "getuid")]
    public static partial uint GetUid();

    /// <summary>The mode bits that files made from now on do not get; the old mask is returned.</summary>
    [LibraryImport("libc", EntryPoint = "umask")]
    public static partial int SetUmask(int mask);

    public const int MayWrite = 2;
    public const int NotFound = 2;
    public const int ReadOnlyFileSystem = 30;

    /// <summary>Whether this user may do that with the path; 0 when so, else -1 with errno: <see cref="ReadOnlyFileSystem"/> for a file system that cannot be written.</summary>
    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Access(string path, int mode);

    public const int NoSuchDevice = 6;

    // EOPNOTSUPP: of macOS, where open(2) of a socket ends so. Linux has another number for it, and says ENXIO.
    public const int NotSupportedBySocket = 102;

    /// <summary>The user on the other end of a Unix domain socket, on macOS; 0 when that can be told.</summary>
    [LibraryImport("libc", EntryPoint = "getpeereid", SetLastError = true)]
    public static partial int PeerOf(int socket, out uint uid, out uint gid);

    /// <summary>Why what is at this path cannot be opened to read; 0 when it can be. A link is not followed, and nothing is waited for.</summary>
    public static int OpensAsFile(string path)
    {
        // O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC
        using var file = new Microsoft.Win32.SafeHandles.SafeFileHandle(Open(path, OperatingSystem.IsMacOS() ? 0x4 | 0x100 | 0x1000000 : NoFollowOfLinux | 0x800 | 0x80000), ownsHandle: true);
        return file.IsInvalid ? Marshal.GetLastPInvokeError() : 0;
    }

    // The one flag of these with another number on arm.
    private static int NoFollowOfLinux => RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x8000 : 0x20000;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "sysconf")]
    public static partial nint SysConf(int name);

    /// <summary>POLLERR, POLLHUP and POLLNVAL: the other end of a pipe is gone.</summary>
    public const short PollGone = 0x8 | 0x10 | 0x20;

    /// <summary>poll(2) on one descriptor; the number of descriptors with news.</summary>
    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref PollFor asked, nuint count, int milliseconds);
}

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollFor
{
    /// <summary>The descriptor.</summary>
    public int Descriptor;

    /// <summary>What is asked for besides what is always told.</summary>
    public short Asked;

    /// <summary>What was found.</summary>
    public short Found;
}
