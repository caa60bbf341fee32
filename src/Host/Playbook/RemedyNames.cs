namespace OpenClaw.Host.Playbook;

/// <summary>The names of all remedies, as settings, catalogue and record know them. A name is never changed and never given to another remedy once it was shipped.</summary>
public static class RemedyNames
{
    /// <summary>All of them, what costs the owner least first.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "start-again", "job-reload", "disk-room", "log-truncate", "stale-gateway", "state-permissions", "config-permissions", "config-syntax", "config-keys", "job-words",
        "job-dropin-aside", "config-rollback", "job-restore", "job-install", "openclaw-doctor", "package-reinstall", "database-restore",
    ];
}
