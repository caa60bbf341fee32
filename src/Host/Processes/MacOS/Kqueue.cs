using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OpenClaw.Host.Processes.MacOS;

/// <summary>kqueue(2) for process exits, with a user event to wake it.</summary>
internal sealed unsafe partial class Kqueue : IDisposable
{
    /// <summary>What <see cref="Wait"/> gives when <see cref="Wake"/> was called; no process has this pid.</summary>
    public const ulong Woken = 0;

    private const short ProcessFilter = -5;
    private const short UserFilter = -10;
    private const ushort Add = 0x0001;
    private const ushort Delete = 0x0002;
    private const ushort OneShot = 0x0010;
    private const ushort Clear = 0x0020;
    private const ushort Receipt = 0x0040;
    private const ushort Error = 0x4000;
    private const uint NoteExit = 0x80000000;
    private const uint NoteTrigger = 0x01000000;
    private const int MaxEvents = 64;

    private readonly SafeFileHandle _queue;

    public Kqueue()
    {
        var fd = CreateQueue();
        if (fd < 0)
            throw new IOException($"kqueue: {Marshal.GetLastPInvokeErrorMessage()}");
        _queue = new SafeFileHandle(fd, ownsHandle: true);
        Change((nuint)Woken, UserFilter, Add | Clear, 0);
    }

    /// <summary>Tells once, by its pid, when the process ends. Returns errno: ESRCH (3) when it already has, as a zombie too.</summary>
    public int Watch(int pid) => Change((nuint)pid, ProcessFilter, Add | OneShot, NoteExit);

    /// <summary>Forgets the process; it may have told already.</summary>
    public void Forget(int pid) => Change((nuint)pid, ProcessFilter, Delete, 0);

    /// <summary>Makes <see cref="Wait"/> return.</summary>
    public void Wake() => Change((nuint)Woken, UserFilter, 0, NoteTrigger);

    /// <summary>Blocks until something happens and puts the pids of those who ended into the list.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void Wait(List<ulong> pids)
    {
        pids.Clear();
        var events = stackalloc KernelEvent[MaxEvents];
        int count;
        while ((count = Exchange((int)_queue.DangerousGetHandle(), null, 0, events, MaxEvents, null)) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Posix.Interrupted)
                throw new IOException($"kevent: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        for (var i = 0; i < count; i++)
            pids.Add(events[i].Identifier);
    }

    public void Dispose() => _queue.Dispose();

    private int Change(nuint identifier, short filter, ushort flags, uint filterFlags)
    {
        // With a receipt the kernel answers the change itself and gives out no other event.
        var change = new KernelEvent { Identifier = identifier, Filter = filter, Flags = (ushort)(flags | Receipt), FilterFlags = filterFlags };
        KernelEvent answer;
        if (Exchange((int)_queue.DangerousGetHandle(), &change, 1, &answer, 1, null) < 0)
            return Marshal.GetLastPInvokeError();
        return (answer.Flags & Error) != 0 ? (int)answer.Data : 0;
    }

    [LibraryImport("libc", EntryPoint = "kqueue", SetLastError = true)]
    private static partial int CreateQueue();

    [LibraryImport("libc", EntryPoint = "kevent", SetLastError = true)]
    private static partial int Exchange(int queue, KernelEvent* changes, int changeCount, KernelEvent* events, int eventCount, TimeSpec* timeout);

    // struct kevent of <sys/event.h>: 32 bytes, aligned to 4, on Intel and Apple silicon.
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    internal struct KernelEvent
    {
        public nuint Identifier;
        public short Filter;
        public ushort Flags;
        public uint FilterFlags;
        public nint Data;
        public nint UserData;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
