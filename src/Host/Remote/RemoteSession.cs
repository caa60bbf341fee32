using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Remote;

/// <summary>
/// Who may order what from the chats of one service, as pure functions over a small state. Strangers get no answer, acting needs a code that is good once, for two
/// minutes, for this user in this chat and for the one deed that was shown with it. The state is never kept: a daemon that is restarted knows no code, so no message
/// that comes twice can act twice.
/// </summary>
internal sealed record RemoteSession(RemoteAllowList Allowed, IReadOnlyCollection<string> Gateways)
{
    /// <summary>How long a code is good.</summary>
    public static readonly TimeSpan CodeHolds = TimeSpan.FromMinutes(2);

    /// <summary>How old a message may be when it comes.</summary>
    public static readonly TimeSpan OldestMessage = TimeSpan.FromMinutes(2);

    /// <summary>So many messages of one user are heard within <see cref="RateWindow"/>.</summary>
    public const int MostMessages = 10;

    /// <summary>So many wrong codes drop everything that waits.</summary>
    public const int MostWrongCodes = 3;

    /// <summary>The time over which messages are counted, and within which strangers are one line in the log.</summary>
    public static readonly TimeSpan RateWindow = TimeSpan.FromMinutes(1);

    /// <summary>What waits for its code: one deed for each user in each chat, the newest.</summary>
    public ImmutableDictionary<RemoteSender, Waiting> Pending { get; private init; } = ImmutableDictionary<RemoteSender, Waiting>.Empty;

    /// <summary>Wrong codes since the last right one, or since nothing waited.</summary>
    public int WrongCodes { get; private init; }

    /// <summary>The most UTF-16 units of what is shown before a code.</summary>
    public int Room { get; init; } = 3000;

    private ImmutableDictionary<string, ImmutableList<DateTimeOffset>> Heard { get; init; } = ImmutableDictionary<string, ImmutableList<DateTimeOffset>>.Empty;

    private DateTimeOffset? StrangerTold { get; init; }

    private int StrangersUntold { get; init; }

    /// <summary>A message came.</summary>
    /// <param name="message">The message; its time in the terms of <paramref name="now"/>.</param>
    /// <param name="now">Now.</param>
    /// <returns>The state after it, and what is to be done.</returns>
    public (RemoteSession Next, RemoteStep Step) Hear(RemoteMessage message, DateTimeOffset now)
    {
        if (!Allowed.Allows(message.From)) return Stranger(message.From, now);
        var (next, heard) = Count(message.From.User, now);
        if (heard > MostMessages)
            return (next, heard > MostMessages + 1 ? new RemoteStep.Silence(null) : new RemoteStep.Say("Too many messages: I listen to you again in a minute.", "(too many)", "refused: too many messages"));
        next = next.Forget(now);
        var late = now - message.SentAt;
        if (late > OldestMessage)
            return (next, new RemoteStep.Say($"Not done: that came {Telling.Phrase(late)} late by this host's clock. Send it again if you still want it.", "(late)", "refused: too old"));
        return RemoteCommands.Parse(message.Text, Gateways) switch
        {
            RemoteCommand.Unclear unclear => (next, new RemoteStep.Say(unclear.Why, unclear.Words, "refused: not understood")),
            RemoteCommand.Help help => (next, new RemoteStep.Say(RemoteCommands.Help, help.Words, "answered")),
            RemoteCommand.Confirm confirm => next.Confirm(message.From, confirm.Code),
            RemoteCommand look and (RemoteCommand.Status or RemoteCommand.Incidents) => (next, new RemoteStep.Look(look)),
            var acts => (next, new RemoteStep.Prepare(acts)),
        };
    }

    /// <summary>A deed was decided and waits for its code. What this user had waiting in this chat is dropped.</summary>
    /// <returns>The state after it, and what is answered.</returns>
    public (RemoteSession Next, string Text) Offer(RemoteSender to, RemoteOrder order, string code, DateTimeOffset now)
    {
        var good = Forget(now);
        // The code is the last line, and never what is cut off.
        return (good with { Pending = good.Pending.SetItem(to, new Waiting(order, code, now + CodeHolds)) },
            $"{UntrustedText.Lines(order.Would, Room)}\n\nTo have exactly this done, send {code} within 2 minutes.");
    }

