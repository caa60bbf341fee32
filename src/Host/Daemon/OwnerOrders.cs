using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Daemon;

/// <summary>
/// The owner's orders as they are written down for the daemon: one road for the command line and for chats. Each fails with <see cref="IOException"/> when the word
/// cannot be written.
/// </summary>
internal static class OwnerOrders
{
    /// <summary>Hands off from now on, for a while or (null) until a resume; a start asked for before is taken back.</summary>
    /// <returns>The word as it is now.</returns>
    public static async Task<OwnerWord> Pause(OwnerWordFile file, TimeSpan? length, string? reason, DateTimeOffset now, CancellationToken cancel)
    {
        OwnerWord Paused(OwnerWord before) => before.Anew with { PausedSince = now, PausedUntil = now + length, Reason = reason };
        return Paused(await file.Change(Paused, cancel));
    }

    /// <summary>The end of a pause and of an owner's stop: the gateway is to run, and to be looked after.</summary>
    /// <returns>The word before.</returns>
    public static Task<OwnerWord> Start(OwnerWordFile file, DateTimeOffset now, CancellationToken cancel) => file.Change(before => before.Anew with { StartAskedAt = now }, cancel);

    /// <summary>The outage that is open is to be treated (again), now.</summary>
    /// <exception cref="ConfigurationException">It is paused: its owner must end that first.</exception>
    public static async Task Heal(OwnerWordFile file, DateTimeOffset now, CancellationToken cancel)
    {
        if ((await file.Read(cancel)).IsPausedAt(now)) throw new ConfigurationException($"{file.Gateway} is paused: say 'openclaw-actors resume' first.");
        await file.Change(word => word with { HealAskedAt = now }, cancel);
    }

    /// <summary>A yes to exactly one proposal.</summary>
    public static Task Approve(OwnerWordFile file, ApprovedWord yes, CancellationToken cancel) => file.Change(word => word with { Approved = yes }, cancel);

    /// <summary>An incident was seen.</summary>
    public static Task Acknowledge(OwnerWordFile file, AcknowledgedWord seen, CancellationToken cancel) => file.Change(word => word with { Acknowledged = seen }, cancel);

    /// <summary>Why a pause is made, as it may be kept; null when it is not one line of 1 to <see cref="OwnerWord.LongestReason"/> characters.</summary>
    public static string? Reason(string text) =>
        text.Trim() is { Length: > 0 and <= OwnerWord.LongestReason } line && !line.Any(char.IsControl) ? UntrustedText.OneLine(line, OwnerWord.LongestReason) : null;
}
