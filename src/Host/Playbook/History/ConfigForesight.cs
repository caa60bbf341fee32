using System.Text;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Playbook.History;

/// <summary>
/// Tells of a config that was broken while the gateway runs: that one does not mind, and its next start would fail. A content is judged once, when it has been
/// still for a moment: people write a file in steps.
/// </summary>
/// <param name="gateway">The gateway.</param>
/// <param name="config">Its config.</param>
/// <param name="job">Its job.</param>
/// <param name="openClaw">OpenClaw's own check.</param>
/// <param name="time">The clock.</param>
public sealed class ConfigForesight(GatewayId gateway, string config, GatewayJob job, IOpenClawTool openClaw, TimeProvider time)
{
    private const int MostIssues = 5;
    private const int MostTries = 3;
    private const string Gone = "gone";
    private static readonly TimeSpan Stillness = TimeSpan.FromSeconds(10);

    private string? _seen;
    private long _seenAt;
    private string? _judged;
    private int _tries;
    private string? _broken;

    /// <summary>Looks once, one at a time.</summary>
    /// <param name="serves">The gateway serves right now: only then this is early enough to be worth telling.</param>
    /// <param name="processStartedAt">When the process that serves was started: what it was started with needs no check.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The news, null when there is none.</returns>
    public async Task<Announcement?> Look(bool serves, DateTimeOffset? processStartedAt, CancellationToken cancel)
    {
        if (!serves) return null;
        var files = LivedBy.Read(config, job with { File = null });
        var main = files.FirstOrDefault(f => f.Path == config);
        // A file that is there and cannot be read says nothing here: that it is gone is only what is proven.
        var isEmpty = new FileInfo(config) is { Exists: true, Length: 0 };
        if (main is null && Path.Exists(config) && !isEmpty) return null;
        var mark = isEmpty ? "empty" : main is null ? Gone : ServedFiles.HashOf(Encoding.UTF8.GetBytes(string.Join('\n', files.Select(static f => f.Hash))));
        if (mark != _seen)
        {
            var isFirst = _seen is null;
            (_seen, _seenAt, _tries) = (mark, time.GetTimestamp(), 0);
            if (isFirst && main is not null && processStartedAt is { } started && files.All(f => f.Written < started)) _judged = mark;
        }

        if (mark == _judged || time.GetElapsedTime(_seenAt) < Stillness) return null;
        var verdict = main is null
            ? new ConfigVerdict(ConfigCheckResult.Invalid, [new ConfigIssue("", isEmpty ? "it is empty" : "there is no such file any more")])
            : await openClaw.Check(Encoding.UTF8.GetString(main.Content), Path.GetDirectoryName(config)!, cancel);
        if (verdict.Result == ConfigCheckResult.Unknown && ++_tries < MostTries) return null;
        _judged = mark;
        return verdict.Result switch
        {
            ConfigCheckResult.Invalid => Broken(_broken = mark, verdict),
            ConfigCheckResult.Valid when _broken is { } was => Good(was),
            _ => null,
        };
    }

    private Announcement Broken(string mark, ConfigVerdict verdict) => new(
        $"notice/{gateway}/config-broken/{mark}", gateway, null, Severity.Warning,
        "The configuration on disk is broken",
        "The running gateway does not mind, but its next start would fail. Nothing is done about it while the gateway serves: it may be half of a change.",
        [.. verdict.Issues.Take(MostIssues).Select(static i => UntrustedText.OneLine(i.Path.Length == 0 ? i.Message : $"{i.Path}: {i.Message}", 200))],
        $"Look at {config} and mend what is named: openclaw config validate",
        time.GetUtcNow());

    private Announcement Good(string was)
    {
        _broken = null;
        return new Announcement(
            $"notice/{gateway}/config-good/{was}", gateway, null, Severity.Info,
            "The configuration on disk is good again", "OpenClaw's own check takes it: the gateway can be started with it.", [], null, time.GetUtcNow());
    }
}
