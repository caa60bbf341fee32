using System.Text;
using System.Text.RegularExpressions;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Daemon;

namespace OpenClaw.Host.Remote;

/// <summary>Reads commands out of messages. Whatever is not exactly a command is none: nothing is guessed, and no part of a message becomes a program's argument unread.</summary>
internal static partial class RemoteCommands
{
    /// <summary>The longest message in UTF-16 units that is looked at.</summary>
    public const int LongestText = 300;

    /// <summary>What is answered to <c>help</c>.</summary>
    public const string Help =
        """
        status - how the gateways stand
        incidents - the newest ones
        ack [INCIDENT] - I have seen it: no more reminders
        pause [GATEWAY] 30m [reason] - hands off for so long
        resume [GATEWAY] - the end of a pause
        restart [GATEWAY]
        approve [INCIDENT] - do what was proposed
        undo [INCIDENT] - take the last change back
        What acts is answered with what would be done and a code of six digits; send the code within 2 minutes.
        """;

    private const string NotUnderstood = "That is no command. Send help to see them.";

    /// <summary>Reads one.</summary>
    /// <param name="text">The message as it came.</param>
    /// <param name="gateways">The names of the gateways.</param>
    public static RemoteCommand Parse(string text, IReadOnlyCollection<string> gateways)
    {
        if (text.Length > LongestText) return new RemoteCommand.Unclear("That is too long for a command. Send help to see them.");
        var line = text.Trim();
        // In two lines the second would pass for a reason of the first.
        if (line.Any(static c => char.IsControl(c) || c is '\u2028' or '\u2029')) return new RemoteCommand.Unclear("One command is one line. Send help to see them.");
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words switch
        {
            [] => new RemoteCommand.Unclear(NotUnderstood),
            // Letters and digits of other scripts that look like ours, or become ours in another case, are none of ours.
            [var first, ..] when !Ascii.IsValid(first) => new RemoteCommand.Unclear(NotUnderstood),
            [var code] when Code().IsMatch(code) => new RemoteCommand.Confirm(code),
            [var first, .. var rest] => Command(Verb(first), rest, gateways),
        };
    }

    private static RemoteCommand Command(string verb, string[] rest, IReadOnlyCollection<string> gateways) => (verb, rest) switch
    {
        ("help" or "start", []) => new RemoteCommand.Help(),
        ("status", []) => new RemoteCommand.Status(),
        ("incidents", []) => new RemoteCommand.Incidents(),
        ("confirm", [var code]) => new RemoteCommand.Confirm(code),
        ("pause", _) => Pause(rest, gateways),
        ("ack", [] or [_]) => Named(rest, static name => new RemoteCommand.Ack(name)),
        ("approve", [] or [_]) => Named(rest, static name => new RemoteCommand.Approve(name)),
        ("undo", [] or [_]) => Named(rest, static name => new RemoteCommand.Undo(name)),
        ("resume", [] or [_]) => Named(rest, static name => new RemoteCommand.Resume(name)),
        ("restart", [] or [_]) => Named(rest, static name => new RemoteCommand.Restart(name)),
        ("help" or "start" or "status" or "incidents", _) => new RemoteCommand.Unclear($"{verb} stands alone: send {verb} and nothing else."),
        ("ack" or "approve" or "undo" or "resume" or "restart" or "confirm", _) => new RemoteCommand.Unclear($"{verb} takes one name at most. Send help to see how it is used."),
        _ => new RemoteCommand.Unclear(NotUnderstood),
    };

    private static RemoteCommand Named(string[] rest, Func<string?, RemoteCommand> make) =>
        rest is [] ? make(null) : Name().IsMatch(rest[0]) ? make(rest[0]) : new RemoteCommand.Unclear("A gateway's or an incident's name has only a-z, 0-9, '-' and '_'.");

    private static RemoteCommand Pause(string[] rest, IReadOnlyCollection<string> gateways)
    {
        var gateway = rest is [var first, ..] && gateways.Contains(first) ? first : null;
        var after = gateway is null ? rest : rest[1..];
        if (after is not [var length, .. var why] || PauseLength.Parse(length) is not { } period)
            return new RemoteCommand.Unclear("Say for how long, at most 30d, for example: pause 30m a new disk");
        if (why is []) return new RemoteCommand.Pause(gateway, period, null);
        return OwnerOrders.Reason(string.Join(' ', why)) is { } reason ? new RemoteCommand.Pause(gateway, period, reason) : new RemoteCommand.Unclear($"A reason has at most {OwnerWord.LongestReason} characters.");
    }

    // Telegram writes /status, and in groups /status@name_of_the_bot.
    private static string Verb(string word)
    {
        var plain = word.StartsWith('/') ? word[1..] : word;
        var at = word.StartsWith('/') ? plain.IndexOf('@', StringComparison.Ordinal) : -1;
        return (at < 0 ? plain : plain[..at]).ToLowerInvariant();
    }

    [GeneratedRegex(@"\A[0-9]{6}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,79}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
