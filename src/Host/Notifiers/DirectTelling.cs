using OpenClaw.Actors.Notifying;

namespace OpenClaw.Host.Notifiers;

/// <summary>Tells news by this very process, without daemon and outbox: each channel is tried once, and once more when it asks for that and does not ask for long.</summary>
internal sealed class DirectTelling(TimeProvider time)
{
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Tells it on one channel.</summary>
    public async Task<ToldDirectly> Tell(INotifier channel, Announcement news, CancellationToken cancel)
    {
        var (started, tries) = (time.GetTimestamp(), 1);
        var outcome = await Try(channel, news, cancel);
        if (outcome is Delivery.TryLater later && (later.After > TimeSpan.Zero ? later.After.Value : Pause) is var pause && pause <= LongestPause)
        {
            await Task.Delay(pause, time, cancel);
            tries++;
            outcome = await Try(channel, news with { MayBeRepeat = later.MayHaveArrived }, cancel);
        }

        return new ToldDirectly(channel.Name, outcome, tries, time.GetElapsedTime(started));
    }

    // As the daemon's own actor takes it: a channel that breaks its promise has not delivered, and nothing more is said than the kind of the fault.
    private async Task<Delivery> Try(INotifier channel, Announcement news, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(TryTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            return await channel.Deliver(news, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Delivery.TryLater(null, $"no answer within {TryTimeout.TotalSeconds:0} s") { MayHaveArrived = true };
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            return new Delivery.TryLater(null, $"the channel failed ({broken.GetType().Name})") { MayHaveArrived = true };
        }
    }
}

/// <summary>What became of news on one channel.</summary>
/// <param name="Channel">The channel's name.</param>
/// <param name="Outcome">What the last try came to.</param>
/// <param name="Tries">How many tries were made; 0: it is not set up.</param>
/// <param name="Took">How long all of it took.</param>
internal sealed record ToldDirectly(string Channel, Delivery Outcome, int Tries, TimeSpan Took)
{
    /// <summary>It was delivered, but what it opened on the other side could not be closed: why, one line; null otherwise.</summary>
    public string? LeftOpen { get; init; }

    /// <summary>The other side has confirmed it, and nothing was left behind there.</summary>
    public bool IsWell => Outcome is Delivery.Delivered && LeftOpen is null;

    /// <summary>Why it was not delivered, one line without secrets; null when it was.</summary>
    public string? Why => Outcome switch { Delivery.TryLater x => x.Why, Delivery.Refused x => x.Why, _ => LeftOpen };

    /// <summary>What its owner can do about it, one line; null when it is well.</summary>
    public string? Mend => IsWell ? null : Outcome switch
    {
        Delivery.Delivered => $"close it by hand there: it is the test of {Channel}",
        Delivery.TryLater => $"try again in a while: openclaw-actors notify test {Channel}; if it stays so, look at the network and at {Settings}",
        _ => $"look at {Settings} (docs/channels.md), then: openclaw-actors notify test {Channel}",
    };

    private string Settings => ConfiguredChannels.SettingsOf(Channel) is { Count: > 0 } settings ? string.Join(", ", settings) : $"openclaw.notify.{Channel}";

    /// <summary>Of a channel that is asked for and not set up.</summary>
    public static ToldDirectly NotSetUp(string channel) => new(channel, new Delivery.Refused("it is not set up"), 0, TimeSpan.Zero);
}
