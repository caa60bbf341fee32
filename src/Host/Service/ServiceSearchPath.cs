using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Service;

/// <summary>The PATH that the service gets: the one of the terminal in which <c>install</c> runs, without what would be gone or would mean something else there.</summary>
internal static class ServiceSearchPath
{
    private static readonly string[] Always = ["/usr/local/bin", "/usr/bin", "/bin"];
    private static readonly string[] OfOneLogin = ["/run/user/", "/tmp/", "/proc/", "/dev/", "/var/folders/", "/private/var/folders/"];

    /// <summary>Takes it over: absolute folders, each once. A folder of one login only (fnm keeps links in /run/user) is taken by what it leads to.</summary>
    public static string Capture(string? searchPath)
    {
        var folders = (searchPath ?? "").Split(':').Where(static f => Path.IsPathRooted(f) && !f.Any(char.IsControl)).Select(Lasting).OfType<string>();
        return string.Join(':', folders.Concat(Always).Distinct(StringComparer.Ordinal));
    }

    private static string? Lasting(string folder)
    {
        if (!IsOfOneLogin(folder)) return folder;
        try
        {
            return Directory.Exists(folder) && PrivateFiles.RealPath(folder) is var real && !IsOfOneLogin(real) ? real : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsOfOneLogin(string folder) => OfOneLogin.Any(start => folder.StartsWith(start, StringComparison.Ordinal));
}
