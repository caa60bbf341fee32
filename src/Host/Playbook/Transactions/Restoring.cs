using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Playbook.Transactions;

/// <summary>Puts kept paths back: contents first, then what was not there before goes, then the folders' modes and times.</summary>
internal sealed class Restoring(string folder)
{
    /// <summary>Puts them back.</summary>
    /// <param name="changes">Each path as it was and as it is now, parents first.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>What could not be put back, a line each.</returns>
    public async Task<IReadOnlyList<string>> Run(IReadOnlyList<(KeptPath Was, KeptPath Now)> changes, CancellationToken cancel)
    {
        var trouble = new List<string>();
        foreach (var (was, now) in changes.Where(static c => c.Was.Kind == KeptKind.Folder && c.Now.Kind != KeptKind.Folder))
        {
            if (now.Kind != KeptKind.Absent) TreeMove.Delete(was.Path);
            Directory.CreateDirectory(was.Path);
        }

        foreach (var (was, now) in changes)
            if (was.Kind is KeptKind.File or KeptKind.Link) await Entry(was, now, trouble, cancel);
        foreach (var (was, now) in changes.Reverse())
            if (was.Kind == KeptKind.Absent) Gone(now, trouble);
        foreach (var (was, _) in changes.Reverse())
            if (was.Kind == KeptKind.Folder) Dress(was, trouble);
        return trouble;
    }

    private async Task Entry(KeptPath was, KeptPath now, List<string> trouble, CancellationToken cancel)
    {
        if (was.Kind == KeptKind.Link)
        {
            if (now.Kind == KeptKind.Link && now.Link == was.Link) return;
            TreeMove.Delete(was.Path);
            File.CreateSymbolicLink(was.Path, was.Link!);
            return;
        }

        var isContentKept = was.Copy is not null;
        if (now.Kind != KeptKind.File && !isContentKept)
        {
            trouble.Add($"{was.Path} is no more, and its content was not kept");
            return;
        }

        if (isContentKept && (now.Kind != KeptKind.File || now.Hash != was.Hash))
        {
            if (now.Kind is KeptKind.Folder or KeptKind.Link) TreeMove.Delete(was.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(was.Path)!);
            await PrivateFiles.Write(was.Path, await File.ReadAllBytesAsync(Path.Combine(folder, was.Copy!), cancel), (UnixFileMode)was.Mode, cancel);
        }

        Dress(was, trouble);
    }

    private static void Gone(KeptPath now, List<string> trouble)
    {
        if (now.Kind == KeptKind.Folder && Directory.Exists(now.Path) && Directory.EnumerateFileSystemEntries(now.Path).Any())
            trouble.Add($"{now.Path} was not there before, and stays because of what somebody else has put in it");
        else TreeMove.Delete(now.Path);
    }

    private static void Dress(KeptPath was, List<string> trouble)
    {
        File.SetUnixFileMode(was.Path, (UnixFileMode)was.Mode);
        var written = new DateTime(was.Written, DateTimeKind.Utc);
        if (was.Kind == KeptKind.Folder) Directory.SetLastWriteTimeUtc(was.Path, written);
        else File.SetLastWriteTimeUtc(was.Path, written);
        if (!new FileOwner(was.Uid, was.Gid, 0).Give(was.Path)) trouble.Add($"{was.Path} could not be given back to its owner, user id {was.Uid}");
    }
}
