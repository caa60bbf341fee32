using OpenClaw.Host.Logging;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Schedules;

namespace OpenClaw.Host.Configuration;

/// <summary><c>openclaw.notify.digest</c>.</summary>
public sealed record DigestSettings
{
    /// <summary><c>schedule</c>: when the daemon tells it, in the host's time zone; null: never.</summary>
    internal CronSchedule? Schedule { get; init; }

    /// <summary><c>channels</c>: the channels that get it; empty: see <see cref="Digests.DigestChannels"/>.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    internal static DigestSettings Read(SettingsReader read) => new()
    {
        Schedule = read.Find("notify.digest.schedule") is { } given ? Cron(given) : null,
        // A list without an item is no value in HOCON.
        Channels = read.Find("notify.digest.channels") is null or { Items.Count: 0 } ? [] : read.Names("notify.digest.channels", ConfiguredChannels.AllNames),
    };

    private static CronSchedule Cron(Given given)
    {
        const string Example = "Write for example \"0 9 * * 1\" (Mondays at nine) or \"\" for never";
        try
        {
            return CronSchedule.Parse(given.Text);
        }
        catch (FormatException none)
        {
            throw SettingsReader.Wrong(given, UntrustedText.OneLine(none.Message, 150), Example);
        }
    }
}
