using OpenClaw.Bench.Worlds;

namespace OpenClaw.Bench.Peers.Kinds;

/// <summary>The owner's own systemd, real, in a machine of its own.</summary>
/// <param name="hasWatchdog">The child has to send heartbeats.</param>
internal sealed class SystemdPeer(bool hasWatchdog) : IPeer
{
    private const string Unit = "peer.service";
    private const string Folder = $"{Owner.Home}/peer";
    private const string Config = $"{Folder}/openclaw.json";

    /// <inheritdoc/>
    public string Name => hasWatchdog ? "systemd-watchdog" : "systemd";

    /// <inheritdoc/>
    public string Configuration => hasWatchdog
        ? "systemd --user, Restart=always, Type=notify, WatchdogSec=5; the child sends a heartbeat every 2.5 s"
        : "systemd --user, Restart=always, all else default (RestartSec=100ms, 5 starts in 10 s)";

    /// <inheritdoc/>
    public TimeSpan Cycle => TimeSpan.FromSeconds(hasWatchdog ? 5 : 1);

    /// <inheritdoc/>
    public IReadOnlyList<string> NeverMends => hasWatchdog ? [PeerRows.Sick] : [PeerRows.Hang, PeerRows.Sick];

    /// <inheritdoc/>
    public bool GivesUp => true;

    /// <inheritdoc/>
    public async Task<string?> Lack()
    {
        try
        {
            await SandboxSupport.Require();
            return null;
        }
        catch (SandboxUnavailableException none)
        {
            return none.Message;
        }
    }

    /// <inheritdoc/>
    public async Task<IRunningPeer> Start(CancellationToken cancel)
    {
        var sandbox = await SystemdSandbox.Boot(new SandboxOptions
        {
            Files = new Dictionary<string, string> { ["peer/openclaw.json"] = "{ \"gateway\": { \"mode\": \"local\" } }\n", [$".config/systemd/user/{Unit}"] = UnitFile() },
            Shown = new Dictionary<string, string> { ["child"] = ChildFiles.ProgramFolder, ["dotnet"] = DotNet.Root },
        });
        var running = new Running(sandbox);
        try
        {
            if (await sandbox.Systemctl("enable", "--now", Unit) is { Succeeded: false } refused) throw new InvalidOperationException($"systemd does not start the unit: {refused.Complaint}");
            await running.Child.Up(cancel);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    private string UnitFile() =>
        $"""
        [Service]
        {(hasWatchdog ? "Type=notify\nWatchdogSec=5" : "")}
        Environment=DOTNET_ROOT=/run/sandbox/dotnet
        ExecStart={string.Join(' ', ChildFiles.Command("/run/sandbox/child", Folder, Config, Owner.Port))}
        Restart=always
        [Install]
        WantedBy=default.target

        """;

    private sealed class Running(SystemdSandbox sandbox) : IRunningPeer
    {
        public ChildFiles Child { get; } = new(sandbox.HostPath(Folder), sandbox.HostPath(Config), Owner.Port, () => sandbox.Network.CreateSocket());

        public IReadOnlyList<ProcessRef> Own() => [.. sandbox.Processes().Where(static process => process.CommandLine.Contains("systemd --user", StringComparison.Ordinal))];

        public ProcessRef? Process(int pid) => sandbox.Process(pid);

        public async Task KillSupervisor(CancellationToken cancel)
        {
            var manager = Own();
            foreach (var process in manager) process.Signal(Signals.Kill);
            await Eventually.Holds("the owner's systemd is gone", World.BootLimit, () => !manager.Any(static process => process.IsAlive), cancel);
        }

        public async Task StartAgain(CancellationToken cancel)
        {
            if (Own().Count > 0) return;
            if (await sandbox.RunAsRoot(["systemctl", "start", "owner.service"]) is { Succeeded: false } refused)
                throw new InvalidOperationException($"The owner's systemd does not start again: {refused.Complaint}");
        }

        public ValueTask DisposeAsync() => sandbox.DisposeAsync();
    }
}
