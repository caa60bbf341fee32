using System.Text;

namespace OpenClaw.Host.Doctors;

/// <summary>Files that only their owner may read: 0600 in folders of 0700, right from their creation.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>Creates the folder; one that is there already is narrowed to its owner only when <paramref name="ours"/>.</summary>
    public static void Folder(string path, bool ours = true)
    {
        if (!Directory.Exists(path)) Directory.CreateDirectory(path, OwnerFolder);
        else if (ours) File.SetUnixFileMode(path, OwnerFolder);
    }

    /// <summary>Opens for appending, so that several writers never overwrite each other.</summary>
    public static FileStream Append(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        UnixCreateMode = OwnerFile,
    });

    /// <summary>Writes the whole file by rename: a reader sees the old or the new one, never a part.</summary>
    public static Task Write(string path, string text, CancellationToken cancel) =>
        Write(path, Encoding.UTF8.GetBytes(text), OwnerFile, cancel);

    /// <inheritdoc cref="Write(string, string, CancellationToken)"/>
    public static Task Write(string path, byte[] bytes, CancellationToken cancel) => Write(path, bytes, OwnerFile, cancel);

    /// <summary>The same with a mode of its own.</summary>
    public static async Task Write(string path, byte[] bytes, UnixFileMode mode, CancellationToken cancel)
    {
        var draft = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (var file = new FileStream(draft, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
            {
                await file.WriteAsync(bytes, cancel);
                file.Flush(flushToDisk: true);
            }

            // The umask may have narrowed the mode; a config must get back exactly the one it had.
            File.SetUnixFileMode(draft, mode);
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>A script that only its owner may read and run.</summary>
    public static Task Script(string path, string text, CancellationToken cancel) => Write(path, Encoding.UTF8.GetBytes(text), OwnerFolder, cancel);

    /// <summary>Reads a file that somebody else may be appending to; empty when there is none.</summary>
    public static async Task<byte[]> Read(string path, CancellationToken cancel)
    {
        if (!File.Exists(path)) return [];
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }

    /// <summary>The path with every symbolic link in it followed: what permission rules are matched against.</summary>
    public static string RealPath(string path)
    {
        var real = "/";
        foreach (var part in Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            FileSystemInfo entry = Directory.Exists(real) ? new DirectoryInfo(real) : new FileInfo(real);
            if (entry.LinkTarget is null) continue;
            var target = entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? real;
            real = target == real ? real : RealPath(target);
        }

        return real;
    }
}
