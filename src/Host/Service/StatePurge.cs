using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Service;

/// <summary>Deletes the state folder, and nothing else: no link is followed, and a folder that holds or lies in anything of somebody else's is left alone.</summary>
/// <param name="settings">The settings: which folder, and what is the gateways'.</param>
/// <param name="home">The owner's home.</param>
internal sealed class StatePurge(HealerSettings settings, string home)
{
    /// <summary>Why it must not be deleted, one line; null when it may.</summary>
    public string? WhyNot()
    {
        var folder = new DirectoryInfo(settings.Home);
        if (folder.LinkTarget is not null) return $"the state folder {settings.Home} is a link to {folder.LinkTarget}, and no link is followed. Delete by hand what you want to lose";
        if (!folder.Exists) return null;
        var real = PrivateFiles.RealPath(settings.Home);
        var foreign = settings.Gateways.SelectMany(static g => new[] { g.StateDirectory, Path.GetDirectoryName(g.ConfigPath)! }).Append(settings.MemoryDirectory).Append(home).Append(AppContext.BaseDirectory)
            .Select(PrivateFiles.RealPath).FirstOrDefault(other => IsWithin(other, real));
        if (foreign is not null) return $"the state folder {settings.Home} holds {foreign}, which is not ours to delete. Delete by hand what you want to lose";
        var gateways = settings.Gateways.Select(static g => PrivateFiles.RealPath(g.StateDirectory)).FirstOrDefault(other => IsWithin(real, other));
        if (gateways is not null) return $"the state folder {settings.Home} lies in {gateways}, which is the gateway's. Delete by hand what you want to lose";
        return File.Exists(Path.Combine(settings.Home, "daemon.lock")) ? null : $"{settings.Home} has no daemon.lock, so it may be another folder than a daemon's. Delete by hand what you want to lose";
    }

    /// <summary>Deletes it.</summary>
    /// <exception cref="IOException">A part of it could not be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">A part of it may not be deleted.</exception>
    public void Delete()
    {
        if (Directory.Exists(settings.Home)) Empty(new DirectoryInfo(settings.Home));
    }

    // Not Directory.Delete(recursive), whose way with links is nowhere promised.
    private static void Empty(DirectoryInfo folder)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false }))
        {
            if (entry is DirectoryInfo { LinkTarget: null } below) Empty(below);
            else if (entry.LinkTarget is not null) File.Delete(entry.FullName);
            else entry.Delete();
        }

        folder.Delete();
    }

    private static bool IsWithin(string path, string folder) => path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
}
