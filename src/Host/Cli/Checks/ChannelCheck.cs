using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Cli.Checks;

/// <summary>Who is told when a human is needed. Nothing is sent: that is what <c>notify test</c> is for.</summary>
/// <param name="settings">The settings.</param>
internal sealed class ChannelCheck(HealerSettings settings) : ICheck
{
    /// <inheritdoc/>
    public string Area => "channel";

    /// <inheritdoc/>
    public Task<IReadOnlyList<CheckLine>> Look(CancellationToken cancel)
    {
        using var channels = new OwnChannels(settings, TimeProvider.System);
        var names = channels.All.Select(static c => c.Name).ToArray();
        List<CheckLine> found = [names.Length == 0 ? this.Warning("no channel is set up but the log: nobody is told when a human is needed", "set one up in ~/.openclaw/.env (0600): docs/channels.md has all of them") : this.Ok($"{string.Join(", ", names)} (try them: openclaw-actors notify test)")];
        if (settings.Notify.Heartbeat is null) found.Add(this.Warning("there is no dead man's switch: nobody notices when host or healer are gone", "set OPENCLAW_ACTORS_HEARTBEAT_URL to a check of healthchecks.io or your own"));
        return Task.FromResult<IReadOnlyList<CheckLine>>(found);
    }
}
