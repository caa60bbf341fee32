using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Processes.Systemd;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>How the gateway ended last, and what it said before it did: of its last start only.</summary>
/// <param name="tools">The manager's programs.</param>
internal sealed class ExitCollector(SystemTools tools) : ICollector
{
    private const int Lines = 80;
    private const int AbortedByNode = 134;
    private const int KilledByKernel = 137;
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan NameLimit = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public string Name => "exit";

    /// <inheritdoc/>
    public TimeSpan Limit { get; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public bool IsSlow => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Finding>> Collect(Patient patient, CancellationToken cancel)
    {
        var state = await patient.Process.Look(cancel);
        var unit = patient.Manager is ManagerKind.Systemd ? (await new UnitWitness(patient.Gateway.Unit, tools, patient.Time).Show(cancel)).Status : null;
        var words = await Words(unit, patient, cancel);
        var restarts = unit is not null && int.TryParse(unit["NRestarts"], NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? times : 0;
        var found = new List<Finding>();
        foreach (var finding in ExitReading.Of(words, patient))
            found.Add(finding.Id == FindingIds.NetworkNames ? await Asked(finding, cancel) : finding);
        found.AddRange(Ending(state, unit, restarts, words, [.. found]));

        // A gateway that serves says many things that kill nobody; one that has only just been started again may be about to die of them.
        var isServing = state.Process is not null && !(restarts > 0 && state.StartedAt is { } at && patient.Time.GetUtcNow() - at < Young);
        return isServing ? [.. found.Where(static f => f.Id is not (FindingIds.ExitWords or FindingIds.ExitRepeated)).Select(static f => f with { Severity = FindingSeverity.Info, Confidence = f.Confidence / 2 })] : found;
    }

    private async Task<IReadOnlyList<string>> Words(UnitStatus? unit, Patient patient, CancellationToken cancel)
    {
        if (unit is not null) return await new UnitWitness(patient.Gateway.Unit, tools, patient.Time).LastStart(unit, Lines, cancel);
        var log = patient.Manager is ManagerKind.Launchd
            ? Path.Combine(patient.Gateway.Home, "Library", "Logs", "openclaw", "gateway.log")
            : Path.Combine(patient.HealerHome, "gateways", patient.Gateway.Id.Value, "gateway.log");
        return File.Exists(log) ? LastStart(LastWords.TailOf(log)) : [];
    }

    /// <summary>The lines of the last start in a log that holds several: from its first word on, where that is among the last lines.</summary>
    internal static IReadOnlyList<string> LastStart(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(Lines).ToArray();
        var begin = Array.FindLastIndex(lines, static line => line.Contains("loading configuration", StringComparison.Ordinal));
        return begin > 0 ? lines[begin..] : lines;
    }

    private static IEnumerable<Finding> Ending(ProcessState state, UnitStatus? unit, int restarts, IReadOnlyList<string> words, IReadOnlyList<Finding> read)
    {
        if (state.LastExit is not { } exit || exit.IsClean) yield break;
        var last = LastWords.Of(string.Join('\n', words));
        if (last.Length > 0) yield return Found.Info(FindingIds.ExitWords, 0.8, $"before it ended ({exit}) it said: {last}", "its last words", ("text", last));
        if (restarts > 1)
        {
            yield return Found.Warning(
                FindingIds.ExitRepeated, 1, $"it has ended again and again: {exit}, restarted {restarts} times", "systemctl show",
                ("code", exit.Code?.ToString(CultureInfo.InvariantCulture)), ("signal", exit.Signal?.ToString(CultureInfo.InvariantCulture)), ("times", restarts.ToString(CultureInfo.InvariantCulture)));
        }

        if (unit?["Result"] == "oom-kill" && read.All(static f => f.Id != FindingIds.MemoryKilled))
            yield return Found.Blocking(FindingIds.MemoryKilled, 1, "the kernel killed it for want of memory", "systemctl show", ("message", "Result=oom-kill"));
        else if (exit.Code == KilledByKernel && read.Count == 0)
            yield return Found.Warning(FindingIds.MemoryKilled, 0.4, "it was killed from outside, as the kernel does for want of memory", "its exit code", ("message", exit.ToString()));
        else if ((exit.Code == AbortedByNode || exit.Signal == 6) && read.All(static f => f.Id != FindingIds.MemoryHeap))
            yield return Found.Warning(FindingIds.MemoryHeap, 0.5, "node aborted, as it does when its heap is full", "its exit code", ("message", exit.ToString()));
        if (exit.Code == ProcessExit.ConfigRefused && read.Count == 0)
            yield return Found.Blocking(FindingIds.ConfigRefused, 0.6, $"it refused to start with its config (exit code 78){(last.Length > 0 ? $": {last}" : "")}", "its exit code", ("message", last), ("paths", ""));
    }

    // The words may be old: the names are asked for once more.
    private static async Task<Finding> Asked(Finding finding, CancellationToken cancel)
    {
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        clock.CancelAfter(NameLimit);
        try
        {
            await Dns.GetHostAddressesAsync(finding.Fact("host") ?? "", clock.Token);
            return finding with { Severity = FindingSeverity.Info, Confidence = 0.2, Summary = $"{finding.Summary} (it can be resolved now)" };
        }
        catch (Exception failed) when (failed is SocketException or ArgumentException || (failed is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return finding with { Severity = FindingSeverity.Warning, Confidence = 0.8 };
        }
    }
}
