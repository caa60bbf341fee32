namespace OpenClaw.Bench.Peers.Kinds;

/// <summary>Where the supervisors' programs are looked for: the system's folders, and the folder that npm has put pm2 into.</summary>
internal static class Programs
{
    /// <summary>Where npm puts pm2: OPENCLAW_BENCH_CACHE, by default a folder in the user's cache.</summary>
    public static string NpmFolder => Path.Combine(
        Environment.GetEnvironmentVariable("OPENCLAW_BENCH_CACHE") is { Length: > 0 } chosen
            ? chosen
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "openclaw-actors", "bench"), "npm");

    /// <summary>A PATH with all of them.</summary>
    public static string SearchPath => string.Join(Path.PathSeparator, Path.Combine(NpmFolder, "node_modules", ".bin"), "/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin");

    /// <summary>A program's path; null when it is not there.</summary>
    public static string? Find(string name) => SearchPath.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
