using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>What statvfs(3) says of the file system that holds a path, by the layouts of 64-bit Linux and of macOS.</summary>
/// <param name="Id">Tells file systems apart.</param>
/// <param name="Inodes">How many inodes there are; 0 where the file system does not count them.</param>
/// <param name="FreeInodes">How many this user may still take.</param>
/// <param name="IsReadOnly">It is mounted read-only.</param>
internal sealed partial record FileSystems(ulong Id, ulong Inodes, ulong FreeInodes, bool IsReadOnly)
{
    private const int LargestStruct = 256;
    private const ulong ReadOnly = 1;

    /// <summary>Of the file system that holds the path; null when it cannot be asked.</summary>
    public static FileSystems? Of(string path)
    {
        var bytes = new byte[LargestStruct];
        if (StatVfs(path, bytes) != 0) return null;
        ulong Long(int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
        uint Int(int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
        return OperatingSystem.IsMacOS()
            ? new(Long(40), Int(28), Int(36), (Long(48) & ReadOnly) != 0)
            : new(Long(64), Long(40), Long(56), (Long(72) & ReadOnly) != 0);
    }

    /// <summary>The nearest folder on the way up that is there.</summary>
    public static string Nearest(string path)
    {
        while (!Directory.Exists(path) && Path.GetDirectoryName(path) is { } parent) path = parent;
        return path;
    }

    [LibraryImport("libc", EntryPoint = "statvfs", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatVfs(string path, [Out] byte[] buffer);
}
