using System.Net.Sockets;
using System.Text.Json.Nodes;
using OpenClaw.EndToEnd.Tests.Daemon;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Scratch;
using OpenClaw.EndToEnd.Tests.Systemd;

namespace OpenClaw.EndToEnd.Tests.Worlds;

/// <summary>A sandbox with a real systemd; the gateway is the unit that OpenClaw itself has installed.</summary>
internal sealed class SystemdWorld : World
{
    private const string DaemonFolder = "/run/sandbox/daemon";
    private const string DotnetFolder = "/run/sandbox/dotnet";
    private const string OpenClawConfig = ".openclaw/openclaw.json";
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);

    private readonly List<SandboxProcess> _processes = [];
    private GatewayHttp _http;

    private SystemdWorld(SystemdSandbox sandbox)
    {
        Sandbox = sandbox;
        _http = new GatewayHttp(sandbox.Network.CreateClient(GatewayHttp.Timeout));
    }

    /// <summary>The sandbox.</summary>
    public SystemdSandbox Sandbox { get; private set; }

    /// <summary>The gateway's unit.</summary>
    public GatewayUnit Unit => Sandbox.Unit;

    public override GatewayHttp Http => _http;

    public override int Port => Owner.Port;

    public override string ActorsHome => Sandbox.HostPath($"{Owner.Home}/.openclaw-actors");

    public override GatewayLog GatewayLog => new(Sandbox.HostPath($"{Owner.Home}/gateway.log"));

    public override Func<Socket>? Sockets => () => Sandbox.Network.CreateSocket();

    public override IReadOnlyList<ProcessRef> Processes => Sandbox.Processes();

    /// <summary>Makes one.</summary>
    public static async Task<SystemdWorld> Make(RealPrograms programs, Action<JsonObject>? config, bool playbook) =>
        new(await SandboxGround.BootOrSkip(programs, options => options with
        {
            Shown = new Dictionary<string, string> { ["daemon"] = Path.GetDirectoryName(DaemonProcess.Program)!, ["dotnet"] = DaemonProcess.DotnetRoot },
            Files = new Dictionary<string, string>
            {
                [".openclaw-actors/openclaw.conf"] = new DaemonSettings { UnderSystemd = true, Playbook = playbook }.ToHocon(Owner.Port),
                [OpenClawConfig] = Changed(Path.Combine(options.Template!, OpenClawConfig), config),
            },
        }));

    /// <summary>Where the daemon keeps what has served.</summary>
    public string ServedFolder => Path.Combine(ActorsHome, "gateways", "main", "served");

    /// <summary>Runs a verb of the program inside, as the owner.</summary>
    public Task<HostRun> Verb(params IReadOnlyList<string> arguments) =>
        Sandbox.Run([$"{DaemonFolder}/{Path.GetFileName(DaemonProcess.Program)}", .. arguments], TimeSpan.FromMinutes(3), new Dictionary<string, string> { ["DOTNET_ROOT"] = DotnetFolder });

    /// <summary>Reboots the machine: what was started by hand is gone, and so is the way to this world's Discord.</summary>
    public async Task Reboot()
    {
        Http.Dispose();
        Sandbox = await Sandbox.Reboot();
        _http = new GatewayHttp(Sandbox.Network.CreateClient(GatewayHttp.Timeout));
    }

    public override Task<ProcessRef?> Gateway() => Unit.MainProcess();

    public override Task<int> KeeperRestarts() => Unit.Restarts();

    public override ProcessRef Start(params IReadOnlyList<string> command) => Left(command, null);

    public override async Task<string> Write(string name, string text)
    {
        var path = $"{Owner.Home}/{name}";
        await Sandbox.WriteFile(path, text);
        return path;
    }

    public override async Task Show()
    {
        LastWords.Show(ActorsHome, Processes, _processes.SelectMany(process => process.Errors));
        LastWords.Show("journal", (await Sandbox.Journal("-n", "40")).Split('\n'));
    }

    protected override ProcessRef Run(IReadOnlyDictionary<string, string> environment) => Left(
        [$"{DaemonFolder}/{Path.GetFileName(DaemonProcess.Program)}", "run"],
        new Dictionary<string, string>(environment) { ["DOTNET_ROOT"] = DotnetFolder });

    protected override async Task End(bool keepFiles)
    {
        Http.Dispose();
        await Sandbox.DisposeAsync();
        _processes.ForEach(process => process.Dispose());
    }

    private ProcessRef Left(IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment)
    {
        var process = Sandbox.Start(command, environment);
        _processes.Add(process);
        return process.WaitForIdentity(Moment);
    }

    private static string Changed(string file, Action<JsonObject>? config)
    {
        var text = File.ReadAllText(file);
        if (config is null)
            return text;
        var json = JsonNode.Parse(text)!.AsObject();
        config(json);
        return json.ToJsonString(new() { WriteIndented = true }) + "\n";
    }
}
