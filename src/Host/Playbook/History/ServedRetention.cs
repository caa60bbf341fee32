namespace OpenClaw.Host.Playbook.History;

/// <summary>How much of what has served is kept: of each file the newest versions and all of the last month, all together within bounds; the last one of each file always.</summary>
internal static class ServedRetention
{
    /// <summary>So many versions of each file are kept however old they are.</summary>
    public const int Newest = 50;

    /// <summary>What all contents of a gateway may take on disk.</summary>
    public const long LargestBytes = 64L * 1024 * 1024;

    /// <summary>Whatever served within it is kept.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromDays(30);

    /// <summary>Takes out what is too much.</summary>
    /// <exception cref="IOException">It cannot be done now.</exception>
    public static async Task Tidy(ServedFiles files, DateTimeOffset now, long largest, CancellationToken cancel)
    {
        if (!Directory.Exists(files.Folder)) return;
        var versions = await files.All(null, cancel);
        var ranked = versions.GroupBy(static v => v.Path, StringComparer.Ordinal).SelectMany(static of => of.Select(static (version, rank) => (version, rank))).OrderByDescending(static v => v.version.LastServed);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        long bytes = 0;
        foreach (var (version, rank) in ranked.OrderBy(static v => v.rank == 0 ? 0 : 1))
        {
            var size = kept.Contains(version.Hash) ? 0 : Size(files, version.Hash);
            if (rank == 0 || ((rank < Newest || now - version.LastServed <= Recent) && bytes + size <= largest))
            {
                kept.Add(version.Hash);
                bytes += size;
            }
            else
            {
                await files.Forget(version, cancel);
            }
        }

        // Also what a daemon that was killed between content and index has left.
        foreach (var content in Directory.EnumerateFiles(files.Folder).Where(file => !kept.Contains(Path.GetFileName(file)))) File.Delete(content);
    }

    private static long Size(ServedFiles files, string hash) => new FileInfo(Path.Combine(files.Folder, hash)) is { Exists: true } file ? file.Length : 0;
}
