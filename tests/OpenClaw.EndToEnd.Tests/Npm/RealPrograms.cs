namespace OpenClaw.EndToEnd.Tests.Npm;

/// <summary>The real programs the stories run, installed and checked.</summary>
/// <param name="Folder">Where they were installed.</param>
/// <param name="NodeFolder">The folder with the <c>node</c> that OpenClaw asks for.</param>
internal sealed record RealPrograms(string Folder, string NodeFolder)
{
    /// <summary>The folder with <c>openclaw</c> and <c>claude</c>.</summary>
    public string BinFolder => Path.Combine(Folder, "node_modules", ".bin");

    /// <summary>The <c>node</c> program.</summary>
    public string Node => Path.Combine(NodeFolder, "node");

    /// <summary>The Claude Code CLI: a native program.</summary>
    public string Claude => Path.Combine(Folder, "node_modules", "@anthropic-ai", "claude-code", "bin", "claude.exe");

    /// <summary>A PATH in which these programs come first and nothing of the developer's own is found before the system's.</summary>
    public string SearchPath => string.Join(Path.PathSeparator, NodeFolder, BinFolder, "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin");
}
