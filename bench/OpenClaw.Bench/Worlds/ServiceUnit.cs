namespace OpenClaw.Bench.Worlds;

/// <summary>What the shipped unit (systemd/openclaw-actors.service) puts into the daemon's environment: a daemon that is measured without it is not the one that people run.</summary>
internal static class ServiceUnit
{
    private const string Key = "Environment=";

    /// <summary>Its variables, without PATH. What this program was given under one of the names wins.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Variables { get; } =
    [
        .. Read(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Service", "openclaw-actors.service")))
            .Select(static variable => KeyValuePair.Create(variable.Key, Environment.GetEnvironmentVariable(variable.Key) is { Length: > 0 } given ? given : variable.Value)),
    ];

    /// <summary>The same on one line for people.</summary>
    public static string Told => Variables.Count == 0 ? "nothing" : string.Join(" ", Variables.Select(static variable => $"{variable.Key}={variable.Value}"));

    /// <summary>The variables that a unit sets, one a line as the daemon writes them, without PATH.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Read(IEnumerable<string> unit) =>
        from line in unit
        where line.StartsWith(Key, StringComparison.Ordinal)
        let parts = line[Key.Length..].Trim().Trim('"').Split('=', 2)
        where parts.Length == 2 && parts[0] != "PATH"
        select KeyValuePair.Create(parts[0], parts[1]);
}
