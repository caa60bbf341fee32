using System.Security.Cryptography;
using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Playbook.Transactions;

/// <summary>Looks at paths as they are now, and keeps copies of what is in them.</summary>
internal static class Snapshot
{
    // Folders beyond this are looked at entry by entry, and their content is not kept: who changes such a one moves it aside.
    private const long LargestFolder = 50L * 1024 * 1024;
    private const int MostEntries = 20_000;

    /// <summary>The paths and everything below them; where a path is a link, what it leads to as well.</summary>
    /// <param name="paths">Absolute.</param>
    /// <param name="modesOnly">Of these only the mode counts.</param>
    /// <param name="keepIn">Where copies of the contents go; null for a mere look.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<IReadOnlyList<KeptPath>> Take(IEnumerable<string> paths, IEnumerable<string> modesOnly, string? keepIn, CancellationToken cancel)
    {
        var found = new Dictionary<string, KeptPath>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var isLarge = IsLarge(path);
            foreach (var one in Below(path))
                if (!found.ContainsKey(one)) found[one] = await Look(one, !isLarge, isLarge ? null : keepIn, found.Count, cancel);
        }

        foreach (var path in modesOnly.Where(path => !found.ContainsKey(path))) found[path] = await Look(path, withContent: false, null, 0, cancel);
        return [.. found.Values];
    }

    /// <summary>One path as it is now.</summary>
    public static async Task<KeptPath> Look(string path, bool withContent, string? keepIn, int number, CancellationToken cancel)
    {
        FileSystemInfo entry = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        var owner = FileOwner.Of(path);
        if (owner is null || (!entry.Exists && entry.LinkTarget is null)) return new KeptPath { Path = path, Kind = KeptKind.Absent };
        var seen = new KeptPath
        {
            Path = path,
            Kind = entry.LinkTarget is not null ? KeptKind.Link : entry is DirectoryInfo ? KeptKind.Folder : KeptKind.File,
            Mode = (int)entry.UnixFileMode,
            Uid = owner.Uid,
            Gid = owner.Gid,
            Written = entry.LastWriteTimeUtc.Ticks,
            Link = entry.LinkTarget,
        };
        if (seen.Kind != KeptKind.File || !withContent || !IsRegular(entry)) return seen;
        var bytes = await PrivateFiles.Read(path, cancel);
        var copy = keepIn is null ? null : FormattableString.Invariant($"before-{number}");
        if (copy is not null) await PrivateFiles.Write(Path.Combine(keepIn!, copy), bytes, cancel);
        return seen with { Hash = Convert.ToHexStringLower(SHA256.HashData(bytes)), Copy = copy };
    }

    /// <summary>What marks a file or a folder with all that is in it, by names, sizes, modes and times: cheap, and good enough to see that nobody has been at it.</summary>
    public static string? MarkOf(string path)
    {
        if (!Exists(path)) return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var one in Below(path))
        {
            FileSystemInfo entry = Directory.Exists(one) ? new DirectoryInfo(one) : new FileInfo(one);
            var size = entry is FileInfo { LinkTarget: null } file ? file.Length : 0;
            // A folder's own time changes when anybody lists caches into it; its entries speak for it.
            var written = entry is FileInfo ? entry.LastWriteTimeUtc.Ticks : 0;
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(FormattableString.Invariant($"{one[path.Length..]}|{(int)entry.UnixFileMode}|{size}|{written}|{entry.LinkTarget}\n")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Something is there, be it a link to nowhere.</summary>
    public static bool Exists(string path) => Directory.Exists(path) || new FileInfo(path) is { Exists: true } or { LinkTarget: not null };

    // Parents come before what is in them; a link to a folder is not walked into.
    private static IEnumerable<string> Below(string path)
    {
        yield return path;
        if (new FileInfo(path).LinkTarget is not null)
        {
            if (PrivateFiles.RealPath(path) is var real && real != path && File.Exists(real)) yield return real;
        }
        else if (Directory.Exists(path))
        {
            foreach (var child in Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal))
                foreach (var one in Below(child)) yield return one;
        }
    }

    private static bool IsLarge(string path)
    {
        if (!Directory.Exists(path) || new FileInfo(path).LinkTarget is not null) return false;
        var (bytes, entries) = (0L, 0);
        foreach (var one in Below(path))
        {
            if (File.Exists(one)) bytes += new FileInfo(one).Length;
            if (bytes > LargestFolder || ++entries > MostEntries) return true;
        }

        return false;
    }

    // A pipe or a device would never end.
    private static bool IsRegular(FileSystemInfo entry) => (entry.Attributes & (FileAttributes.Device | FileAttributes.ReparsePoint)) == 0 && entry is FileInfo { Length: >= 0 };
}
