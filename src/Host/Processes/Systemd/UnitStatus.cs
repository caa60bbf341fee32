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
        "ExecMainStartTimestamp", "ExecMainExitTimestamp", "NRestarts", "UnitFileState",
    ];

    private const string Exited = "1";
    private const string Killed = "2";
    private const string Dumped = "3";

    /// <summary>Whether systemd has the unit's file.</summary>
    public bool IsLoaded => this["LoadState"] == "loaded";

    /// <summary>The main process, 0 when there is none.</summary>
    public int MainPid => Number("MainPID") ?? 0;

    /// <summary>The main process of the last start, still there after it has ended.</summary>
    public int LastMainPid => Number("ExecMainPID") ?? 0;

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
        (_, "activating") => ServiceState.Restarting,
        (_, "deactivating") => ServiceState.Stopping,
        (_, "failed") => ServiceState.Failed,
        // Whatever the last result was: a unit that ends by itself is failed or restarted, only a stop makes it inactive.
        (_, "inactive") => ServiceState.StoppedOnPurpose,
        _ => ServiceState.Unknown,
    };

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
        string.Join(' ', Properties.Where(name => this[name].Length > 0).Select(name => $"{name}={this[name]}")), maxLength: 400);

    private int? Number(string property) => int.TryParse(this[property], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // "Mon 2026-11-23 13:07:09 UTC": systemctl is run with TZ=UTC and LC_ALL=C, as only newer ones can be asked for another form.
    private DateTimeOffset? When(string property) =>
        DateTimeOffset.TryParseExact(
            this[property], "ddd yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : null;
}
