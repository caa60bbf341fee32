using System.Text.RegularExpressions;
using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Playbook.Tools;

/// <summary>
/// A config in a folder of our own, with copies of the files beside it that it includes: OpenClaw 2026.9.6 resolves a relative <c>$include</c> against the folder of the config and
/// refuses one that leads out of it, also through a link. So files are copied, and what is a link out of the folder stays one and is refused as it would be in its place.
/// </summary>
internal sealed partial class ConfigCopy : IDisposable
{
    private const int MostFiles = 64;
    private const long LargestFile = 4 * 1024 * 1024;

    private const long LargestDatabase = 200L * 1024 * 1024;
    private static readonly string[] Databases = ["openclaw.sqlite", "openclaw.sqlite-wal"];

    private ConfigCopy(string folder) => Folder = folder;

    /// <summary>Where it is (0700).</summary>
    public string Folder { get; }

    /// <summary>The config.</summary>
    public string File => Path.Combine(Folder, "openclaw.json");

    /// <summary>A folder for what the check keeps for itself.</summary>
    public string Cache => Path.Combine(Folder, ".cache");

    /// <summary>A state folder that holds nothing, or what <see cref="TakeDatabase"/> has put there.</summary>
    public string State => Path.Combine(Folder, ".state");

    /// <summary>Copies the gateway's database, with what is in its log, unless it is too large.</summary>
    /// <exception cref="IOException">It cannot be copied.</exception>
    public void TakeDatabase(string stateFolder)
    {
        PrivateFiles.Folder(State);
        PrivateFiles.Folder(Path.Combine(State, "state"));
        foreach (var name in Databases)
        {
            var source = new FileInfo(Path.Combine(stateFolder, "state", name));
            if (source is { Exists: true, Length: <= LargestDatabase }) source.CopyTo(Path.Combine(State, "state", name));
        }
    }

    /// <summary>Makes it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static async Task<ConfigCopy> Make(string parent, string config, string besides, CancellationToken cancel)
    {
        PrivateFiles.Folder(parent);
        var copy = new ConfigCopy(Path.Combine(parent, Guid.NewGuid().ToString("N")));
        try
        {
            PrivateFiles.Folder(copy.Folder);
            PrivateFiles.Folder(copy.Cache);
            await PrivateFiles.Write(copy.File, config, cancel);
            await copy.Include(config, besides, cancel);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            // A worker of the check may still write; the folder is ours, private, and named for one check only.
        }
    }

    private async Task Include(string config, string besides, CancellationToken cancel)
    {
        var ahead = new Queue<(string Text, string Base)>([(config, besides)]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (ahead.TryDequeue(out var next))
        {
            foreach (var source in Named(next.Text).Select(name => Path.GetFullPath(name, next.Base)).Where(source => source.StartsWith(besides + "/", StringComparison.Ordinal)))
            {
                if (seen.Count >= MostFiles || !seen.Add(source) || !System.IO.File.Exists(source)) continue;
                var target = Path.Combine(Folder, Path.GetRelativePath(besides, source));
                PrivateFiles.Folder(Path.GetDirectoryName(target)!);
                if (!PrivateFiles.RealPath(source).StartsWith(PrivateFiles.RealPath(besides) + "/", StringComparison.Ordinal)) System.IO.File.CreateSymbolicLink(target, PrivateFiles.RealPath(source));
                else if (new FileInfo(source).Length <= LargestFile)
                {
                    var text = await System.IO.File.ReadAllTextAsync(source, cancel);
                    await PrivateFiles.Write(target, text, cancel);
                    ahead.Enqueue((text, Path.GetDirectoryName(source)!));
                }
            }
        }
    }

    /// <summary>The files that a text includes, as it names them. One too many (in a comment, say) does no harm.</summary>
    internal static IEnumerable<string> Named(string text) =>
        Includes().Matches(text).SelectMany(static include => Quoted().Matches(include.Groups[1].Value)).Select(static name => name.Groups[1].Value);

    [GeneratedRegex(@"\$include[""']?\s{0,20}:\s{0,20}(\[[^\]]{0,4000}\]|""[^""\n]{1,1000}""|'[^'\n]{1,1000}')")]
    private static partial Regex Includes();

    [GeneratedRegex(@"[""']([^""'\n]{1,1000})[""']")]
    private static partial Regex Quoted();
}
