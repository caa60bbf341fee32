using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Service;

/// <summary>The program that the service is to run: the one that runs <c>install</c>, by the name that stays when it is upgraded.</summary>
/// <param name="Command">The program, absolute, and what comes before its verb.</param>
/// <param name="Fleeting">Why it may be gone tomorrow, one line that says how to mend it; null when it may stay.</param>
internal sealed record ServiceProgram(IReadOnlyList<string> Command, string? Fleeting)
{
    private const string Name = "openclaw-actors";
    private const string ToolStore = "/.store/";

    private static readonly string[] TemporaryFolders = ["/tmp/", "/var/tmp/", "/dev/shm/", "/private/tmp/", "/private/var/folders/", "/var/folders/"];

    /// <summary>Finds it.</summary>
    /// <param name="self">How this very program is started once more, its own path without links, as the system tells it.</param>
    /// <param name="searchPath">The owner's PATH.</param>
    public static ServiceProgram Find(IReadOnlyList<string> self, string searchPath)
    {
        var command = Stable(self, searchPath);
        return new ServiceProgram(command, WhyFleeting(command[^1]));
    }

    private static IReadOnlyList<string> Stable(IReadOnlyList<string> self, string searchPath)
    {
        var program = self[^1];
        // A .NET tool: its store has a folder for each version, and the command beside the store starts the newest.
        if (program.IndexOf(ToolStore, StringComparison.Ordinal) is > 0 and var store && Path.Combine(program[..store], Name) is var tool && File.Exists(tool)) return [tool];
        if (self.Count > 1) return self;
        // A link in PATH that leads here is what its owner moves to the next version.
        var link = searchPath.Split(':').Where(Path.IsPathRooted).Select(static folder => Path.Combine(folder, Name)).FirstOrDefault(candidate => candidate != program && LeadsTo(candidate, program));
        return [link ?? program];
    }

    private static bool LeadsTo(string candidate, string program)
    {
        try
        {
            return new FileInfo(candidate) is { LinkTarget: not null } link && PrivateFiles.RealPath(link.FullName) == PrivateFiles.RealPath(program);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // A link that leads nowhere or in a circle is not the one.
            return false;
        }
    }

    private static string? WhyFleeting(string program)
    {
        const string mend = "Publish it to a place of its own (dotnet publish src/Host -c Release -o ~/.local/share/openclaw-actors), or install the tool (dotnet tool install --global), and run that one's install. "
            + "To use this one all the same: --from-here";
        if (program.Any(char.IsControl)) return "its path has control characters, which no service manager takes. Move it";
        if (program.Contains("/bin/Debug/", StringComparison.Ordinal) || program.Contains("/bin/Release/", StringComparison.Ordinal)) return $"it lies in a build's output, which the next build replaces while it runs. {mend}";
        if (program.Contains("/.nuget/packages/", StringComparison.Ordinal)) return $"it lies in NuGet's cache, which may be cleared. {mend}";
        return TemporaryFolders.Any(folder => program.StartsWith(folder, StringComparison.Ordinal)) ? $"it lies in a temporary folder, which is empty after a reboot. {mend}" : null;
    }
}
