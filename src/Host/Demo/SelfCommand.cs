namespace OpenClaw.Host.Demo;

/// <summary>How this very program is started once more.</summary>
internal static class SelfCommand
{
    private const string Name = "openclaw-actors";

    /// <summary>The program and the arguments that come before its own.</summary>
    public static (string Program, IReadOnlyList<string> Arguments) Find()
    {
        var running = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        if (string.Equals(Path.GetFileNameWithoutExtension(running), Name, StringComparison.OrdinalIgnoreCase)) return (running, []);

        // Started as `dotnet openclaw-actors.dll`, or inside a test runner beside which the program lies.
        var library = Path.Combine(AppContext.BaseDirectory, $"{Name}.dll");
        return string.Equals(Path.GetFileNameWithoutExtension(running), "dotnet", StringComparison.OrdinalIgnoreCase)
            ? (running, [library])
            : (Path.Combine(AppContext.BaseDirectory, Name), []);
    }
}
