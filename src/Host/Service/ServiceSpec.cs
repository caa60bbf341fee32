namespace OpenClaw.Host.Service;

/// <summary>What a service manager is to run.</summary>
/// <param name="Command">The program, absolute, and what comes before its verb.</param>
/// <param name="SearchPath">The PATH that the daemon gets: a service has almost none by itself.</param>
/// <param name="StateFolder">The daemon's state folder, absolute.</param>
internal sealed record ServiceSpec(IReadOnlyList<string> Command, string SearchPath, string StateFolder)
{
    /// <summary>Who the job belongs to, for launchd's log paths and for people: <c>com.openclaw-actors.daemon</c>. Outside <c>ai.openclaw.*</c>: OpenClaw's doctor removes foreign jobs from there.</summary>
    public const string Label = "com.openclaw-actors.daemon";

    /// <summary>The unit's name.</summary>
    public const string Unit = "openclaw-actors.service";

    /// <summary>How long the daemon has to end in order, in seconds: the host's 15, the heartbeat's last word, and room.</summary>
    public const int StopSeconds = 30;

    /// <summary>More variables that the daemon needs to run at all; never a secret, as everybody of this host may read a unit's environment.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();
}
