namespace OpenClaw.Host.Playbook.Transactions;

/// <summary>
/// Moves a file or a folder. Where the file system refuses to rename a folder that it has from below (overlayfs without redirect_dir: EXDEV), its entries
/// are moved one by one. Begun again after a crash it goes on: what has arrived is not touched, and wins nothing over what still comes.
/// </summary>
internal static class TreeMove
{
    /// <summary>Moves it; does nothing when it is not there.</summary>
    public static void Move(string from, string to)
    {
        if (!Snapshot.Exists(from)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        var isFolder = Directory.Exists(from) && new FileInfo(from).LinkTarget is null;
        if (!isFolder)
        {
            File.Move(from, to, overwrite: true);
            return;
        }

        if (!Snapshot.Exists(to))
        {
            try
            {
                Directory.Move(from, to);
                return;
            }
            catch (IOException) when (Directory.Exists(from))
            {
                // Entry by entry, then.
            }
        }

        var (mode, written) = (File.GetUnixFileMode(from), Directory.GetLastWriteTimeUtc(from));
        Directory.CreateDirectory(to);
        foreach (var entry in Directory.GetFileSystemEntries(from)) Move(entry, Path.Combine(to, Path.GetFileName(entry)));
        Directory.Delete(from);
        File.SetUnixFileMode(to, mode);
        Directory.SetLastWriteTimeUtc(to, written);
    }

    /// <summary>Takes a file or a folder away, with everything in it; a link is taken away and not followed.</summary>
    public static void Delete(string path)
    {
        if (new FileInfo(path) is { Exists: true } or { LinkTarget: not null }) File.Delete(path);
        else if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }
}
