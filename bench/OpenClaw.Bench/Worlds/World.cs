using System.Diagnostics;
using System.Globalization;
using OpenClaw.EndToEnd.Tests.Daemon;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Scratch;
using OpenClaw.Host.Daemon;

namespace OpenClaw.Bench.Worlds;

/// <summary>A scratch home with a gateway that the daemon keeps itself (manager <c>direct</c>). Every process in it is ended with it.</summary>
internal sealed class World : IAsyncDisposable
{
    /// <summary>A boot takes 10 s on an idle machine, and more than 60 s was seen on a busy one.</summary>
    public static readonly TimeSpan BootLimit = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan PageLimit = TimeSpan.FromSeconds(30);

    private readonly Gateway _gateway;
    private readonly GatewayHttp _http;
    private readonly List<DaemonProcess> _daemons = [];

    private World(RealPrograms programs, Func<ScratchHome, Gateway> gateway, string settings, string? program)
    {
        (Home, Program, PagePort) = (new ScratchHome(programs), program ?? DaemonProcess.Program, FreePort.Find());
        _gateway = gateway(Home);
        _http = new GatewayHttp(Home.GatewayUrl);
        File.WriteAllText(Path.Combine(Home.ActorsHome, "openclaw.conf"), Settings(settings));
    }

    /// <summary>Its home.</summary>
    public ScratchHome Home { get; }

    /// <summary>The daemon's program.</summary>
    public string Program { get; }

    /// <summary>The status page's port: one of its own, or a daemon that runs beside would keep the page closed.</summary>
    public int PagePort { get; }

    /// <summary>What the gateways write to standard output and error, one after another.</summary>
    public string GatewayOutput => Path.Combine(Home.ActorsHome, "gateways", "main", "gateway.log");

    /// <summary>With the real gateway.</summary>
    /// <param name="settings">What of the shipped settings is to be different: lines of HOCON within <c>openclaw</c>.</param>
    /// <param name="program">The daemon's program; null for the one that is measured.</param>
    /// <exception cref="ProgramsUnavailableException">It cannot be had on this machine.</exception>
    public static async Task<World> WithRealGateway(string settings = "", string? program = null) =>
        new(await NpmInstall.OfThisMachine().Get(), Gateway.Real, settings, program);

    /// <summary>With the daemon's own stand-in for a gateway, which boots in no time.</summary>
    public static World WithStandIn(string settings = "", string? program = null) => new(OwnPrograms, Gateway.StandIn, settings, program);

    /// <summary>With any command in the place of the gateway.</summary>
    public static World With(Func<ScratchHome, Gateway> gateway, string settings = "", string? program = null) => new(OwnPrograms, gateway, settings, program);

    /// <summary>It says that it has started.</summary>
    public Task<bool> IsStarted() => _http.IsStarted();

    /// <summary>It says that it lives.</summary>
    public Task<bool> IsLive() => _http.IsLive();

    /// <summary>The processes that are the gateway: one, unless something is wrong.</summary>
    public IReadOnlyList<ProcessRef> Gateways() => [.. Home.Processes().Where(process => _gateway.Is(process.CommandLine))];

    /// <summary>The gateway's process.</summary>
    /// <exception cref="InvalidOperationException">There is none, or more than one.</exception>
    public ProcessRef OnlyGateway() =>
        Gateways() is [var only] ? only : throw new InvalidOperationException($"There is not exactly one gateway: {string.Join(", ", Gateways())}.");

    /// <summary>Starts the daemon, in the environment that its service would give it.</summary>
    public DaemonProcess StartDaemon()
    {
        var daemon = Start([.. ServiceUnit.Variables], "run");
        _daemons.Add(daemon);
        return daemon;
    }

    /// <summary>Runs another verb of the daemon's program, as its owner would in a terminal.</summary>
    public DaemonProcess Type(params string[] arguments) => Start([], arguments);

