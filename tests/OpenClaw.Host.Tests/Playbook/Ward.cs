using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.History;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Updates;
using Shouldly;

namespace OpenClaw.Host.Tests.Playbook;

/// <summary>A patient on a scratch home: real files and processes, and an obedient systemctl that writes down what it is told.</summary>
internal sealed class Ward : IDisposable
{
    public const string Package = "lib/node_modules/openclaw";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("openclaw-ward-");

    public Ward()
    {
        Directory.CreateDirectory(At(".openclaw"));
        Systemctl = Script("tools/systemctl", $"echo \"$@\" >> {At("told.txt")}");
        Write(".config/systemd/user/openclaw-gateway.service", $"""
            [Service]
            ExecStart={At("node/bin/node")} {At(Package)}/dist/index.js gateway --port 18789
            Environment=PATH={At("node/bin")}:/usr/bin
            Environment=OPENCLAW_GATEWAY_PORT=18789

            """);
        Script("node/bin/node", "echo v26.1.0");
        Write($"{Package}/package.json", """{"name":"openclaw","version":"2026.9.6","engines":{"node":">=24.16.0 <25 || >=26.1.0"},"dependencies":{"ws":"8"}}""");
        Write($"{Package}/dist/index.js", "");
        Write($"{Package}/node_modules/ws/package.json", "{}");
        Gateway = HealerSettings.Load(new SettingsSources(AppContext.BaseDirectory, _root.FullName, new Dictionary<string, string>())).Gateways[0];
    }

    public string Root => _root.FullName;

    public string Systemctl { get; }

    public GatewaySettings Gateway { get; }

    public FakeProcess Process { get; } = new();

    public FakeOpenClaw OpenClaw { get; } = new();

    public FakeServed Served { get; } = new();

    public string Unit => At(".config/systemd/user/openclaw-gateway.service");

    public string DropIns => Unit + ".d";

    public string Told => File.Exists(At("told.txt")) ? File.ReadAllText(At("told.txt")) : "";

    public LocalProcesses Local { get; } = LocalProcesses.ForThisSystem(TimeProvider.System, NullLoggerFactory.Instance);

    public Patient Patient(ManagerKind manager = ManagerKind.Systemd)
    {
        var job = GatewayJob.Of(Gateway, manager, $"{At("tools")}:/usr/bin:/bin");
        return new Patient
        {
            Gateway = Gateway,
            Manager = manager,
            Job = job,
            Programs = new InstallationFinder(job),
            Process = Process,
            Local = Local,
            OpenClaw = OpenClaw,
            Served = Served,
            HealerHome = At(".openclaw-actors"),
            SearchPath = job.SearchPath,
            Time = TimeProvider.System,
        };
    }

    public string At(string name) => Path.Combine(Root, name);

    public string Write(string name, string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
        File.SetUnixFileMode(At(name), mode);
        return At(name);
    }

    public string Script(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        return StandIns.Script.Write(At(name), $"#!/bin/sh\n{text}\n");
    }

    /// <summary>Everything below the home with mode, content and time, but for our own folders and what the tools write down.</summary>
    public IReadOnlyDictionary<string, string> Everything() => Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories)
        .Where(p => !p.StartsWith(At("told.txt"), StringComparison.Ordinal) && !p.StartsWith(At(".openclaw-actors"), StringComparison.Ordinal) && !p.StartsWith(At("spent"), StringComparison.Ordinal))
        .ToDictionary(static p => p, static p =>
        {
            if (new FileInfo(p).LinkTarget is { } link) return $"-> {link}";
            var mode = File.GetUnixFileMode(p);
            return Directory.Exists(p) ? $"{mode}" : $"{mode} {File.GetLastWriteTimeUtc(p).Ticks} {(mode.HasFlag(UnixFileMode.UserRead) || Environment.UserName == "root" ? Convert.ToHexString(File.ReadAllBytes(p)) : "?")}";
        });

    public static Diagnosis Found(params Finding[] findings) => new(DateTimeOffset.UnixEpoch, "2026.9.6", findings, IsWhole: true);

    public static Finding Finding(string id, params (string Name, string Value)[] facts) =>
        new(id, FindingSeverity.Blocking, $"{id} was found", [], 1, []) { Facts = facts.ToDictionary(static f => f.Name, static f => f.Value) };

    public void Dispose()
    {
        Local.Dispose();
        foreach (var folder in Directory.EnumerateDirectories(Root, "*", SearchOption.AllDirectories)) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _root.Delete(recursive: true);
    }
}

internal sealed class FakeProcess : IGatewayProcess
{
    public ProcessState State { get; set; } = new(ServiceState.Failed, null, null, PortOwner.Nobody, null, false, "");

    public string Manager => "systemd";

    public Task<ProcessState> Look(CancellationToken cancel) => Task.FromResult(State);

    public Task<ProcessExit> WaitForExit(ProcessIdentity process, CancellationToken cancel) => throw new NotSupportedException();

    public Task<RestartOutcome> Restart(RestartKind kind, CancellationToken cancel) => throw new ShouldAssertException("a remedy never restarts the gateway");
}

internal sealed class FakeOpenClaw : IOpenClawTool
{
    public Func<IReadOnlyList<string>, CommandAnswer> Answer { get; set; } = static _ => new(0, "", "");

    public List<string> Runs { get; } = [];

    public Task<ConfigVerdict> Check(string config, string besides, CancellationToken cancel) => Task.FromResult(new ConfigVerdict(ConfigCheckResult.Unknown, []));

    public Task<CommandAnswer> Run(IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancel)
    {
        Runs.Add(string.Join(' ', arguments));
        return Task.FromResult(Answer(arguments));
    }
}

internal sealed class FakeServed : IServedFiles
{
    public Dictionary<string, byte[]> Files { get; } = [];

    public Task<IReadOnlyList<ServedVersion>> Served(string path, CancellationToken cancel) => Task.FromResult<IReadOnlyList<ServedVersion>>(
        Files.TryGetValue(path, out var bytes) ? [new(path, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1))] : []);

    public Task<IReadOnlyList<string>> LastFiles(CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>([.. Files.Keys]);

    public Task<byte[]> Read(ServedVersion version, CancellationToken cancel) => Task.FromResult(Files[version.Path]);
}
