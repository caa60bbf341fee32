using System.Globalization;
using OpenClaw.Host.Playbook.Evidence;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Cli.Checks;

/// <summary>The clock: by it budgets are counted and certificates judged. The system says itself whether it is kept in time; no server is asked.</summary>
/// <param name="time">The clock.</param>
/// <param name="tools">The system's programs.</param>
internal sealed class ClockCheck(TimeProvider time, SystemTools tools) : ICheck
{
    private static readonly TimeSpan Ask = TimeSpan.FromSeconds(4);

    // This program is younger than that.
    private static readonly DateTimeOffset Earliest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public string Area => "clock";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CheckLine>> Look(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var shown = now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        if (now < Earliest) return [this.Fault($"it says {shown}", "set it; certificates and sign-ins fail with such a clock")];
        return [await Synchronized(cancel) switch
        {
            true => this.Ok($"{shown}, kept in time by the system"),
            false => this.Warning($"{shown}, and the system does not keep it in time", OperatingSystem.IsMacOS() ? "switch on 'set time automatically' in System Settings" : "timedatectl set-ntp true"),
            null => this.Ok($"{shown} (whether it is kept in time cannot be told here)"),
        }];
    }

    private async Task<bool?> Synchronized(CancellationToken cancel)
    {
        if (OperatingSystem.IsMacOS())
        {
            // timed(8) keeps the clock; a Mac has no word on how well.
            var daemon = await new HostCommand(tools.Launchctl, time).Run(["print", "system/com.apple.timed"], cancel, Ask);
            return daemon.ExitCode is null ? null : daemon.Succeeded;
        }

        var answer = await new HostCommand("timedatectl", time).Run(["show", "-p", "NTPSynchronized", "--value"], cancel, Ask);
        return !answer.Succeeded ? null : answer.Output.Trim() switch { "yes" => true, "no" => false, _ => null };
    }
}
