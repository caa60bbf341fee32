namespace OpenClaw.StandIns;

/// <summary>The remote side of a channel: with an empty script it answers as the real one does to a call that breaks one of its published rules, or none.</summary>
public sealed class ChannelSink : WebhookSink
{
    private readonly string _path;
    private readonly Func<SinkCall, IEnumerable<string>> _violations;
    private readonly Func<SinkCall, SinkAnswer> _taken;

    private ChannelSink(string path, string secret, Func<SinkCall, IEnumerable<string>> violations, Func<SinkCall, SinkAnswer> taken) =>
        (_path, Secret, _violations, _taken) = (path, secret, violations, taken);

    /// <inheritdoc/>
    public override string Secret { get; }

    /// <inheritdoc/>
    protected override string Path => _path;

    /// <summary>Starts one.</summary>
    /// <param name="path">The path of the address that the channel is given.</param>
    /// <param name="secret">What must never be seen.</param>
    /// <param name="violations">Which published rules a call breaks.</param>
    /// <param name="taken">What is answered to one that breaks none; null for 200.</param>
    public static Task<ChannelSink> Start(string path, string secret, Func<SinkCall, IEnumerable<string>> violations, SinkAnswer? taken = null) =>
        Start(path, secret, violations, _ => taken ?? new SinkAnswer.Status(200, Body: "ok"));

    /// <summary>Starts one that answers to each call that breaks no rule by what it holds.</summary>
    /// <param name="path">The path of the address that the channel is given.</param>
    /// <param name="secret">What must never be seen.</param>
    /// <param name="violations">Which published rules a call breaks.</param>
    /// <param name="taken">What is answered to one that breaks none.</param>
    public static async Task<ChannelSink> Start(string path, string secret, Func<SinkCall, IEnumerable<string>> violations, Func<SinkCall, SinkAnswer> taken)
    {
        var sink = new ChannelSink(path, secret, violations, taken);
        await sink.Listen();
        return sink;
    }

    /// <inheritdoc/>
    protected override SinkAnswer Judge(SinkCall call) => _violations(call).ToArray() is { Length: > 0 } broken ? new SinkAnswer.Status(400, Body: string.Join("; ", broken)) : _taken(call);
}
