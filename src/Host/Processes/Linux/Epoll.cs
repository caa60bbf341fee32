using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OpenClaw.Host.Processes.Linux;

/// <summary>epoll(7) with an eventfd(2) to wake it: waits for any number of handles in one thread.</summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    /// <summary>What <see cref="Wait"/> gives when <see cref="Wake"/> was called.</summary>
    public const ulong Woken = 0;

    private const int Add = 1;
    private const int Delete = 2;
    private const uint Readable = 0x001;
    private const uint OneShot = 1u << 30;
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int MaxEvents = 64;

    // struct epoll_event is packed on x86-64 only.
    private static readonly bool Packed = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int EventSize = Packed ? 12 : 16;
    private static readonly int DataOffset = Packed ? 4 : 8;

    private readonly SafeFileHandle _epoll = Checked(EpollCreate(CloseOnExec));
    private readonly SafeFileHandle _wake = Checked(EventFd(0, CloseOnExec | NonBlocking));

    public Epoll() => Control(Add, _wake, Readable, Woken);

    /// <summary>Tells once when the handle becomes readable.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void Watch(SafeFileHandle handle, ulong key) => Control(Add, handle, Readable | OneShot, key);

    /// <summary>Forgets the handle.</summary>
    public void Forget(SafeFileHandle handle) => EpollControl((int)_epoll.DangerousGetHandle(), Delete, (int)handle.DangerousGetHandle(), null);

    /// <summary>Makes <see cref="Wait"/> return.</summary>
    public void Wake()
    {
        var one = 1ul;
        Write((int)_wake.DangerousGetHandle(), &one, sizeof(ulong));
    }

    /// <summary>Blocks until something happens and puts the keys of what happened into the list.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void Wait(List<ulong> keys)
    {
        keys.Clear();
        var events = stackalloc byte[MaxEvents * 16];
        int count;
        while ((count = EpollWait((int)_epoll.DangerousGetHandle(), events, MaxEvents, -1)) < 0)
        {
            if (Marshal.GetLastPInvokeError() is var errno && errno != Posix.Interrupted)
                throw Failure("epoll_wait", errno);
        }

        for (var i = 0; i < count; i++)
        {
            var key = Unsafe.ReadUnaligned<ulong>(events + (i * EventSize) + DataOffset);
            keys.Add(key);
            if (key == Woken)
            {
                ulong drained;
                Read((int)_wake.DangerousGetHandle(), &drained, sizeof(ulong));
            }
        }
    }

    public void Dispose()
    {
        _wake.Dispose();
        _epoll.Dispose();
    }

    private void Control(int operation, SafeFileHandle handle, uint events, ulong key)
    {
        var record = stackalloc byte[16];
        Unsafe.WriteUnaligned(record, events);
        Unsafe.WriteUnaligned(record + DataOffset, key);
        if (EpollControl((int)_epoll.DangerousGetHandle(), operation, (int)handle.DangerousGetHandle(), record) < 0)
            throw Failure("epoll_ctl", Marshal.GetLastPInvokeError());
    }

    private static SafeFileHandle Checked(int fd) =>
        fd >= 0 ? new SafeFileHandle(fd, ownsHandle: true) : throw Failure("epoll", Marshal.GetLastPInvokeError());

    private static IOException Failure(string call, int errno) => new($"{call}: {Marshal.GetPInvokeErrorMessage(errno)}", errno);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int EpollControl(int epoll, int operation, int fd, byte* record);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int EpollWait(int epoll, byte* events, int max, int timeout);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int fd, ulong* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int fd, ulong* buffer, nint count);
}
