using System.Globalization;
using System.Text;
using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Remote.Telegram;

/// <summary>
/// Up to which update a bot's messages were taken, <c>HOME/remote-telegram</c> (0600; bot, number and time on one line). Written before anything in them is looked at, so
/// that a daemon that is killed meanwhile is not told the same again by its next one.
/// </summary>
/// <param name="home">The state folder.</param>
/// <param name="bot">The bot's id; the numbers of another bot mean nothing here.</param>
internal sealed class TelegramMark(string home, string bot)
{
    /// <summary>The file's name.</summary>
    public const string Name = "remote-telegram";

    // A bot without an update for a week goes on with a number chosen by chance (Bot API, Update): an older mark might hide what comes.
    private static readonly TimeSpan Holds = TimeSpan.FromDays(6);

    private string PathName => Path.Combine(home, Name);

    /// <summary>Reads it.</summary>
    /// <param name="now">Now.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Whether this bot was listened to before, and the first update that is wanted; null for whatever was never confirmed.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public async Task<(bool IsKnown, long? Offset)> Read(DateTimeOffset now, CancellationToken cancel)
    {
        var parts = Encoding.UTF8.GetString(await PrivateFiles.Read(PathName, cancel)).Trim().Split(' ');
        if (parts is not [var whose, var number, var seconds] || whose != bot
            || !long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var offset) || !long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at))
            return (false, null);
        var age = now.ToUnixTimeSeconds() - at;
        return (true, age >= 0 && age < Holds.TotalSeconds && offset > 0 ? offset : null);
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task Write(long offset, DateTimeOffset now, CancellationToken cancel)
    {
        PrivateFiles.Folder(home, ours: false);
        await PrivateFiles.Write(PathName, string.Create(CultureInfo.InvariantCulture, $"{bot} {offset} {now.ToUnixTimeSeconds()}\n"), cancel);
    }
}
