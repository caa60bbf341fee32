using System.Globalization;
using System.Text.Json;

namespace OpenClaw.Host.Processes.Systemd;

/// <summary><c>systemctl --user</c> for one unit.</summary>
public sealed class Systemctl(SystemdOptions options, TimeProvider time)
{
    // sd-messages(3): the manager's own words on a unit's jobs.
    private const string Started = "39f53479d3a045ac8e11786248231fbf";
    private const string Stopped = "9d1aaa27d60140bd96365438aad20286";
    private const string StartFailed = "be02cf6855d2428ba40df7e9d022f03d";

    private readonly HostCommand _systemctl = new(options.Systemctl, time, UserBus());
    private readonly HostCommand _journalctl = new(options.Journalctl, time, UserBus());

    /// <summary>Asks for the unit; null with the reason when the user's manager cannot be asked.</summary>
    public async Task<(UnitStatus? Status, string Why)> Show(CancellationToken cancel)
    {
        var answer = await _systemctl.Run(
            ["--user", "show", options.Unit, "--no-pager", "-p", string.Join(',', UnitStatus.Properties)], cancel, options.CommandTimeout);
        if (!answer.Succeeded)
            return (null, answer.Complaint);
        return UnitStatus.Parse(answer.Output) is { } status ? (status, "") : (null, "systemctl show gave no LoadState");
    }

    /// <summary>Gives one order about the unit.</summary>
    public Task<CommandAnswer> Order(string verb, CancellationToken cancel) =>
        _systemctl.Run(verb is "reset-failed" ? ["--user", verb, options.Unit] : ["--user", verb, "--no-block", options.Unit], cancel, options.CommandTimeout);

    /// <summary>What one process of the unit wrote last; empty when the journal has nothing of it or cannot be read.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="since">When it was started: earlier lines are of another one that had its pid. Null when that is not known.</param>
    /// <param name="lines">How many lines.</param>
    /// <param name="cancel">Ends the look.</param>
    public async Task<string> Journal(int pid, DateTimeOffset? since, int lines, CancellationToken cancel)
    {
        // Not by unit: journald does not know the user's units wherever their manager does not run below user.slice.
        List<string> arguments =
        [
            "--user", "--boot", "--no-pager", "--quiet", "--output=cat", "-n", lines.ToString(CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"_PID={pid}"),
        ];
        if (since is { } start)
            arguments.Add(string.Create(CultureInfo.InvariantCulture, $"--since=@{start.ToUnixTimeSeconds()}"));
        var answer = await _journalctl.Run(arguments, cancel, options.CommandTimeout);
        return answer.Succeeded ? answer.Output : "";
    }

    /// <summary>What the user's manager did to the unit last, as it wrote into the journal; null when the journal does not tell.</summary>
    public async Task<ManagersWord?> LastWord(CancellationToken cancel)
    {
        var answer = await _journalctl.Run(
            [
                "--user", "--boot", "--no-pager", "--quiet", "--output=json", "--output-fields=MESSAGE_ID,JOB_TYPE", "-n", "1", $"USER_UNIT={options.Unit}", "_COMM=systemd",
                $"MESSAGE_ID={Started}", $"MESSAGE_ID={Stopped}", $"MESSAGE_ID={StartFailed}",
            ],
            cancel,
            options.CommandTimeout);
        return answer.Succeeded ? WordOf(answer.Output) : null;
    }

    internal static ManagersWord? WordOf(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return (Field(json.RootElement, "MESSAGE_ID"), Field(json.RootElement, "JOB_TYPE")) switch
            {
                (Started, _) => ManagersWord.Started,
                (Stopped, "stop") => ManagersWord.Stopped,
                (Stopped, _) => ManagersWord.StoppedForRestart,
                (StartFailed, _) => ManagersWord.StartFailed,
                _ => null,
            };
        }
        catch (JsonException)
        {
            // Nothing was found, or the line is not what journalctl(1) promises: the journal then has no word on it.
            return null;
        }
    }

    private static string Field(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    // A daemon that is started from cron or over ssh has no session, but the user's manager may run all the same.
    internal static Dictionary<string, string> UserBus() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"))
            ? new() { ["XDG_RUNTIME_DIR"] = string.Create(CultureInfo.InvariantCulture, $"/run/user/{Posix.GetUid()}") }
            : [];
}

/// <summary>What the user's manager wrote of a unit last.</summary>
public enum ManagersWord
{
    /// <summary>A start was done.</summary>
    Started,

    /// <summary>A stop was done that somebody had ordered.</summary>
    Stopped,

    /// <summary>The first half of a restart was done.</summary>
    StoppedForRestart,

    /// <summary>A start was refused or failed.</summary>
    StartFailed,
}
