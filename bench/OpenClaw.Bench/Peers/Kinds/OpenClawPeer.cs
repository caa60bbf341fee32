using OpenClaw.Bench.Measuring;
using OpenClaw.Bench.Worlds;
using OpenClaw.EndToEnd.Tests.Daemon;

namespace OpenClaw.Bench.Peers.Kinds;

/// <summary>Our daemon, which keeps the child itself (manager <c>direct</c>).</summary>
internal sealed class OpenClawPeer : IPeer
{
    private const string AsShipped = "manager = direct, as shipped: a look every 10 s, every 5 s when something is odd, 10 s for an answer, three bad looks; the status page open, nobody connected while it is at rest";
    private static readonly TimeSpan ShippedCycle = TimeSpan.FromSeconds(10);
    private readonly string _configuration;
    private readonly string _settings;
    private readonly string _program;

    private OpenClawPeer(string name, string configuration, string settings, string? program = null) =>
        (Name, _configuration, _settings, _program) = (name, configuration, settings, program ?? DaemonProcess.Program);

    /// <summary>At the cadence that is shipped.</summary>
    public static OpenClawPeer Shipped { get; } = new("openclaw-actors", AsShipped, "")
    {
        Cycle = ShippedCycle,
        Mending = TimeSpan.FromSeconds(45),
        Patience = TimeSpan.FromMinutes(3),
    };

    /// <summary>For an owner who would rather spend looks than wait.</summary>
    public static OpenClawPeer Brisk { get; } = new(
        "openclaw-actors-1s", "manager = direct, probe.interval, interval-suspicious and timeout 1 s, two bad looks, watchdog.forced-stop-wait 1 s, no doctor",
        "probe { interval = 1s, interval-suspicious = 1s, timeout = 1s, suspicion-threshold = 2 }\n  watchdog.forced-stop-wait = 1s\n  doctor.playbook.enabled = off")
    {
        Cycle = TimeSpan.FromSeconds(1),
    };

    /// <summary>Another program of ours, as shipped, for what it uses at rest.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public static OpenClawPeer Beside(string program) => new($"openclaw-actors-{ProgramForms.Of(program).Name().ToLowerInvariant().Replace(' ', '-')}", AsShipped, "", program)
    {
        Cycle = ShippedCycle,
        Measures = ["idle"],
    };

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Configuration => $"{ProgramForms.Told(_program)}: {_configuration}";

    /// <inheritdoc/>
    public bool IsOurs => true;

    /// <inheritdoc/>
    public ProgramForm? Form => ProgramForms.Of(_program);

    /// <inheritdoc/>
    public IReadOnlyList<string>? Measures { get; private init; }

    // By then what it does in the first minute of its life is done: the playbook's inspections, code that is compiled again.
    /// <inheritdoc/>
    public TimeSpan Settle => TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public TimeSpan Mending { get; private init; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public TimeSpan Cycle { get; private init; }

    /// <inheritdoc/>
    public TimeSpan Patience { get; private init; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public Task<string?> Lack() => Task.FromResult(File.Exists(_program) ? null : $"{_program} is not there");

    /// <inheritdoc/>
    public async Task<IRunningPeer> Start(CancellationToken cancel)
    {
        var world = World.With(
            static home => new Gateway(ChildFiles.Command(ChildFiles.ProgramFolder, home.Folder, home.ConfigFile, home.Port), ChildFiles.Is), $"{Budgets.Open}\n  {_settings}", _program);
        var running = new Running(world);
        try
        {
            await running.StartAgain(cancel);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    private sealed class Running(World world) : IRunningPeer
    {
        private DaemonProcess? _daemon;

        public ChildFiles Child { get; } = new(world.Home.Folder, world.Home.ConfigFile, world.Home.Port, ChildFiles.LocalSocket);

        public IReadOnlyList<ProcessRef> Own() => [.. world.Home.Processes().Where(static process => !ChildFiles.Is(process.CommandLine))];

        public ProcessRef? Process(int pid) => ProcessRef.Of(pid);

        public Task SeeRest(CancellationToken cancel) => world.SeePage(cancel);

        public Task KillSupervisor(CancellationToken cancel) => _daemon!.Kill();

        public async Task StartAgain(CancellationToken cancel)
        {
            _daemon = world.StartDaemon();
            await world.SeeHealth(_daemon, cancel);
        }

        public ValueTask DisposeAsync() => world.DisposeAsync();
    }
}
