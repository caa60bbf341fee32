using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Daemon;

namespace OpenClaw.Host.Heartbeat;

/// <summary>
/// The last word, when all actors have ended. A daemon that was asked to stop leaves a note, which changes nothing there: the check has at least its grace time left, enough for an update or a
/// reboot, and falls when nobody starts the daemon again, which its owner wants to know. One that has lost itself says so at once.
/// </summary>
/// <param name="heartbeat">Where it is told.</param>
/// <param name="isLost">Whether the healer has lost itself.</param>
/// <param name="time">The clock of the patience.</param>
/// <param name="log">Where it is said that it could not be told.</param>
internal sealed class HeartbeatFarewell(IHeartbeat heartbeat, Func<bool> isLost, TimeProvider time, ILogger<HeartbeatFarewell> log) : IHostedService
{
    /// <summary>How long the end of the process is held up for it, at most: a service manager's patience has an end too.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Not the host's token: actors that were slow to end have used that up, and this has an end of its own.
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            var (beat, text) = isLost() ? (Beat.Failing, HeartbeatText.Lost(ProductVersion.Text)) : (Beat.Note, HeartbeatText.Stopped(ProductVersion.Text));
            var outcome = await heartbeat.Send(beat, text, patience.Token).WaitAsync(patience.Token);
            var why = outcome switch { Delivery.TryLater later => later.Why, Delivery.Refused refused => refused.Why, _ => null };
            if (why is not null) log.LogWarning("The heartbeat's last word was not taken: {Why}", why);
        }
        catch (OperationCanceledException)
        {
            log.LogWarning("The heartbeat's last word was not taken within {Seconds} s", Patience.TotalSeconds);
        }
    }
}
