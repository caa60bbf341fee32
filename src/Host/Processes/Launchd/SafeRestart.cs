namespace OpenClaw.Host.Processes.Launchd;

/// <summary>
/// <c>openclaw gateway restart --safe --json</c>: asks the running gateway to restart itself as soon as its agents have finished their work (OpenClaw
/// 2026.9.6: it answers at once, and the gateway then waits up to 5 min). The new gateway may be the same process.
/// </summary>
internal sealed class SafeRestart(LaunchdOptions options, TimeProvider time)
{
    // "The restart goes on, and the gateway is still starting": it must not be restarted once more.
    private const int StillStarting = 2;

    /// <summary>Asks for it. Accepted or not, with one line for people; null where no command line of OpenClaw is known.</summary>
    public async Task<(bool Accepted, bool IsOver, string Note)?> Ask(CancellationToken cancel)
    {
        if (options.OpenClaw is not { Count: > 0 } command)
            return null;
        var openClaw = new HostCommand(command[0], time, options.OpenClawVariables);
        var answer = await openClaw.Run([.. command.Skip(1), "gateway", "restart", "--safe", "--json"], cancel, options.SafeRestartTimeout);
        return answer.ExitCode is 0 or StillStarting
            ? (true, true, "the gateway restarts itself when its work is done")
            : (false, answer.ExitCode is not null, $"openclaw gateway restart --safe: {answer.Complaint}");
    }
}
