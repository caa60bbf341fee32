using System.Net.Sockets;
using System.Text.Json.Nodes;
using OpenClaw.EndToEnd.Tests.Daemon;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Scratch;
using OpenClaw.StandIns;

namespace OpenClaw.EndToEnd.Tests.Worlds;

/// <summary>Who keeps the gateway of a story.</summary>
public enum KeptBy
{
    /// <summary>The daemon itself: no sandbox is needed.</summary>
    Daemon,

    /// <summary>The owner's real systemd, in a sandbox.</summary>
    Systemd,
}

/// <summary>
/// The machine a story plays on: one owner, one gateway, one daemon, and a Discord that keeps what it is told. The same story plays on
/// each kind of machine. Whatever happens, nothing of it is left afterwards.
/// </summary>
internal abstract class World : IAsyncDisposable
{
    /// <summary>A boot takes 10 s on an idle machine, and more than 60 s was seen on one that builds something else at the same time.</summary>
    public static readonly TimeSpan BootLimit = TimeSpan.FromSeconds(180);

    private DiscordSink? _discord;

    /// <summary>The gateway's health endpoints, as the story sees them.</summary>
    public abstract GatewayHttp Http { get; }

    /// <summary>The gateway's port.</summary>
    public abstract int Port { get; }

    /// <summary>The daemon's own folder.</summary>
    public abstract string ActorsHome { get; }

    /// <summary>The gateway's log.</summary>
    public abstract GatewayLog GatewayLog { get; }

    /// <summary>What the daemon tells Discord.</summary>
    public DiscordSink Discord => _discord ?? throw new InvalidOperationException("The world is not there yet.");

    /// <summary>The daemon that was started last.</summary>
    public ProcessRef? Daemon { get; private set; }

    /// <summary>What the daemon tells of incidents.</summary>
    public IncidentLog Log => new(ActorsHome);

    /// <summary>What the daemon says of the gateway now; null while it has said nothing.</summary>
    public GatewayStatusJson? Status => DaemonStatusJson.Read(ActorsHome)?.Main;

    /// <summary>Makes sockets that are reached at 127.0.0.1 in this world; null when they are this machine's own.</summary>
    public abstract Func<Socket>? Sockets { get; }

    /// <summary>Every process of this world.</summary>
    public abstract IReadOnlyList<ProcessRef> Processes { get; }

    /// <summary>Makes one; where systemd is wanted and cannot be had, the running test is skipped.</summary>
    /// <param name="kept">Who keeps the gateway.</param>
    /// <param name="programs">The real programs.</param>
    /// <param name="config">Changes the gateway's config.</param>
    /// <param name="playbook">The playbook is the first doctor.</param>
    public static async Task<World> Make(KeptBy kept, RealPrograms programs, Action<JsonObject>? config = null, bool playbook = false)
    {
        World world = kept is KeptBy.Systemd ? await SystemdWorld.Make(programs, config, playbook) : new DirectWorld(programs, config);
        world._discord = await DiscordSink.Start(world.Sockets);
        return world;
    }

    /// <summary>The gateway's process as its keeper knows it; null when there is none.</summary>
    public abstract Task<ProcessRef?> Gateway();

    /// <summary>How often its keeper started the gateway again without being told to; 0 where nobody counts.</summary>
    public abstract Task<int> KeeperRestarts();

    /// <summary>Starts the daemon, with more in its environment.</summary>
    public ProcessRef StartDaemon(IReadOnlyDictionary<string, string>? more = null)
    {
        var environment = new Dictionary<string, string>(more ?? new Dictionary<string, string>()) { ["DISCORD_WEBHOOK_URL"] = Discord.Url.ToString() };
        Daemon = Run(environment);
        return Daemon;
    }

    /// <summary>Starts something as the owner would in a terminal, and leaves it running.</summary>
    public abstract ProcessRef Start(params IReadOnlyList<string> command);

    /// <summary>Writes a file into the owner's home, and gives its path as programs of this world see it.</summary>
    public abstract Task<string> Write(string name, string text);

    /// <summary>Starts the daemon and waits until it says that the gateway is healthy.</summary>
    public async Task<ProcessRef> StartDaemonAndGateway()
    {
        StartDaemon();
        return await SeesHealthyGateway(except: null);
    }

    /// <summary>Waits until a gateway, not the one given, has started, and the daemon says that it is healthy and no incident is open.</summary>
    public Task<ProcessRef> SeesHealthyGateway(ProcessRef? except) => Eventually.Sees(
        "a gateway, started, and the daemon says so",
        BootLimit,
        async () => await Gateway() is { } gateway && gateway != except && Status is { Healthy: true, Incident: null } && await Http.IsStarted() ? gateway : null);

    /// <summary>Shows what people need to understand a failure.</summary>
    public abstract Task Show();

    /// <summary>Ends everything; nothing is left, but files for people where they can be kept.</summary>
    public async Task Clean(bool keepFiles)
    {
        await End(keepFiles);
        if (_discord is not null)
            await _discord.DisposeAsync();
    }

    public ValueTask DisposeAsync() => new(Clean(keepFiles: false));

    /// <summary>Runs the daemon with this in its environment, besides what its world gives it.</summary>
    protected abstract ProcessRef Run(IReadOnlyDictionary<string, string> environment);

    /// <summary>Ends every process.</summary>
    protected abstract Task End(bool keepFiles);
}
