using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OpenClaw.Host.Processes.Linux;

/// <summary>A handle that means one process for ever, whatever becomes of its pid (pidfd_open(2), Linux 5.3).</summary>
internal static partial class PidFd
{
    // The same on every architecture: calls added since Linux 5.1 share their numbers.
    private const nint SendSignalCall = 424;
    private const nint OpenCall = 434;

    /// <summary>Opens the process that has this pid now; null with errno when that fails.</summary>
    public static SafeFileHandle? Open(int pid, out int errno)
    {
        var fd = Syscall(OpenCall, pid, 0, 0, 0);
        errno = fd < 0 ? Marshal.GetLastPInvokeError() : 0;
        return fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
    }

    /// <summary>Sends the signal to the process behind the handle. Returns errno, 0 when sent.</summary>
    public static int Send(SafeFileHandle pidFd, int signal) =>
        Syscall(SendSignalCall, pidFd.DangerousGetHandle(), signal, 0, 0) < 0 ? Marshal.GetLastPInvokeError() : 0;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(nint number, nint first, nint second, nint third, nint fourth);
}
