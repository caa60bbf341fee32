using OpenClaw.EndToEnd.Tests.Daemon;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Scratch;
using OpenClaw.Host.Daemon;

namespace OpenClaw.Bench.Worlds;

/// <summary>A machine of its own with a real systemd, on which OpenClaw has installed its own unit; the daemon beside it when it is asked for.</summary>
internal sealed class SystemdWorld : IAsyncDisposable
{
    private const string ActorsHome = $"{Owner.Home}/.openclaw-actors";
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly SystemdSandbox _sandbox;
    private readonly GatewayHttp _http;

    private SystemdWorld(SystemdSandbox sandbox) => (_sandbox, _http) = (sandbox, new GatewayHttp(sandbox.Network.CreateClient(GatewayHttp.Timeout)));

    /// <summary>Boots it and waits until the gateway has started.</summary>
    /// <param name="settings">What of the daemon's shipped settings is to be different: lines of HOCON within <c>openclaw</c>.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="ProgramsUnavailableException">The real gateway cannot be had on this machine.</exception>
    /// <exception cref="SandboxUnavailableException">The sandbox cannot.</exception>
    public static async Task<SystemdWorld> Boot(string settings, CancellationToken cancel)
    {
        var programs = await NpmInstall.OfThisMachine().Get();
        await SandboxSupport.Require();
        var program = Path.GetDirectoryName(DaemonProcess.Program)!;
        var world = new SystemdWorld(await SystemdSandbox.Boot(new SandboxOptions
        {
            NpmFolder = programs.Folder,
            Template = await new GatewayTemplate(programs.Folder, Path.GetDirectoryName(programs.Folder)!).Get(),
            Files = new Dictionary<string, string>
            {
                [".openclaw-actors/openclaw.conf"] = $"openclaw {{\n  doctor.claude.enabled = off\n  {settings}\n  gateways.main.manager = systemd\n}}\n",
            },
            Shown = new Dictionary<string, string> { ["healer"] = program, ["dotnet"] = DotNet.Root },
        }));
        try
        {
            await world.SeeStart(cancel);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the gateway says that it has started.</summary>
    public Task SeeStart(CancellationToken cancel) => Eventually.Holds("the gateway has started", World.BootLimit, _http.IsStarted, cancel);

    /// <summary>How often the gateway's unit was started.</summary>
    public Task<int> Starts() => _sandbox.Unit.Starts();

    /// <summary>The gateway's process.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public async Task<ProcessRef> Gateway() => await _sandbox.Unit.MainProcess() ?? throw new InvalidOperationException("The unit has no main process.");

    /// <summary>Starts the daemon and waits until it says that the gateway is healthy.</summary>
    public async Task<SandboxProcess> StartDaemon(CancellationToken cancel)
    {
        var daemon = _sandbox.Start(["/run/sandbox/healer/openclaw-actors", "run"], new Dictionary<string, string> { ["DOTNET_ROOT"] = "/run/sandbox/dotnet" });
        await SeeHealth(daemon, cancel);
        return daemon;
    }

    /// <summary>Waits until this daemon says that the gateway is healthy and no incident is open.</summary>
    public Task SeeHealth(SandboxProcess daemon, CancellationToken cancel) =>
        Eventually.Holds("the daemon says that the gateway is healthy", World.BootLimit, () => Status(daemon) is { Healthy: true, Incident: null }, cancel);

    /// <summary>Stops the daemon in order; the gateway lives on.</summary>
    public static async Task Stop(SandboxProcess daemon)
    {
        daemon.Identity?.Signal(Signals.Terminate);
        await daemon.Exit(StopLimit);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
    }

    private GatewayLine? Status(SandboxProcess daemon)
    {
        // It is not there yet, or has ended: then its last words tell why.
        if (daemon.Identity is not { } identity)
            return daemon.Errors is [] ? null : throw new InvalidOperationException($"The daemon has ended: {string.Join(" ", daemon.Errors)}");
        return new StatusFile(_sandbox.HostPath(ActorsHome)).Read() is { } status && status.Pid == identity.PidInside ? status.Gateways.SingleOrDefault() : null;
    }
}
