using System.Globalization;

namespace OpenClaw.Sandbox;

/// <summary>The gateway's unit as systemd itself tells of it.</summary>
public sealed class GatewayUnit(SystemdSandbox sandbox)
{
    /// <summary>MESSAGE_ID of "Started …" (systemd.journal-fields(7), <c>sd-messages.h</c>).</summary>
    private const string StartedMessage = "39f53479d3a045ac8e11786248231fbf";

    /// <summary>One property of <c>systemctl show</c>; empty when the unit has none of it.</summary>
    public async Task<string> Property(string name) => (await sandbox.Systemctl("show", "--value", "--property", name, Owner.Unit)).Output.Trim();

    /// <summary>Its main process, by its pid on the host; null while there is none.</summary>
    public async Task<ProcessRef?> MainProcess() =>
        int.TryParse(await Property("MainPID"), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? sandbox.Process(pid) : null;

    /// <summary>How often systemd started it again by itself since its last reset.</summary>
    public async Task<int> Restarts() => int.Parse(await Property("NRestarts"), CultureInfo.InvariantCulture);

    /// <summary>How often it was started since the sandbox booted, by whomever, as the journal tells.</summary>
    public async Task<int> Starts() =>
        (await sandbox.Journal($"MESSAGE_ID={StartedMessage}", $"USER_UNIT={Owner.Unit}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>Lays a drop-in beside the unit and lets systemd read it; null takes it away.</summary>
    public async Task DropIn(string name, string? text)
    {
        var file = $"{Owner.Home}/.config/systemd/user/{Owner.Unit}.d/{name}.conf";
        if (text is not null)
            await sandbox.WriteFile(file, text);
        else
            await sandbox.Run(["rm", "-f", file]);
        if (await sandbox.Systemctl("daemon-reload") is { Succeeded: false } read)
            throw new InvalidOperationException($"systemd could not read the drop-in {name}: {read.Complaint}");
    }
}
