namespace OpenClaw.Host.Updates;

/// <summary>The programs a gateway is made of.</summary>
/// <param name="Node">The runtime's executable, with its links as they are; null when it is not known.</param>
/// <param name="Package">The folder of OpenClaw's package, which holds <c>package.json</c> and <c>dist</c>; null when it is not known.</param>
public sealed record Installation(string? Node, string? Package)
{
    // How OpenClaw 2026.9.6 is started: its job names NODE .../openclaw/dist/index.js (or entry.js); the command on PATH is a link to openclaw.mjs.
    private static readonly string[] EntryPoints = ["dist/index.js", "dist/entry.js", "dist/index.mjs", "dist/entry.mjs"];

    private static readonly string[] Runtimes = ["node", "nodejs", "bun"];

    /// <summary>Nothing is known.</summary>
    public static Installation Unknown { get; } = new(null, null);

    /// <summary>The file that proves a package: without it nothing starts (<c>missing dist/entry.(m)js</c>). Null when the package is not known.</summary>
    public string? Manifest => Package is null ? null : Path.Combine(Package, "package.json");

    /// <summary>Whether what is needed for a start is there; null when the package is not known.</summary>
    public bool? IsComplete => Package is null ? null : File.Exists(Manifest) && EntryPoints.Any(entry => File.Exists(Path.Combine(Package, entry)));

    /// <summary>Finds them from a command line.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="searchPath">The PATH of programs without a folder.</param>
    public static Installation Of(IReadOnlyList<string> command, string searchPath)
    {
        string? node = null, package = null;
        foreach (var word in command)
        {
            var name = Path.GetFileName(word);
            if (Runtimes.Contains(name)) node ??= Located(word, searchPath);
            else if (name == "openclaw") package ??= BehindCommand(word, searchPath);
            else if (Path.IsPathRooted(word)) package ??= OfEntryPoint(word);
        }

        // The command itself is a script that asks PATH for its runtime.
        return new(node ?? (package is null ? null : Located("node", searchPath)), package);
    }

    private static string? OfEntryPoint(string path)
    {
        if (Path.GetFileName(path) == "openclaw.mjs") return Path.GetDirectoryName(path);
        return EntryPoints.FirstOrDefault(entry => path.EndsWith("/" + entry, StringComparison.Ordinal)) is { } found ? path[..^(found.Length + 1)] : null;
    }

    private static string? BehindCommand(string word, string searchPath)
    {
        if (Located(word, searchPath) is { } command && new FileInfo(command).LinkTarget is { } target)
            return OfEntryPoint(Path.GetFullPath(target, Path.GetDirectoryName(command)!));

        // npm takes the link away while it works; the folder beside it stays.
        return Folders(word, searchPath)
            .Where(static folder => Path.GetFileName(folder) == "bin")
            .Select(static folder => Path.GetFullPath(Path.Combine(folder, "..", "lib", "node_modules", "openclaw")))
            .FirstOrDefault(Directory.Exists);
    }

    private static string? Located(string word, string searchPath) =>
        Folders(word, searchPath).Select(folder => Path.Combine(folder, Path.GetFileName(word))).FirstOrDefault(static file => new FileInfo(file) is { Exists: true } or { LinkTarget: not null });

    private static IEnumerable<string> Folders(string word, string searchPath) =>
        word.Contains('/') ? [Path.GetDirectoryName(Path.GetFullPath(word))!] : searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathRooted);
}
