using System.Globalization;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Host.Configuration;

/// <summary>Quiet hours as their owner writes them: <c>22:00-07:00</c>, in the time zone of this machine.</summary>
internal static class QuietText
{
    private const string Never = "none";

    /// <summary>A channel's, its own before those of all; null: it has none.</summary>
    /// <exception cref="ConfigurationException">They are no hours of the day.</exception>
    public static QuietHours? Of(SettingsReader read, string channel)
    {
        if ((read.Find($"notify.{channel}.quiet") ?? read.Find("notify.quiet")) is not { } given || given.Text.Equals(Never, StringComparison.OrdinalIgnoreCase)) return null;
        return given.Text.Split('-', StringSplitOptions.TrimEntries) is [var from, var to] && Clock(from) is { } begin && Clock(to) is { } end && begin != end
            ? new QuietHours(begin, end, TimeZoneInfo.Local)
            : throw SettingsReader.Wrong(given, "expected two times of the day", "Write for example 22:00-07:00, or none");
    }

    private static TimeOnly? Clock(string text) => TimeOnly.TryParseExact(text, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock) ? clock : null;
}
