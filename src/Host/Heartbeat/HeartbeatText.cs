using System.Globalization;
using System.Text;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Heartbeat;

/// <summary>
/// What a ping says besides: what is wrong first, as the end is cut. It goes to a stranger's computer, so names, phases and times only: no evidence, which may hold lines of logs.
/// </summary>
internal static class HeartbeatText
{
    private const int LongestLine = 200;

    /// <summary>The daemon has started.</summary>
    public static string Started(string version, IEnumerable<string> gateways) => $"openclaw-actors {version} has started. It watches {string.Join(", ", gateways)}.";

    /// <summary>It was asked to stop.</summary>
    public static string Stopped(string version) =>
        $"openclaw-actors {version} was asked to stop and has stopped in order. Nobody watches the gateways until it runs again; this check falls when that takes longer than its grace time.";

    /// <summary>The healer is lost.</summary>
    public static string Lost(string version) => $"openclaw-actors {version} has lost its healer by a bug of its own and ends with 70. Its service manager should start a new one.";

    /// <summary>How everything stands.</summary>
    /// <param name="version">Ours.</param>
    /// <param name="silent">What does not answer.</param>
    /// <param name="overdue">The channels that make this a failure.</param>
    /// <param name="standing">What is known of gateways and channels.</param>
    /// <param name="now">When.</param>
    public static string Of(string version, IReadOnlyList<string> silent, IReadOnlyList<ChannelHealth> overdue, Standing standing, DateTimeOffset now)
    {
        var text = new StringBuilder();
        void Line(string line) => text.Append(UntrustedText.OneLine(line, LongestLine)).Append('\n');
        foreach (var part in silent) Line($"{part}.");
        foreach (var channel in overdue) Line($"Alerts do not arrive on {Of(channel, now)}.");
        Line($"openclaw-actors {version} at {now:yyyy-MM-dd HH:mm:ss} UTC");
        foreach (var (status, since) in standing.Gateways.Values.OrderByDescending(static g => g.Status.Incident is not null))
        {
            var incident = status.Incident is { } open ? $"incident {open}, {(status.Tier is { } tier ? $"tier {tier}" : "no tier yet")}" : "no incident";
            Line($"gateway {status.Gateway}: {status.Phase} since {since:yyyy-MM-dd HH:mm:ss} UTC, {incident}{(status.Pause is null ? "" : ", paused")}");
        }

        if (standing.Gateways.IsEmpty) Line("no gateway was looked at yet");
        foreach (var channel in standing.Failing.Values.Except(overdue)) Line($"channel {Of(channel, now)}");
        return text.ToString();
    }

    private static string Of(ChannelHealth channel, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{channel.Channel}: failing for {(now - channel.FailingSince!.Value).TotalMinutes:0} min ({channel.Why ?? "not said why"})");
}
