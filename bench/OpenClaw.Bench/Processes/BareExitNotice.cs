using System.Diagnostics;
using System.Runtime.InteropServices;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Bench.Processes;

/// <summary>The least a program can do to hear of an exit: pidfd_open(2), and poll(2) in a thread of its own. The floor to compare with.</summary>
internal static partial class BareExitNotice
{
    private const nint OpenCall = 434;
    private const short Readable = 1;

    /// <summary>Completes with <see cref="Stopwatch.GetTimestamp"/> of the moment in which poll returned.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public static Task<long> Of(ProcessIdentity process)
    {
        var fd = (int)Syscall(OpenCall, process.Pid, 0);
        if (fd < 0) throw new IOException($"pidfd_open: {Marshal.GetLastPInvokeErrorMessage()}");
        var heard = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Listen(fd, heard)) { IsBackground = true, Name = "bare exit notice" }.Start();
        return heard.Task;
    }

    private static void Listen(int fd, TaskCompletionSource<long> heard)
    {
        var waiting = new PollFd { Fd = fd, Events = Readable };
        int ready;
        do ready = Poll(ref waiting, 1, -1);
        while (ready < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        var at = Stopwatch.GetTimestamp();
        _ = Close(fd);
        if (ready == 1) heard.SetResult(at);
        else heard.SetException(new IOException("poll failed"));
    }

    private const int Interrupted = 4;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(nint number, nint pid, nint flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollFd fds, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Fd;
        public short Events;
        public short Returned;
    }
}
