using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Heartbeat;

namespace OpenClaw.Host.Tests.Heartbeat;

/// <summary>Takes every ping, or does with it what the spec says.</summary>
internal sealed class ScriptedHeartbeat(TimeProvider clock) : IHeartbeat
{
    private readonly List<(Beat Beat, string Text, DateTimeOffset At)> _sent = [];

    /// <summary>What became of each ping that was tried.</summary>
    public IReadOnlyList<(Beat Beat, string Text, DateTimeOffset At)> Sent { get { lock (_sent) return [.. _sent]; } }

    /// <summary>Their kinds.</summary>
    public IReadOnlyList<Beat> Beats => [.. Sent.Select(static s => s.Beat)];

    /// <summary>What the other side does; null: it never answers.</summary>
    public Func<Beat, Delivery?> Remote { get; set; } = static _ => new Delivery.Delivered();

    /// <inheritdoc/>
    public Task<Delivery> Send(Beat beat, string text, CancellationToken cancel)
    {
        lock (_sent) _sent.Add((beat, text, clock.GetUtcNow()));
        return Remote(beat) is { } outcome ? Task.FromResult(outcome) : new TaskCompletionSource<Delivery>().Task;
    }
}
