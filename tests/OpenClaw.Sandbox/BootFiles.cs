namespace OpenClaw.Sandbox;

/// <summary>The scripts and units a sandbox boots from; they lie beside the program.</summary>
internal static class BootFiles
{
    /// <summary>All of them.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Boot");

    /// <summary>One script.</summary>
    public static string Script(string name) => Path.Combine(Folder, name);
}
