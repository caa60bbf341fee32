using System.Globalization;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes.Launchd;

/// <summary>
/// What <c>launchctl print</c> says of a job. Its output is for people and holds the job's environment with its secrets: only the few lines named
/// here are ever taken out of it.
/// </summary>
/// <param name="State"><c>running</c>, <c>not running</c>, <c>spawn scheduled</c> and so on.</param>
/// <param name="Pid">The process, null when there is none.</param>
/// <param name="LastExitCode">The exit code of the last run, null when it never ended or was killed.</param>
/// <param name="LastSignal">The signal that ended the last run, where launchd tells (<c>last terminating signal</c>).</param>
/// <param name="Runs">How often it was started since it was loaded.</param>
public sealed record JobStatus(string State, int? Pid, int? LastExitCode, int? LastSignal, int? Runs)
{
    // launchd's own throttle where the job sets none (launchd.plist(5), ThrottleInterval).
    private const int UsualMinimumRuntime = 10;
    private const int PausesUntilParked = 3;

    /// <summary>launchd is to start it again whenever it ends (<c>properties = keepalive</c>).</summary>
    public bool KeepsAlive { get; init; }

    /// <summary>How far apart its starts are at least (<c>minimum runtime</c>, the plist's ThrottleInterval).</summary>
    public TimeSpan MinimumRuntime { get; init; } = TimeSpan.FromSeconds(UsualMinimumRuntime);

    /// <summary>How long launchd may leave a job that it is to keep alive without a process before it must be said to have parked it.</summary>
    public TimeSpan ParkedAfter => PausesUntilParked * MinimumRuntime;

    /// <summary>It ran, is to be kept alive, and has neither a process nor a start that is due: launchd does so after a burst of crashes.</summary>
    public bool MayBeParked => KeepsAlive && Runs > 0 && Service is ServiceState.Failed;

    /// <summary>The job in the watchdog's words.</summary>
    public ServiceState Service => this switch
    {
        { State: "running" } or { Pid: > 0 } => ServiceState.Running,
        { State: "not running" or "exited" } => ServiceState.Failed,
        // xpcproxy is launchd's own helper, about to become the job's program.
        { State: "xpcproxy" } => ServiceState.Restarting,
        { State: "waiting" } => ServiceState.RestartPending,
        _ when State.Contains("spawn", StringComparison.Ordinal) => ServiceState.RestartPending,
        _ => ServiceState.Unknown,
    };

    /// <summary>How many runs have ended: the one that runs now has not.</summary>
    public int? EndedRuns => Runs - (Pid > 0 ? 1 : 0);

    /// <summary>Reads the output; null when it names no state.</summary>
    public static JobStatus? Parse(string output)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in output.Split('\n'))
        {
            // The job's own lines stand one tab deep; deeper ones belong to its environment, sockets and the like.
            if (line.StartsWith('\t') && !line.StartsWith("\t\t", StringComparison.Ordinal)
                && line.IndexOf(" = ", StringComparison.Ordinal) is > 0 and var border)
                values.TryAdd(line[1..border], line[(border + 3)..].Trim());
        }

        if (!values.TryGetValue("state", out var state))
            return null;
        var signal = LastNumber(values.GetValueOrDefault("last terminating signal"));
        return new(
            CommandText.Clean(state, 40),
            FirstNumber(values.GetValueOrDefault("pid")),
            signal is null ? FirstNumber(values.GetValueOrDefault("last exit code")) : null,
            signal,
            FirstNumber(values.GetValueOrDefault("runs")))
        {
            KeepsAlive = values.GetValueOrDefault("properties", "").Split('|', StringSplitOptions.TrimEntries).Contains("keepalive"),
            MinimumRuntime = TimeSpan.FromSeconds(FirstNumber(values.GetValueOrDefault("minimum runtime")) ?? UsualMinimumRuntime),
        };
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"state={State} pid={Text(Pid)} runs={Text(Runs)} last exit={(LastSignal is { } signal ? $"signal {signal}" : Text(LastExitCode))}";

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";

    // "78: EX_CONFIG", "0", "(never exited)"
    private static int? FirstNumber(string? text) =>
        int.TryParse(text?.Split(':')[0].Trim(), CultureInfo.InvariantCulture, out var number) ? number : null;

    // "Killed: 9"
    private static int? LastNumber(string? text) =>
        int.TryParse(text?.Split(':')[^1].Trim(), CultureInfo.InvariantCulture, out var number) ? number : null;
}
