namespace OpenClaw.Host.Surface;

/// <summary>An order of the owner. What an order does not need may be left out.</summary>
/// <param name="Order">One of <see cref="OwnerDesk.Orders"/>.</param>
public sealed record OrderJson(string? Order)
{
    /// <summary>Pause, resume, start, heal: the gateway; not needed when there is only one.</summary>
    public string? Gateway { get; init; }

    /// <summary>Ack (or its gateway; not needed when only one is open), approve, undo: the incident.</summary>
    public string? Incident { get; init; }

    /// <summary>Pause: how long, e.g. <c>90m</c>; without it until a resume.</summary>
    public string? For { get; init; }

    /// <summary>Pause: why, one line.</summary>
    public string? Reason { get; init; }

    /// <summary>Approve: the mark of the proposal that was read.</summary>
    public string? Mark { get; init; }
}

/// <summary>What came of an order.</summary>
/// <param name="Done">It is done.</param>
/// <param name="Text">What was done, or why it was not; lines.</param>
public sealed record OrderDoneJson(bool Done, string Text);

/// <summary>What signs in on the page.</summary>
/// <param name="Token">The token.</param>
internal sealed record SignInJson(string? Token);

/// <summary>A session on the page.</summary>
/// <param name="Csrf">What each order carries in its header.</param>
/// <param name="Until">The session's end.</param>
internal sealed record SignedInJson(string Csrf, DateTimeOffset Until);
