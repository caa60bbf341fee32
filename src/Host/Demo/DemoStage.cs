using System.Runtime.InteropServices;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Direct;

namespace OpenClaw.Host.Demo;

/// <summary>The stage: the gateway that is broken, and the demo's own hands, which touch only the process that its manager names.</summary>
internal sealed class DemoStage(DemoGateway gateway, DirectGatewayProcess process, LocalProcesses local, StandInDoctor doctor) : IDemoStage
{
    /// <inheritdoc/>
    public DemoConfigFile Config => gateway.Config;

    /// <inheritdoc/>
    public StandInDoctor Doctor => doctor;

    /// <summary>SIGSTOP. The healer itself never sends it.</summary>
    private static int StopSignal => OperatingSystem.IsMacOS() ? 17 : 19;

    /// <inheritdoc/>
    public async Task<ProcessIdentity?> Gateway(CancellationToken cancel) => (await process.Look(cancel)).Process;

    /// <inheritdoc/>
    public Task<int> Kill(CancellationToken cancel) => Signal(ProcessSignal.Kill, cancel);

    /// <inheritdoc/>
    public async Task<int> Freeze(CancellationToken cancel)
    {
        var target = await Target(cancel);
        if (!await local.Table.IsAlive(target, cancel) || Posix.Kill(target.Pid, StopSignal) != 0)
            throw new IOException($"{target} could not be frozen: {Marshal.GetLastPInvokeErrorMessage()}");
        return target.Pid;
    }

    /// <inheritdoc/>
    public Task<int> End(CancellationToken cancel) => Signal(ProcessSignal.Terminate, cancel);

    /// <summary>The first start, before anybody watches.</summary>
    public async Task Start(CancellationToken cancel)
    {
        var outcome = await process.Restart(RestartKind.Start, cancel);
        if (!outcome.Accepted) throw new IOException(outcome.Note);
    }

    /// <summary>Ends the gateway; afterwards nothing writes to its folder any more. The healer must be gone by then, or it would start it again.</summary>
    /// <exception cref="IOException">It could not be ended.</exception>
    public async Task Clear(TimeSpan wait)
    {
        // A start that was under way when the healer went is let finish first, or it would come after the last look.
        await process.Release(CancellationToken.None);

        // The second look waits until the end of the first process is on record.
        while (await Gateway(CancellationToken.None) is { } left)
        {
            var stop = await local.Stopper.Stop(left, wait, CancellationToken.None);
            if (!stop.IsGone) throw new IOException(stop.Note);
        }
    }

    private async Task<int> Signal(ProcessSignal signal, CancellationToken cancel)
    {
        var target = await Target(cancel);
        return await local.Signals.Send(target, signal, cancel) is SignalResult.Sent
            ? target.Pid
            : throw new IOException($"{target} could not be signalled");
    }

    private async Task<ProcessIdentity> Target(CancellationToken cancel) =>
        await Gateway(cancel) ?? throw new IOException("there is no gateway to break");
}
