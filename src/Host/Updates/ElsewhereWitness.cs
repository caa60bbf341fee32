using System.Globalization;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Updates;

/// <summary>
/// Sees a gateway that serves at the port its job pins (<c>--port N</c>, as <c>openclaw gateway install</c> writes it) while nobody listens where it is asked: it is
/// healthy, on the wrong door, and would be taken for hung. Its own command line counts as well as its job's: a job that was put right meanwhile does not move a
/// process that was started from the wrong one.
/// </summary>
/// <param name="job">How the gateway is started.</param>
/// <param name="table">The processes.</param>
/// <param name="ports">The listeners.</param>
/// <param name="port">Where it is asked.</param>
public sealed class ElsewhereWitness(GatewayJob job, IProcessTable table, IPortTable ports, int port)
{
    /// <summary>The look with what was seen; the look itself when nothing was, or the listeners cannot be read.</summary>
    public async Task<ProcessState> Complete(ProcessState state, CancellationToken cancel)
    {
        if (state is not { Process: { } process, Port.Kind: PortOwnerKind.Nobody }) return state;
        try
        {
            return await At(PinnedPort(job.CommandLine()), "job", state, process, cancel)
                ?? await At(PinnedPort(await OwnArguments(process, cancel)), "own command line", state, process, cancel)
                ?? state;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return state;
        }
    }

    private async Task<ProcessState?> At(int? pinned, string by, ProcessState state, ProcessIdentity process, CancellationToken cancel) =>
        pinned is { } elsewhere && elsewhere != port && (await ports.On(elsewhere, process.Pid, cancel)).Any(l => l.Pid == process.Pid)
            ? state with { ListensAt = elsewhere, Evidence = string.Create(CultureInfo.InvariantCulture, $"{state.Evidence}; it listens at port {elsewhere}, as its {by} says") }
            : null;

    private async Task<IReadOnlyList<string>> OwnArguments(ProcessIdentity process, CancellationToken cancel) =>
        await table.Find(process.Pid, cancel) is { } entry && entry.Identity == process ? entry.Arguments : [];

    /// <summary>The port that a command line pins; null when it pins none.</summary>
    internal static int? PinnedPort(IReadOnlyList<string> command)
    {
        for (var at = command.Count - 1; at >= 0; at--)
        {
            var text = command[at].StartsWith("--port=", StringComparison.Ordinal) ? command[at]["--port=".Length..]
                : command[at] == "--port" && at + 1 < command.Count ? command[at + 1] : null;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pinned)) return pinned;
        }

        return null;
    }
}
