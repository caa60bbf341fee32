using System.Text;
using System.Text.Json.Nodes;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Doctors.Agents;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>The line to one session through its folder: what it says, what it is told, and its end. Works on what an earlier daemon left behind, too.</summary>
internal sealed class ClaudeSession(IncidentFolder folder, TimeProvider time, IAgentCli cli)
{
    private readonly EventTail _events = new(folder.Events);
    private int _requests;

    /// <summary>From here on, only what this session says.</summary>
    public void SkipThePast() => _events.SkipToEnd();

    /// <summary>What has been said since the last call.</summary>
    public async Task<IReadOnlyList<ClaudeEvent>> Read(CancellationToken cancel) => [.. (await _events.Read(cancel)).SelectMany(line => cli.Parse(line))];

    /// <summary>How it ended, or null while it lives.</summary>
    public Task<RunnerExit?> Exit(CancellationToken cancel) => DoctorJson.Read(folder.Exit, DoctorJson.Default.RunnerExit, cancel);

    /// <summary>Says something to the model.</summary>
    public Task Say(string text, CancellationToken cancel) => !cli.IsConversation ? Append($"{text}\n{DoctorRunner.EndOfInput}", cancel) : Write(new JsonObject
    {
        ["type"] = "user",
        ["message"] = new JsonObject { ["role"] = "user", ["content"] = text },
    }, cancel);

    /// <summary>Ends the turn under way; a result event follows. Nothing happens where the CLI reads only one message.</summary>
    public Task Interrupt(CancellationToken cancel) => !cli.IsConversation ? Task.CompletedTask : Write(new JsonObject
    {
        ["type"] = "control_request",
        ["request_id"] = $"supervisor-{++_requests}",
        ["request"] = new JsonObject { ["subtype"] = "interrupt" },
    }, cancel);

    /// <summary>
    /// Ends it: end of input, a wait, SIGTERM, a wait, SIGKILL to everything that was below it. The tree is looked at before each signal,
    /// because a killed root leaves orphans that nobody could find afterwards.
    /// </summary>
    public async Task End(TimeSpan leave, TimeSpan terminate, CancellationToken cancel)
    {
        if (!File.Exists(folder.Launch)) return;
        await Append(DoctorRunner.EndOfInput, cancel);
        if (await HasEnded(leave, cancel)) return;
        var roots = await Roots(cancel);
        var tree = await Tree(roots, cancel);
        _ = await ProcessTree.Signal(roots, ProcessSignal.Terminate, cancel);
        if (await HasEnded(terminate, cancel) && !(await Alive(tree, cancel)).Any()) return;

        // The runner, first of the roots, is spared for a moment more: it knows the exit code and whom the session left behind.
        tree.UnionWith(await Tree(roots, cancel));
        _ = await ProcessTree.Signal(tree.Except(roots.Take(1)), ProcessSignal.Kill, cancel);
        _ = await HasEnded(TimeSpan.FromSeconds(2), cancel);
        tree.UnionWith(await Tree(roots, cancel));
        _ = await ProcessTree.Signal(tree, ProcessSignal.Kill, cancel);
    }

    private async Task<IReadOnlyList<ProcessIdentity>> Roots(CancellationToken cancel) =>
        await DoctorJson.Read(folder.Pids, DoctorJson.Default.RunnerPids, cancel) is { } pids
            ? pids.Claude is { } claude ? [pids.Runner, claude] : [pids.Runner] : [];

    private static async Task<HashSet<ProcessIdentity>> Tree(IReadOnlyList<ProcessIdentity> roots, CancellationToken cancel)
    {
        var now = await ProcessTree.Look(cancel);
        return [.. roots.Where(now.Has), .. roots.SelectMany(now.Below)];
    }

    private static async Task<IEnumerable<ProcessIdentity>> Alive(IEnumerable<ProcessIdentity> processes, CancellationToken cancel)
    {
        var now = await ProcessTree.Look(cancel);
        return processes.Where(now.Has);
    }

    // Ended is: it has said so, or nobody is left who could say so.
    private async Task<bool> HasEnded(TimeSpan within, CancellationToken cancel)
    {
        var until = time.GetUtcNow() + within;
        while (!File.Exists(folder.Exit))
        {
            if (await Roots(cancel) is { Count: > 0 } roots && !(await Alive(roots, cancel)).Any()) return true;
            if (time.GetUtcNow() >= until) return false;
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancel);
        }

        return true;
    }

    private Task Write(JsonObject message, CancellationToken cancel) => Append(message.ToJsonString(), cancel);

    private async Task Append(string line, CancellationToken cancel)
    {
        await using var input = PrivateFiles.Append(folder.Input);
        await input.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancel);
    }
}
