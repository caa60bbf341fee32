using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes;

/// <summary>
/// Stops one proven process by degrees: SIGTERM, a wait, SIGKILL, and a look that it is gone. Its group, its children and its namesakes are not touched.
/// </summary>
public sealed class ProcessStopper(IProcessSignals signals, IExitWatcher exits, TimeProvider time)
{
    /// <summary>How long the kernel may take to end a killed process; one that is stuck in a device takes longer.</summary>
    public static readonly TimeSpan KillConfirmation = TimeSpan.FromSeconds(5);

    /// <summary>Stops the process.</summary>
    /// <param name="process">Exactly this one.</param>
    /// <param name="wait">How long it may take to end by itself after SIGTERM.</param>
    /// <param name="cancel">Ends the stop where it is: a SIGTERM that was sent stays sent, SIGKILL does not follow.</param>
    public async Task<StopResult> Stop(ProcessIdentity process, TimeSpan wait, CancellationToken cancel)
    {
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var exit = exits.WaitForExit(process, watch.Token);
        try
        {
            var asked = await signals.Send(process, ProcessSignal.Terminate, cancel);
            if (asked is not SignalResult.Sent)
                return NotAsked(process, asked);

            // A process under SIGSTOP keeps SIGTERM pending for ever; with SIGCONT it can still end in order.
            await signals.Send(process, ProcessSignal.Continue, cancel);
            if (await EndsWithin(exit, wait, cancel))
                return new(StopOutcome.Ended, $"{process} ended after SIGTERM");

            var killed = await signals.Send(process, ProcessSignal.Kill, cancel);
            if (killed is SignalResult.NotPermitted or SignalResult.Failed)
                return new(StopOutcome.StillThere, $"{process} did not end within {wait.TotalSeconds:0.#} s of SIGTERM, and SIGKILL could not be sent ({killed})");
            return await EndsWithin(exit, KillConfirmation, cancel)
                ? new(StopOutcome.Killed, $"{process} did not end within {wait.TotalSeconds:0.#} s of SIGTERM and was killed")
                : new(StopOutcome.StillThere, $"{process} is still there {KillConfirmation.TotalSeconds:0} s after SIGKILL");
        }
        finally
        {
            await watch.CancelAsync();
            await exit.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static StopResult NotAsked(ProcessIdentity process, SignalResult result) => result switch
    {
        SignalResult.Gone => new(StopOutcome.AlreadyGone, $"{process} was already gone"),
        SignalResult.NotPermitted => new(StopOutcome.StillThere, $"{process} belongs to another user: not permitted to stop it"),
        _ => new(StopOutcome.StillThere, $"{process} could not be sent SIGTERM"),
    };

    private async Task<bool> EndsWithin(Task exit, TimeSpan wait, CancellationToken cancel)
    {
        try
        {
            await exit.WaitAsync(wait, time, cancel);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}

/// <summary>How a stop ended.</summary>
/// <param name="Outcome">In one word.</param>
/// <param name="Note">In one line for people.</param>
public sealed record StopResult(StopOutcome Outcome, string Note)
{
    /// <summary>The process is no more.</summary>
    public bool IsGone => Outcome is not StopOutcome.StillThere;
}

/// <summary>The ways a stop can end.</summary>
public enum StopOutcome
{
    /// <summary>It had ended before anything was sent.</summary>
    AlreadyGone,

    /// <summary>It ended by itself after SIGTERM.</summary>
    Ended,

    /// <summary>It took SIGKILL.</summary>
    Killed,

    /// <summary>It could not be signalled, or it is still there after SIGKILL.</summary>
    StillThere,
}
