using System.Runtime.InteropServices;

namespace OpenClaw.Host.Processes.Direct;

/// <summary>
/// posix_spawn(3) with what <see cref="System.Diagnostics.Process"/> cannot do: a session of its own, files instead of pipes (a daemon that dies must
/// not send its gateway SIGPIPE), and every signal back to its default (.NET ignores SIGPIPE, and an ignored signal is inherited).
/// </summary>
internal static unsafe partial class Spawn
{
    private const short ResetSignals = 0x04;
    private const short ResetMask = 0x08;
    private const short NewSessionLinux = 0x80;
    private const short NewSessionMacOS = 0x0400;
    private const short CloseOthersMacOS = 0x4000;

    // The largest of glibc (336 and 80), musl (336 and 80) and macOS (8 and 8), with room.
    private const int OpaqueSize = 512;
    private const int SignalSetSize = 128;

    /// <summary>Starts a program. Returns 0 and the pid, or errno.</summary>
    /// <param name="path">The program's file.</param>
    /// <param name="arguments">Its argv, the name included.</param>
    /// <param name="environment">Its whole environment, NAME=VALUE.</param>
    /// <param name="folder">Its working folder.</param>
    /// <param name="logFile">An existing file to which its standard output and error are appended.</param>
    /// <param name="pid">The child.</param>
    public static int Start(
        string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, string folder, string logFile, out int pid)
    {
        pid = 0;
        var actions = stackalloc byte[OpaqueSize];
        var attributes = stackalloc byte[OpaqueSize];
        var errno = ActionsInit(actions);
        if (errno != 0)
            return errno;
        errno = AttributesInit(attributes);
        if (errno != 0)
            return Ended(errno, actions, null);

        var all = stackalloc byte[SignalSetSize];
        new Span<byte>(all, SignalSetSize).Fill(0xFF);
        var none = stackalloc byte[SignalSetSize];
        new Span<byte>(none, SignalSetSize).Clear();
        var flags = (short)(ResetSignals | ResetMask | (OperatingSystem.IsMacOS() ? NewSessionMacOS | CloseOthersMacOS : NewSessionLinux));
        var append = OperatingSystem.IsMacOS() ? 0x0001 | 0x0008 : 0x0001 | 0x0400;

        errno = AttributesSetFlags(attributes, flags);
        errno = errno != 0 ? errno : AttributesSetDefaults(attributes, all);
        errno = errno != 0 ? errno : AttributesSetMask(attributes, none);
        errno = errno != 0 ? errno : ActionsOpen(actions, 0, "/dev/null", 0, 0);
        errno = errno != 0 ? errno : ActionsOpen(actions, 1, logFile, append, 0);
        errno = errno != 0 ? errno : ActionsDuplicate(actions, 1, 2);
        errno = errno != 0 ? errno : ActionsFolder(actions, folder);
        errno = errno != 0 ? errno : CloseOthers(actions);
        if (errno != 0)
            return Ended(errno, actions, attributes);

        using var argv = new Strings(arguments);
        using var envp = new Strings(environment);
        return Ended(PosixSpawn(out pid, path, actions, attributes, argv.Pointer, envp.Pointer), actions, attributes);
    }

    // Whatever the daemon's own starter has left open must not stay open for as long as the gateway lives.
    private static int CloseOthers(byte* actions)
    {
        if (OperatingSystem.IsMacOS())
            return 0;
        try
        {
            return ActionsCloseFrom(actions, 3);
        }
        catch (EntryPointNotFoundException)
        {
            // glibc before 2.34, musl: the daemon's own files are closed on exec all the same.
            return 0;
        }
    }

    private static int Ended(int errno, byte* actions, byte* attributes)
    {
        _ = ActionsDestroy(actions);
        if (attributes != null)
            _ = AttributesDestroy(attributes);
        return errno;
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int PosixSpawn(out int pid, string path, byte* actions, byte* attributes, byte** argv, byte** envp);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int ActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int ActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ActionsOpen(byte* actions, int fd, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int ActionsDuplicate(byte* actions, int fd, int newFd);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ActionsFolder(byte* actions, string path);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    private static partial int ActionsCloseFrom(byte* actions, int from);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int AttributesInit(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int AttributesDestroy(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int AttributesSetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int AttributesSetDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int AttributesSetMask(byte* attributes, byte* signals);

    /// <summary>A char *[] that ends with NULL.</summary>
    private sealed class Strings : IDisposable
    {
        private readonly nint[] _strings;

        public Strings(IReadOnlyList<string> texts)
        {
            _strings = [.. texts.Select(static text => Marshal.StringToCoTaskMemUTF8(text))];
            Pointer = (byte**)NativeMemory.AllocZeroed((nuint)(_strings.Length + 1), (nuint)sizeof(nint));
            for (var i = 0; i < _strings.Length; i++)
                Pointer[i] = (byte*)_strings[i];
        }

        public byte** Pointer { get; }

        public void Dispose()
        {
            NativeMemory.Free(Pointer);
            foreach (var text in _strings)
                Marshal.FreeCoTaskMem(text);
        }
    }
}
