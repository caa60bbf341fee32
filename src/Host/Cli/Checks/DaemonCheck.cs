using OpenClaw.Host.Daemon;

namespace OpenClaw.Host.Cli.Checks;

/// <summary>Whether a daemon runs, and whether it is this version.</summary>
/// <param name="home">The state folder.</param>
internal sealed class DaemonCheck(string home) : ICheck
{
    /// <inheritdoc/>
    public string Area => "daemon";

    /// <inheritdoc/>
    public Task<IReadOnlyList<CheckLine>> Look(CancellationToken cancel) => Task.FromResult<IReadOnlyList<CheckLine>>([One()]);

    // Where there is no lock's file nobody has ever held it, and asking would make one.
    private CheckLine One()
    {
        if (!File.Exists(Path.Combine(home, "daemon.lock")) || !DaemonLock.IsHeld(home)) return this.Warning("none runs: nothing is watched", "start it with 'openclaw-actors run', or have it started with 'openclaw-actors install'");
        var status = new StatusFile(home).Read();
        if (status is null) return this.Ok("one runs");
        return status.Version == ProductVersion.Text
            ? this.Ok($"runs, pid {status.Pid}, version {status.Version}")
            : this.Warning($"version {status.Version} runs (pid {status.Pid}), and this is {ProductVersion.Text}", "restart it, so that both are the same");
    }
}
