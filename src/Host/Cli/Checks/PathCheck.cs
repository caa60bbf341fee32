using OpenClaw.Host.Playbook.Evidence;

namespace OpenClaw.Host.Cli.Checks;

/// <summary>PATH, by which the daemon finds programs and which it hands to what it starts.</summary>
/// <param name="searchPath">The owner's PATH.</param>
internal sealed class PathCheck(string searchPath) : ICheck
{
    /// <inheritdoc/>
    public string Area => "PATH";

    /// <inheritdoc/>
    public Task<IReadOnlyList<CheckLine>> Look(CancellationToken cancel)
    {
        const string Mend = "correct it in your shell's startup file; 'openclaw-actors install' keeps the PATH it is run with";
        var folders = searchPath.Split(':');
        List<CheckLine> found = [];
        if (folders.FirstOrDefault(static f => !Path.IsPathRooted(f)) is { } relative) found.Add(this.Warning($"\"{relative}\" in it depends on where one stands", Mend));
        // Where all may leave a program, all may become this user.
        found.AddRange(folders.Where(static f => Path.IsPathRooted(f) && Directory.Exists(f) && (File.GetUnixFileMode(f) & (UnixFileMode.OtherWrite | UnixFileMode.StickyBit)) == UnixFileMode.OtherWrite)
            .Select(f => this.Fault($"everybody may write to {f} (mode {Owners.Octal(File.GetUnixFileMode(f))}), from where programs are run", $"chmod o-w {f}, or take it out")));
        return Task.FromResult<IReadOnlyList<CheckLine>>(found.Count > 0 ? found : [this.Ok($"{folders.Length} folders")]);
    }
}
