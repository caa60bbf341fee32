namespace OpenClaw.Actors.Notifying;

/// <summary>
/// Published on the event stream when a channel's luck turns: the first try that came to nothing, and the first that was confirmed after it. Of the channel itself, whichever
/// gateway's news it was: a channel is one thing, however many gateways tell their news on it.
/// </summary>
/// <param name="Channel">The channel's name.</param>
/// <param name="At">When it turned.</param>
/// <param name="FailingSince">Since when nothing was delivered that should have been; null: it delivers (again).</param>
/// <param name="Why">What the last try came to, one line without secrets; null: it delivers.</param>
public sealed record ChannelHealth(string Channel, DateTimeOffset At, DateTimeOffset? FailingSince, string? Why);

/// <summary>Published on the event stream: a channel has tried to deliver something.</summary>
/// <param name="Channel">The channel's name.</param>
/// <param name="At">When the try ended.</param>
/// <param name="Key">The news.</param>
/// <param name="Outcome">What it came to.</param>
public sealed record ChannelTried(string Channel, DateTimeOffset At, string Key, Delivery Outcome);
