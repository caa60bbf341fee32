namespace OpenClaw.Host.Demo;

/// <summary>Finds the OpenClaw that is installed here.</summary>
internal static class InstalledOpenClaw
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The program's full path, or null when it is not there.</summary>
    /// <param name="given">What the user named, or null.</param>
    /// <param name="searchPath">PATH.</param>
    public static string? Find(string? given, string? searchPath)
    {
        if (given is not null) return IsProgram(Path.GetFullPath(given)) ? Path.GetFullPath(given) : null;
        return (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.GetFullPath(Path.Combine(folder, "openclaw")))
            .FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0);
}