    private (RemoteSession, RemoteStep) Confirm(RemoteSender from, string code)
    {
        const string Words = "confirm";
        const string NoneWaits = "No code is waiting: it was used, is older than 2 minutes, or this daemon was started after it. Send the command again.";
        if (Pending.IsEmpty) return (this, new RemoteStep.Say(NoneWaits, Words, "refused: no code is waiting"));
        if (Pending.TryGetValue(from, out var mine) && Same(mine.Code, code))
            return (this with { Pending = Pending.Remove(from), WrongCodes = 0 }, new RemoteStep.CarryOut(mine.Order));
        var wrong = WrongCodes + 1;
        return wrong < MostWrongCodes
            ? (this with { WrongCodes = wrong },
                new RemoteStep.Say($"Wrong code. {(MostWrongCodes - wrong == 1 ? "One more wrong one drops" : "Two more wrong ones drop")} everything that waits.", Words, "refused: wrong code"))
            : (this with { Pending = Pending.Clear(), WrongCodes = 0 },
                new RemoteStep.Say("Three wrong codes: everything that waited for one was dropped, and nothing was done. If that was not you, see who can write here.", Words, "refused: wrong code, all codes dropped"));
    }

    private RemoteSession Forget(DateTimeOffset now)
    {
        var good = Pending.RemoveRange(Pending.Where(p => p.Value.Until <= now).Select(static p => p.Key));
        return this with { Pending = good, WrongCodes = good.IsEmpty ? 0 : WrongCodes };
    }

    // Bounded by the allow-list and by the number that counts.
    private (RemoteSession, int) Count(string user, DateTimeOffset now)
    {
        var recent = Heard.GetValueOrDefault(user, []).RemoveAll(at => now - at >= RateWindow);
        if (recent.Count <= MostMessages) recent = recent.Add(now);
        else return (this with { Heard = Heard.SetItem(user, recent) }, MostMessages + 2);
        return (this with { Heard = Heard.SetItem(user, recent) }, recent.Count);
    }

    private (RemoteSession, RemoteStep) Stranger(RemoteSender sender, DateTimeOffset now)
    {
        if (StrangerTold is { } told && now - told < RateWindow) return (this with { StrangersUntold = StrangersUntold + 1 }, new RemoteStep.Silence(null));
        var more = StrangersUntold > 0 ? $" (and {StrangersUntold} more messages of strangers before)" : "";
        return (this with { StrangerTold = now, StrangersUntold = 0 }, new RemoteStep.Silence($"{Id(sender.Service)} user {Id(sender.User)} in chat {Id(sender.Chat)} is not on the list and was not answered{more}"));
    }

    private static string Id(string id) => UntrustedText.OneLine(id, 24);

    private static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));

    /// <summary>A deed that waits for its code.</summary>
    /// <param name="Order">The deed.</param>
    /// <param name="Code">The code.</param>
    /// <param name="Until">When it is good no longer.</param>
    internal sealed record Waiting(RemoteOrder Order, string Code, DateTimeOffset Until);
}

/// <summary>What is to be done about a message.</summary>
internal abstract record RemoteStep
{
    private RemoteStep() { }

    /// <summary>Nothing is answered.</summary>
    /// <param name="LogLine">A line for the log; null for none.</param>
    public sealed record Silence(string? LogLine) : RemoteStep;

    /// <summary>This is answered.</summary>
    /// <param name="Text">The answer.</param>
    /// <param name="Words">The command in our own words, for the book.</param>
    /// <param name="Outcome">What came of it, for the book.</param>
    public sealed record Say(string Text, string Words, string Outcome) : RemoteStep;

    /// <summary>Something is looked up and answered.</summary>
    public sealed record Look(RemoteCommand Command) : RemoteStep;

    /// <summary>It is decided what would be done, and offered with a code.</summary>
    public sealed record Prepare(RemoteCommand Command) : RemoteStep;

    /// <summary>The code was right: it is done.</summary>
    public sealed record CarryOut(RemoteOrder Order) : RemoteStep;
}
