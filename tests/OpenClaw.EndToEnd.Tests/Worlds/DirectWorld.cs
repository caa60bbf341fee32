using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using OpenClaw.EndToEnd.Tests.Daemon;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Scratch;

namespace OpenClaw.EndToEnd.Tests.Worlds;

/// <summary>A scratch home on this machine; the daemon keeps the gateway itself.</summary>
internal sealed class DirectWorld : World
{
    private readonly List<DaemonProcess> _daemons = [];
    private readonly List<Process> _others = [];
    private readonly ScratchHome _home;

    public DirectWorld(RealPrograms programs, Action<JsonObject>? config)
    {
        _home = new ScratchHome(programs);
        _home.WriteConfig("loopback", config);
        File.WriteAllText(Path.Combine(_home.ActorsHome, "openclaw.conf"), new DaemonSettings().ToHocon(_home.Port));
        Http = new GatewayHttp(_home.GatewayUrl);
    }

    public override GatewayHttp Http { get; }

    public override int Port => _home.Port;

    public override string ActorsHome => _home.ActorsHome;

    public override GatewayLog GatewayLog => new(_home.GatewayLog);

    public override Func<Socket>? Sockets => null;

    public override IReadOnlyList<ProcessRef> Processes => _home.Processes();

    private Dictionary<string, string> Environment
    {
        get
        {
            var environment = _home.Environment;
            // Here a channel may be part of the story.
            environment.Remove("OPENCLAW_SKIP_CHANNELS");
            return environment;
        }
    }

    public override Task<ProcessRef?> Gateway() =>
        Task.FromResult(_home.Gateways().Where(gateway => !_others.Any(other => other.Id == gateway.Pid)).ToArray() is [var only] ? only : null);

    public override Task<int> KeeperRestarts() => Task.FromResult(0);

    public override ProcessRef Start(params IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo("/usr/bin/env", command) { WorkingDirectory = _home.Folder };
        start.Environment.Clear();
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
        _others.Add(process);
        return ProcessRef.Of(process.Id) ?? throw new InvalidOperationException($"{command[0]} ended at once.");
    }

    public override async Task<string> Write(string name, string text)
    {
        var path = Path.Combine(_home.Folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    public override Task Show()
    {
        LastWords.Show(ActorsHome, Processes, _daemons.SelectMany(daemon => daemon.Errors));
        return Task.CompletedTask;
    }

    protected override ProcessRef Run(IReadOnlyDictionary<string, string> environment)
    {
        var all = Environment;
        all["OPENCLAW_ACTORS_HOME"] = _home.ActorsHome;
        foreach (var (name, value) in environment)
            all[name] = value;
        var daemon = DaemonProcess.Start(_home.Folder, all, ["run"]);
        _daemons.Add(daemon);
        return daemon.Identity ?? throw new InvalidOperationException("The daemon ended at once.");
    }

    protected override async Task End(bool keepFiles)
    {
        Http.Dispose();
        await _home.Clean(keepFiles);
        _daemons.ForEach(daemon => daemon.Dispose());
        _others.ForEach(other => other.Dispose());
    }
}
