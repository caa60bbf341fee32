namespace OpenClaw.Host.Daemon;

/// <summary>How this very program is started once more.</summary>
public static class SelfCommand
{
    private const string Name = "openclaw-actors";

    /// <summary>The program and the arguments that come before its own.</summary>
    /// <exception cref="InvalidOperationException">The system does not tell which program runs.</exception>
    public static IReadOnlyList<string> Find()
    {
        var running = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        var name = Path.GetFileNameWithoutExtension(running);
        if (string.Equals(name, Name, StringComparison.OrdinalIgnoreCase)) return [running];

        // Started as `dotnet openclaw-actors.dll`, or inside a test runner beside which the program lies.
        return string.Equals(name, "dotnet", StringComparison.OrdinalIgnoreCase)
            ? [running, Path.Combine(AppContext.BaseDirectory, $"{Name}.dll")]
            : [Path.Combine(AppContext.BaseDirectory, Name)];
    }
}
