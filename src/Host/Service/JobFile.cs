using System.Globalization;
using System.Text;
using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Service;

/// <summary>What stands where the job's file is to be.</summary>
internal enum JobFileState
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>Exactly what would be written.</summary>
    Same,

    /// <summary>What an earlier <c>install</c> wrote, untouched.</summary>
    Ours,

    /// <summary>A file, or a link, that its owner wrote or has changed.</summary>
    Owners,
}

/// <summary>The job's file on the disk. An owner's file is never written over, removed or followed when it is a link: it is kept beside as <c>.bak</c>, where no service manager reads it.</summary>
/// <param name="path">Where it is.</param>
internal sealed class JobFile(string path)
{
    private const int LargestFile = 1024 * 1024;

    /// <summary>Looks at it.</summary>
    /// <param name="text">What would be written.</param>
    /// <exception cref="IOException">It cannot be read, or is a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public JobFileState Look(string text)
    {
        if (Directory.Exists(path)) throw new IOException($"{path} is a folder");
        var file = new FileInfo(path);
        if (file.LinkTarget is not null) return JobFileState.Owners;
        if (!file.Exists) return JobFileState.Missing;
        var found = file.Length <= LargestFile ? File.ReadAllText(path, Encoding.UTF8) : "";
        return found == text ? JobFileState.Same : WrittenMark.IsUntouched(found) ? JobFileState.Ours : JobFileState.Owners;
    }

    /// <summary>Writes it; the owner's is kept beside it, and its new path given back.</summary>
    public async Task<string?> Write(string text, JobFileState found, CancellationToken cancel)
    {
        PrivateFiles.Folder(Path.GetDirectoryName(path)!, ours: false);
        var kept = found == JobFileState.Owners ? KeepAside() : null;
        await PrivateFiles.Write(path, text, cancel);
        return kept;
    }

    /// <summary>Takes it away; the owner's is kept beside it, and its new path given back.</summary>
    public string? Remove(JobFileState found)
    {
        if (found == JobFileState.Owners) return KeepAside();
        File.Delete(path);
        return null;
    }

    private string KeepAside()
    {
        var kept = Free($"{path}.bak");
        File.Move(path, kept);
        return kept;
    }

    private static string Free(string wanted)
    {
        for (var number = 1; ; number++)
        {
            var name = number == 1 ? wanted : string.Create(CultureInfo.InvariantCulture, $"{wanted}.{number}");
            if (new FileInfo(name) is { Exists: false, LinkTarget: null } && !Directory.Exists(name)) return name;
        }
    }
}
