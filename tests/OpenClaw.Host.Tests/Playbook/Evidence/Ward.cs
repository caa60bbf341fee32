using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Evidence;
using OpenClaw.Host.Playbook.History;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Tests.Processes;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Tests.Playbook.Evidence;

/// <summary>A gateway's files in a scratch folder, with its job as a systemd unit whose systemctl and journalctl are stand-ins.</summary>
internal sealed class Ward : IGatewayProcess, IOpenClawTool, IServedFiles, IAsyncDisposable
{
    public const string GoodConfig = """{ gateway: { mode: 'local', port: 18789, auth: { mode: 'token', token: 'abc' } }, /* mine */ meta: { lastTouchedVersion: '2026.9.6' }, }""";

    private readonly Dictionary<string, byte[]> _served = [];

    public Ward(int? port = null)
    {
        Port = port ?? Workshop.FreePort();
        var settings = HealerSettings.Load(new SettingsSources(AppContext.BaseDirectory, Workshop.Folder, new Dictionary<string, string>
        {
            ["OPENCLAW_GATEWAY_URL"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"),
            ["OPENCLAW_ACTORS_HOME"] = Workshop.PathOf("healer"),
        }));
        Gateway = settings.Gateways[0];
        Write(Gateway.ConfigPath, GoodConfig);
        File.SetUnixFileMode(Gateway.ConfigPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Package = Workshop.PathOf("lib/node_modules/openclaw");
        Write(Path.Combine(Package, "package.json"), """{"name":"openclaw","version":"2026.9.6","engines":{"node":">=24.16.0 <25 || >=26.1.0"},"dependencies":{"ws":"8","hoisted":"1"}}""");
        foreach (var file in new[] { "openclaw.mjs", "dist/index.js", "dist/entry.js", "node_modules/ws/package.json", "../hoisted/package.json" }) Write(Path.Combine(Package, file), "{}");
        Write(Path.Combine(Package, "dist/postinstall-inventory.json"), """["dist/index.js","dist/entry.js"]""");
        Node = Workshop.WriteScript("bin/node", "#!/bin/sh\necho v26.10.0\n");
        Unit = Path.Combine(Gateway.Home, ".config", "systemd", "user", Gateway.Unit);
        WriteUnit();
        Tools = new SystemTools(Workshop.WriteScript("tools/systemctl", $"#!/bin/sh\ncat {Workshop.PathOf("show")}\n"), Workshop.WriteScript("tools/journalctl", $"#!/bin/sh\ncat {Workshop.PathOf("journal")}\n"), Workshop.WriteScript("tools/loginctl", "#!/bin/sh\necho yes\n"));
        Say("LoadState=loaded\nActiveState=active\nMainPID=0\n");
        Write(Workshop.PathOf("journal"), "");
    }

    public Workshop Workshop { get; } = new();

    public int Port { get; }

    public GatewaySettings Gateway { get; }

    public string Package { get; }

    public string Node { get; }

    public string Unit { get; }

    public SystemTools Tools { get; }

    public ProcessState State { get; set; } = new(ServiceState.Failed, null, null, PortOwner.Nobody, new ProcessExit(1, null, DateTimeOffset.UnixEpoch), false, "");

    public ConfigVerdict Verdict { get; set; } = new(ConfigCheckResult.Valid, []);

    public string Manager => "systemd";

    public Patient Patient
    {
        get
        {
            var job = GatewayJob.Of(Gateway, ManagerKind.Systemd, Workshop.PathOf("bin"));
            return new Patient
            {
                Gateway = Gateway,
                Manager = ManagerKind.Systemd,
                Job = job,
                Programs = new InstallationFinder(job),
                Process = this,
                Local = Workshop.Local,
                OpenClaw = this,
                Served = this,
                HealerHome = Workshop.PathOf("healer"),
                SearchPath = Workshop.PathOf("bin"),
                Time = TimeProvider.System,
            };
        }
    }

    public void WriteUnit(string? command = null, string more = "") => Write(Unit, $"[Unit]\nDescription=x\n[Service]\nExecStart={command ?? $"{Node} {Package}/dist/index.js gateway --port {Port}"}\n{more}\n[Install]\nWantedBy=default.target\n");

    public string DropIn(string name, string text)
    {
        Write(Path.Combine(Unit + ".d", name), text);
        return Path.Combine(Unit + ".d", name);
    }

    public void Say(string show) => Write(Workshop.PathOf("show"), show);

    /// <summary>It has served with this.</summary>
    public string HasServed(string path, string text)
    {
        _served[path] = Encoding.UTF8.GetBytes(text);
        return Hash(_served[path]);
    }

    public async Task<IReadOnlyList<Finding>> Ask(ICollector collector) => await collector.Collect(Patient, CancellationToken.None).Soon();

    public static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, text);
    }

    public Task<ProcessState> Look(CancellationToken cancel) => Task.FromResult(State);

    public Task<ProcessExit> WaitForExit(ProcessIdentity process, CancellationToken cancel) => throw new NotSupportedException("a diagnosis does not wait for exits");

    public Task<RestartOutcome> Restart(RestartKind kind, CancellationToken cancel) => throw new NotSupportedException("a diagnosis restarts nothing");

    public Task<ConfigVerdict> Check(string config, string besides, CancellationToken cancel) => Task.FromResult(Verdict);

    public Task<CommandAnswer> Run(IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancel) => throw new NotSupportedException("a diagnosis runs nothing on the gateway's own state");

    public Task<IReadOnlyList<ServedVersion>> Served(string path, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<ServedVersion>>(_served.TryGetValue(path, out var bytes) ? [new(path, Hash(bytes), DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1))] : []);

    public Task<IReadOnlyList<string>> LastFiles(CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>([.. _served.Keys]);

    public Task<byte[]> Read(ServedVersion version, CancellationToken cancel) => Task.FromResult(_served[version.Path]);

    public ValueTask DisposeAsync() => Workshop.DisposeAsync();

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
