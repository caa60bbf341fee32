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
            foreach (var (pinned, by) in await Pinned(process, cancel))
            {
                var listeners = await ports.On(pinned, process.Pid, cancel);
                if (listeners.Any(l => l.Pid == process.Pid))
                    return state with { ListensAt = pinned, Evidence = string.Create(CultureInfo.InvariantCulture, $"{state.Evidence}; it listens at port {pinned}, as its {by} says") };
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return state;
        }

        return state;
    }

    private async Task<IEnumerable<(int Port, string By)>> Pinned(ProcessIdentity process, CancellationToken cancel)
    {
        var entry = await table.Find(process.Pid, cancel);
        (int? Port, string By)[] all = [(PinnedPort(job.CommandLine()), "job"), (entry?.Identity == process ? PinnedPort(entry.Arguments) : null, "own command line")];
        return all.Where(a => a.Port is not null && a.Port != port).DistinctBy(static a => a.Port).Select(static a => (a.Port!.Value, a.By));
    }

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
