using System.Globalization;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Playbook.Memory;

/// <summary>
/// Sees a gateway run out of memory before it dies of it, in the middle of somebody's work. It tells its owner, once for each process; where he allows it, it has
/// OpenClaw restart itself when it is idle (<c>openclaw gateway restart --safe</c>), which is as if he had typed that: no outage, and nothing for the incident's brain.
/// </summary>
/// <param name="gateway">The gateway.</param>
/// <param name="read">Its memory.</param>
/// <param name="restart">OpenClaw's own restart when idle; null when its owner wants to be told only.</param>
/// <param name="time">The clock.</param>
public sealed class MemoryForesight(GatewayId gateway, Func<ProcessIdentity, MemoryReading?> read, Func<CancellationToken, Task<CommandAnswer>>? restart, TimeProvider time)
{
    /// <summary>The part of the limit from which on it is told.</summary>
    public const double High = 0.85;

    // One reading may be a moment between two collections of garbage.
    private const int HighReadings = 3;

    private (ProcessIdentity Process, long At, long Resident)? _first;
    private int _high;
    private ProcessIdentity? _told;

    /// <summary>Looks once, one at a time; every minute or so.</summary>
    /// <param name="process">The process that serves; null when it does not serve right now.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The news, null when there is none.</returns>
    public async Task<Announcement?> Look(ProcessIdentity? process, CancellationToken cancel)
    {
        if (process is null || read(process) is not { } reading)
        {
            _high = 0;
            return null;
        }

        if (_first?.Process != process) (_first, _high) = ((process, time.GetTimestamp(), reading.Resident), 0);
        _high = reading.Share >= High ? _high + 1 : 0;
        if (_high < HighReadings || _told == process) return null;
        _told = process;
        if (restart is null) return Tell(process, reading, "Nothing is done about it: a restart ends what it is working on.", "Restart it when it is idle: openclaw gateway restart --safe");
        var answer = await restart(cancel);
        return answer.Succeeded
            ? Tell(process, reading, "OpenClaw has restarted it as soon as it was idle.", null)
            : Tell(process, reading, $"OpenClaw would not restart it by itself: {UntrustedText.OneLine(answer.Complaint, 200)}.", "Restart it when it suits you: openclaw gateway restart");
    }

    private Announcement Tell(ProcessIdentity process, MemoryReading reading, string done, string? yourTurn) => new(
        string.Create(CultureInfo.InvariantCulture, $"notice/{gateway}/memory-high/{process.Pid}-{process.StartTime}"), gateway, null, yourTurn is null ? Severity.Info : Severity.Warning,
        "Its memory is nearly used up",
        $"It has {Size(reading.Resident)}; at {Size(reading.Limit)} it is ended by {reading.Who}. {Growth(reading)}{done}",
        [], yourTurn, time.GetUtcNow());

    private string Growth(MemoryReading reading)
    {
        var (since, grown) = (time.GetElapsedTime(_first!.Value.At), reading.Resident - _first.Value.Resident);
        if (since < TimeSpan.FromMinutes(10) || grown <= 0) return "";
        var perHour = grown / since.TotalHours;
        return string.Create(CultureInfo.InvariantCulture, $"It has grown by {Size((long)perHour)} an hour: about {(reading.Limit - reading.Resident) / perHour:0.#} h are left. ");
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0} MB");
}
