using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Journal;
using OpenClaw.StandIns;

namespace OpenClaw.Host.Tests.Digests;

/// <summary>An owner's home with channels that are stand-ins on loopback, and the verbs as the program makes them.</summary>
internal sealed class OwnersBench : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("owners-");
    private readonly Dictionary<string, string> _environment = [];

    public const string PagerKey = "cGFnZXJkdXR5LWtleS1vZi1hLXN0YW5k";

    public StringWriter Output { get; } = new();

    public StringWriter Errors { get; } = new();

    public string Home => Directory.CreateDirectory(Path.Combine(_root.FullName, ".openclaw-actors")).FullName;

    public string Said => Output.ToString();

    /// <summary>The same in one line, however it was broken.</summary>
    public string Words => string.Join(' ', Said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public string Refused => Errors.ToString().TrimEnd();

    public SettingsSources Sources => new(AppContext.BaseDirectory, _root.FullName, _environment);

    public OwnersBench With(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    public OwnersBench Discord(DiscordSink sink) => With("DISCORD_WEBHOOK_URL", sink.Url.AbsoluteUri);

    public OwnersBench PagerDuty(ChannelSink sink) => With("OPENCLAW_ACTORS_PAGERDUTY_KEY", PagerKey).Conf($"openclaw.notify.pagerduty.api = \"{sink.Url.GetLeftPart(UriPartial.Authority)}\"");

    public OwnersBench Conf(string lines)
    {
        File.AppendAllText(Path.Combine(Home, "openclaw.conf"), lines + "\n");
        return this;
    }

    public Task<int> Digest(bool json = false, bool send = false, string? since = null, string? gateway = null) =>
        new DigestCommand(Sources, static home => new BookReader(home), static settings => new OwnChannels(settings, TimeProvider.System), new AtTheEnd(), Output, Errors)
            .Run(new DigestAsked(since, gateway, json, send), CancellationToken.None);

    public Task<int> Test(string? channel = null, bool json = false) => Test(static settings => new OwnChannels(settings, TimeProvider.System), channel, json);

    public Task<int> Test(Func<HealerSettings, OwnChannels> channels, string? channel, bool json) =>
        new NotifyTestCommand(Sources, channels, TimeProvider.System, Output, Errors).Run(channel, json, CancellationToken.None);

    /// <summary>A PagerDuty that takes everything.</summary>
    public static Task<ChannelSink> StartPagerDuty() => ChannelSink.Start("/", PagerKey, static _ => [], new SinkAnswer.Status(202, Body: """{"status":"success"}"""));

    public void Dispose() => _root.Delete(recursive: true);

    /// <summary>Its clock stands, its timers run: what a channel asks to wait for is waited for.</summary>
    private sealed class AtTheEnd : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DigestDesk.To;
    }
}