    /// <summary>Waits until the status page answers: a daemon whose page is closed uses less.</summary>
    /// <exception cref="TimeoutException">It does not.</exception>
    public async Task SeePage(CancellationToken cancel)
    {
        using var page = new GatewayHttp(new Uri($"http://127.0.0.1:{PagePort}/"));
        await Eventually.Holds("the status page answers", PageLimit, async () => await page.Code("") == 200, cancel);
    }

    /// <summary>Starts the daemon and waits until it says that the gateway is healthy.</summary>
    public async Task<DaemonProcess> StartDaemonAndSeeHealth(CancellationToken cancel)
    {
        var daemon = StartDaemon();
        await SeeHealth(daemon, cancel);
        return daemon;
    }

    /// <summary>Waits until this daemon says that the gateway is healthy and no incident is open.</summary>
    public Task SeeHealth(DaemonProcess daemon, CancellationToken cancel) =>
        Eventually.Holds("the daemon says that the gateway is healthy", BootLimit, () => Status(daemon) is { Healthy: true, Incident: null }, cancel);

    /// <summary>What this very daemon says of the gateway now; null while it has said nothing.</summary>
    public GatewayLine? Status(DaemonProcess daemon) =>
        new StatusFile(Home.ActorsHome).Read() is { } status && status.Pid == daemon.Identity?.Pid ? status.Gateways.SingleOrDefault() : null;

    /// <summary>Takes away what the daemon has noted down of its restarts, while none runs: the next outage is the first of its life.</summary>
    public void ForgetOutages()
    {
        foreach (var file in Directory.GetFiles(Home.ActorsHome, "book.db*")) File.Delete(file);
    }

    /// <summary>Ends a process without a word and waits until it is gone.</summary>
    public static async Task Kill(ProcessRef process, CancellationToken cancel)
    {
        process.Signal(Signals.Kill);
        await Eventually.Holds($"{process} is gone", BootLimit, () => !process.IsAlive, cancel);
    }

    /// <summary>Starts the gateway with the same command and environment as the daemon does, and nobody to look after it.</summary>
    public void StartBare() => Shell("setsid \"$@\" &");

    /// <summary>Starts the gateway again whenever it ends: the least that can be called a supervisor.</summary>
    public void StartBareLoop() => Shell("while :; do \"$@\"; done &");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Home.DisposeAsync();
        _daemons.ForEach(daemon => daemon.Dispose());
    }

    // The folder of this very program comes first in PATH: the daemon's own program is found there.
    private static RealPrograms OwnPrograms => new(AppContext.BaseDirectory, AppContext.BaseDirectory);

    private DaemonProcess Start(IReadOnlyList<KeyValuePair<string, string>> more, params string[] arguments)
    {
        var environment = new Dictionary<string, string>(Home.Environment) { ["OPENCLAW_ACTORS_HOME"] = Home.ActorsHome };
        foreach (var (name, value) in more) environment[name] = value;
        return DaemonProcess.Start(Home.Folder, environment, arguments, Program);
    }

    private void Shell(string line)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(GatewayOutput)!);
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec >>\"$0\" 2>&1 </dev/null; {line}", GatewayOutput, .. _gateway.Command]) { WorkingDirectory = Home.Folder };
        start.Environment.Clear();
        foreach (var (name, value) in Home.Environment) start.Environment[name] = value;
        start.Environment["OPENCLAW_NO_RESPAWN"] = "1";
        start.Environment["DOTNET_ROOT"] = DotNet.Root;
        using var shell = Process.Start(start);
    }

    private string Settings(string more) => string.Create(CultureInfo.InvariantCulture, $$"""
        openclaw {
          doctor.claude.enabled = off
          page.port = {{PagePort}}
          {{more}}
          gateways.main {
            url = "http://127.0.0.1:{{Home.Port}}/"
            manager = direct
            command = [{{string.Join(", ", _gateway.Command.Select(part => $"\"{part}\""))}}]
          }
        }

        """);
}
