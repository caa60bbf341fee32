namespace OpenClaw.Actors.Notifying;

/// <summary>
/// Whether a channel is to be disturbed now, over all gateways: a circuit breaker, so that a remote side that is down is asked by one and not by fifty; its own word when it asked to
/// wait; and an allowance of messages, so that a storm becomes few of them. Pure.
/// </summary>
public sealed record ChannelGate
{
    /// <summary>Failures in a row after which only one try at a time is let through, with growing pauses.</summary>
    public const int FailuresToOpen = 5;

    /// <summary>Messages that may come at once.</summary>
    public const int Burst = 10;

    // Of them, kept for calls of a human.
    private const int Reserve = 4;

    /// <summary>How long one more message takes to be allowed.</summary>
    public static readonly TimeSpan Refill = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    // Longer than a try can take: whoever was let through and was not heard of again has died.
    private static readonly TimeSpan LongestTry = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(5);

    private int _failures;
    private DateTimeOffset? _closedUntil;
    private DateTimeOffset? _probingSince;
    private double _allowed = Burst;
    private DateTimeOffset? _countedAt;

    /// <summary>The remote side is taken for down.</summary>
    public bool IsOpen => _failures >= FailuresToOpen;

    /// <summary>How long this is to wait; null: it may go.</summary>
    /// <param name="now">The time now.</param>
    /// <param name="news">What is to be told.</param>
    /// <param name="isCounted">It costs one of the allowance; false: it disturbs nobody, or each incident must arrive by itself.</param>
    public Delivery.Waits? Hold(DateTimeOffset now, Announcement news, bool isCounted)
    {
        if (_closedUntil is { } until && now < until) return new Delivery.Waits(until - now, IsOpen ? $"it has failed {_failures} times in a row" : "it has asked us to wait");
        if (IsOpen && now - _probingSince < LongestTry) return new Delivery.Waits(Moment, "one try is under way to see whether it is back");
        var left = Allowed(now) - (news.Severity == Severity.Critical ? 1 : 1 + Reserve);
        return isCounted && left < 0 ? new Delivery.Waits(Refill * -left, "much has been told already") { IsOfAllowance = true } : null;
    }

    /// <summary>Something is being told.</summary>
    public ChannelGate Goes(DateTimeOffset now, bool isCounted) => this with
    {
        _probingSince = IsOpen ? now : null,
        _allowed = isCounted ? Math.Max(0, Allowed(now) - 1) : Allowed(now),
        _countedAt = now,
    };

    /// <summary>What a try came to.</summary>
    public ChannelGate Ends(DateTimeOffset now, Delivery outcome) => outcome switch
    {
        Delivery.TryLater { After: { } asked } when asked > TimeSpan.Zero => this with { _closedUntil = now + asked, _probingSince = null },
        Delivery.TryLater => this with
        {
            _failures = _failures + 1,
            _probingSince = null,
            _closedUntil = _failures + 1 < FailuresToOpen ? _closedUntil : now + Rest(_failures + 1 - FailuresToOpen),
        },
        // A refusal is an answer: the other side is there.
        Delivery.Delivered or Delivery.Refused => this with { _failures = 0, _closedUntil = null, _probingSince = null },
        _ => this,
    };

    private double Allowed(DateTimeOffset now) => _countedAt is { } at && now > at ? Math.Min(Burst, _allowed + ((now - at) / Refill)) : _allowed;

    private static TimeSpan Rest(int times) => FirstRest * Math.Pow(2, Math.Min(times, 8)) is var rest && rest < LongestRest ? rest : LongestRest;
}
