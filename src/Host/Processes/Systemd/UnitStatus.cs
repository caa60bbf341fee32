using System.Globalization;
using OpenClaw.Actors.Watchdog;

namespace OpenClaw.Host.Processes.Systemd;

/// <summary>What <c>systemctl show</c> says of a service unit (org.freedesktop.systemd1(5)).</summary>
public sealed record UnitStatus(IReadOnlyDictionary<string, string> Values)
{
    /// <summary>What is asked for.</summary>
    public static readonly IReadOnlyList<string> Properties =
    [
        "LoadState", "ActiveState", "SubState", "MainPID", "Result", "ExecMainPID", "ExecMainCode", "ExecMainStatus",
        "ExecMainStartTimestamp", "ExecMainExitTimestamp", "NRestarts", "UnitFileState", "Job",
        StateChange, StateChange + Exactly, InactiveEnter + Exactly, ActiveExit + Exactly, MainExit + Exactly, "RestartUSec", "RestartUSecNext",
    ];

    private const int PropertiesForPeople = 13;
    private const string StateChange = "StateChangeTimestamp";
    private const string InactiveEnter = "InactiveEnterTimestamp";
    private const string ActiveExit = "ActiveExitTimestamp";
    private const string MainExit = "ExecMainExitTimestamp";

    // The same moment in microseconds of the monotonic clock.
    private const string Exactly = "Monotonic";

    private const string Exited = "1";
    private const string Killed = "2";
    private const string Dumped = "3";

    /// <summary>Whether systemd has the unit's file.</summary>
    public bool IsLoaded => this["LoadState"] == "loaded";

    /// <summary>The main process, 0 when there is none.</summary>
    public int MainPid => Number("MainPID") ?? 0;

    /// <summary>The main process of the last start, still there after it has ended.</summary>
    public int LastMainPid => Number("ExecMainPID") ?? 0;

    /// <summary>When the last main process was started, to the second; null before it ever ran.</summary>
    public DateTimeOffset? LastStartedAt => When("ExecMainStartTimestamp");

    /// <summary>How the last main process ended; null while it runs and before it ever ran.</summary>
    public ProcessExit? LastExit => (this["ExecMainCode"], Number("ExecMainStatus"), When("ExecMainExitTimestamp")) switch
    {
        (Exited, { } code, { } at) => new(code, null, at),
        (Killed or Dumped, { } signal, { } at) => new(null, signal, at),
        _ => null,
    };

    /// <summary>The unit in the watchdog's words.</summary>
    public ServiceState Service => (IsLoaded, this["ActiveState"]) switch
    {
        // Masking is the owner's strongest word for "keep it off".
        (false, _) when this["LoadState"] == "masked" => ServiceState.StoppedOnPurpose,
        (false, _) => ServiceState.NotLoaded,
        (_, "active" or "reloading" or "refreshing") => MainPid > 0 ? ServiceState.Running : ServiceState.Unknown,
        (_, "activating") => this["SubState"] == "auto-restart" ? ServiceState.RestartPending : ServiceState.Restarting,
        (_, "deactivating") => ServiceState.Stopping,
        // Between the two halves of a restart a unit is down for a moment, and its start is a job that waits.
        (_, "failed" or "inactive") when Number("Job") > 0 => ServiceState.Restarting,
        (_, "failed") => ServiceState.Failed,
        // Whatever the last result was: a unit that ends by itself is failed or restarted, only a stop makes it inactive.
        (_, "inactive") => ServiceState.StoppedOnPurpose,
        _ => ServiceState.Unknown,
    };

    /// <summary>When systemd will start a unit that waits for its restart by itself, at the earliest; null when it does not wait or that is not known.</summary>
    public DateTimeOffset? RestartDue =>
        Service is ServiceState.RestartPending && When(StateChange) is { } since
        && (SystemdTime.Span(this["RestartUSecNext"]) ?? SystemdTime.Span(this["RestartUSec"])) is { } pause
            ? since + pause
            : null;

    /// <summary>
    /// How a failed unit came to be so, as its own times tell (measured with systemd 252): who is stopped leaves "active" before its process ends, who
    /// crashes after it; and a start that is refused changes the state of a unit that was down already. <c>Result</c> does not tell: after a crash loop
    /// that met the start limit it still is <c>exit-code</c>, as it is after a stop that ended badly.
    /// </summary>
    public UnitEnd End => this switch
    {
        _ when this["Result"] == "start-limit-hit" => UnitEnd.StartRefused,
        _ when Moment(InactiveEnter) is { } down && Moment(StateChange) is { } changed && changed > down => UnitEnd.StartRefused,
        _ when Moment(ActiveExit) is { } left && Moment(MainExit) is { } ended && left < ended => UnitEnd.Stopped,
        _ => UnitEnd.Crashed,
    };

    /// <summary>Marks one failure among others: the moment of the unit's last change.</summary>
    public string Change => this[StateChange + Exactly];

    /// <summary>When the unit's state changed last, to the second.</summary>
    public DateTimeOffset? ChangedAt => When(StateChange);

    /// <summary>A property, empty when systemd did not give it.</summary>
    public string this[string property] => Values.GetValueOrDefault(property, "");

    /// <summary>Reads <c>Name=value</c> lines; null when they are not a unit's.</summary>
    public static UnitStatus? Parse(string output)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.IndexOf('=') is > 0 and var border)
                values[line[..border]] = line[(border + 1)..].Trim();
        }

        return values.ContainsKey("LoadState") ? new(values) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => CommandText.Clean(
        string.Join(' ', Properties.Take(PropertiesForPeople).Where(name => this[name].Length > 0).Select(name => $"{name}={this[name]}")), maxLength: 400);

    private int? Number(string property) => int.TryParse(this[property], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private long? Moment(string property) =>
        long.TryParse(this[property + Exactly], NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0 ? microseconds : null;

    // "Mon 2026-11-23 13:07:09 UTC": systemctl is run with TZ=UTC and LC_ALL=C, as only newer ones can be asked for another form.
    private DateTimeOffset? When(string property) =>
        DateTimeOffset.TryParseExact(
            this[property], "ddd yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : null;
}

/// <summary>How a unit came to be <c>failed</c>.</summary>
public enum UnitEnd
{
    /// <summary>Its process ended by itself, and systemd does not start it again.</summary>
    Crashed,

    /// <summary>It was told to stop, and its process ended badly while it did: killed after its stop budget, or with an exit code.</summary>
    Stopped,

    /// <summary>systemd refused to start it once more: its start limit.</summary>
    StartRefused,
}
