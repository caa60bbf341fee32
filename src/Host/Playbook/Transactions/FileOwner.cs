using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OpenClaw.Host.Playbook.Transactions;

/// <summary>Whose a file is, and on which file system it lies: what .NET does not tell. A link is not followed.</summary>
/// <param name="Uid">The owner's user id.</param>
/// <param name="Gid">The owner's group id.</param>
/// <param name="Device">The file system; equal for two files that can be renamed into each other's place.</param>
internal sealed partial record FileOwner(uint Uid, uint Gid, ulong Device)
{
    // statx(2), whose layout is the same on every Linux; lstat(2) of macOS with 64-bit inodes.
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStats = 0x7ff;

    /// <summary>It belongs to the user this daemon runs as.</summary>
    public bool IsOurs => Uid == Processes.Posix.GetUid();

    /// <summary>The owner of what is at this path; null when nothing is there or it cannot be asked.</summary>
    public static FileOwner? Of(string path)
    {
        Span<byte> stat = stackalloc byte[256];
        if (OperatingSystem.IsLinux())
        {
            return StatX(CurrentFolder, path, NoFollow, BasicStats, stat) == 0
                ? new(Word(stat, 20), Word(stat, 24), ((ulong)Word(stat, 136) << 32) | Word(stat, 140))
                : null;
        }

        var failed = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? LStatX64(path, stat) : LStat(path, stat);
        return failed == 0 ? new(Word(stat, 16), Word(stat, 20), Word(stat, 0)) : null;
    }

    /// <summary>Gives a file back to its owner; what is not allowed stays as it is. Returns whether it is the owner's now.</summary>
    public bool Give(string path) => Of(path) is { } now && ((now.Uid == Uid && now.Gid == Gid) || LChown(path, Uid, Gid) == 0);

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Span<byte> buffer);

    [LibraryImport("libc", EntryPoint = "lstat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LStat(string path, Span<byte> buffer);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LStatX64(string path, Span<byte> buffer);

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LChown(string path, uint uid, uint gid);
}
