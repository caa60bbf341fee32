using System.Diagnostics;

namespace OpenClaw.Sandbox;

/// <summary>
/// A machine of its own inside this one: a real systemd as PID 1, the owner's real systemd, a network with nothing but loopback, everything
/// that can be written in memory. It ends, and leaves nothing behind, when it is disposed and also when this process is killed.
/// </summary>
public sealed class SystemdSandbox : IAsyncDisposable
{
    private static readonly TimeSpan BootLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Keeper _keeper;
    private readonly Entrance _entrance;
    private readonly ProcessRef _init;
    private readonly SandboxOptions _options;

    private SystemdSandbox(Keeper keeper, ProcessRef init, SandboxOptions options)
    {
        (_keeper, _init, _options) = (keeper, init, options);
        _entrance = new Entrance(init.Pid);
        Network = new SandboxNetwork(init.Pid);
        Unit = new GatewayUnit(this);
    }

    /// <summary>Its network.</summary>
    public SandboxNetwork Network { get; }

    /// <summary>The gateway's unit.</summary>
    public GatewayUnit Unit { get; }

    /// <summary>Boots one, and returns when the owner's systemd runs. A gateway that the template has installed is then on its way.</summary>
    /// <exception cref="SandboxUnavailableException">This machine cannot.</exception>
    /// <exception cref="InvalidOperationException">It should have been possible, and went wrong; the message says how.</exception>
    public static async Task<SystemdSandbox> Boot(SandboxOptions options)
    {
        await SandboxSupport.Require();
        var keeper = await Keeper.Start(options);
        SystemdSandbox? sandbox = null;
        try
        {
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < BootLimit)
            {
                if (ProcessRef.Of(keeper.Outer) is null)
                    throw new InvalidOperationException($"The sandbox did not boot: {keeper.Console}");
                if (sandbox is null && ProcessRef.ChildrenOf(keeper.Outer) is [{ CommandLine: var name } init] && name.Contains("/systemd", StringComparison.Ordinal))
                    sandbox = new SystemdSandbox(keeper, init, options);
                if (sandbox is not null && await sandbox.HasBooted())
                    return sandbox;
                await Task.Delay(Pause);
            }

            throw new InvalidOperationException($"The owner's systemd did not come up within {BootLimit.TotalSeconds:0} s: {keeper.Console}");
        }
        catch
        {
            sandbox?.Network.Dispose();
            await keeper.DisposeAsync();
            throw;
        }
    }

    /// <summary>A path inside as this process reaches it.</summary>
    public string HostPath(string inside) => $"/proc/{_init.Pid}/root{inside}";

    /// <summary>Runs a command inside as the owner, in his home, to its end.</summary>
    public Task<HostRun> Run(IReadOnlyList<string> command, TimeSpan? limit = null, IReadOnlyDictionary<string, string>? more = null) =>
        HostRun.Of(_entrance.For(Owner.Uid, With(more), command), limit ?? CommandLimit);

    /// <summary>Runs a command inside as root: to make a fault that the owner could not.</summary>
    public Task<HostRun> RunAsRoot(IReadOnlyList<string> command, TimeSpan? limit = null) => HostRun.Of(_entrance.For(0, With(null), command), limit ?? CommandLimit);

    /// <summary><c>systemctl --user</c>.</summary>
    public Task<HostRun> Systemctl(params IReadOnlyList<string> arguments) => Run(["systemctl", "--user", .. arguments]);

    /// <summary>The real CLI, as the owner types it.</summary>
    public Task<HostRun> OpenClaw(params IReadOnlyList<string> arguments) => Run(["openclaw", .. arguments], TimeSpan.FromMinutes(3));

    /// <summary>Starts a program inside as the owner, and leaves it running.</summary>
    public SandboxProcess Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? more = null) => new(_entrance.For(Owner.Uid, With(more), command));

    /// <summary>Writes a file of the owner's; his folders on the way to it are made.</summary>
    /// <exception cref="InvalidOperationException">It could not be written.</exception>
    public async Task WriteFile(string path, string text)
    {
        var written = await Run(["/bin/sh", "-c", "mkdir -p \"$(dirname \"$1\")\" && printf '%s' \"$2\" >\"$1\"", "sh", path, text]);
        if (!written.Succeeded)
            throw new InvalidOperationException($"{path} could not be written: {written.Complaint}");
    }

    /// <summary>Every process inside, by its pid on the host.</summary>
    public IReadOnlyList<ProcessRef> Processes()
    {
        var inside = _init.Namespace("pid");
        return inside is null ? [] : [.. ProcessRef.All().Where(process => process.Namespace("pid") == inside)];
    }

    /// <summary>The process inside that is called by this pid there; null when there is none.</summary>
    public ProcessRef? Process(int pidInside) => pidInside is 0 ? null : Processes().SingleOrDefault(process => process.PidInside == pidInside);

    /// <summary>The journal's lines, the newest last.</summary>
    public async Task<string> Journal(params IReadOnlyList<string> arguments) =>
        (await RunAsRoot(["journalctl", "--quiet", "--no-pager", "--output=cat", .. arguments])).Output;

    /// <summary>
    /// Stops the owner's systemd in order, as a reboot does, and boots the machine again on the owner's files as they are then. What he changed outside his home, and in the folder of npm, is as
    /// it was at the first boot. This sandbox ends; the one that is returned takes its place.
    /// </summary>
    /// <exception cref="InvalidOperationException">It went wrong; the message says how.</exception>
    public async Task<SystemdSandbox> Reboot()
    {
        var disk = Directory.CreateTempSubdirectory("openclaw-sandbox-disk-").FullName;
        try
        {
            var home = Path.Combine(disk, "home");
            var stopped = await RunAsRoot(["systemctl", "stop", "owner.service"]);
            var kept = stopped.Succeeded ? await HostRun.Of("cp", ["-a", "--one-file-system", HostPath(Owner.Home), home], CommandLimit) : stopped;
            if (!kept.Succeeded)
                throw new InvalidOperationException($"The sandbox could not be rebooted: {kept.Complaint}");
            // Shown anew at the boot, from npm's own folder.
            if (Directory.Exists(Path.Combine(home, ".npm-global")))
                Directory.Delete(Path.Combine(home, ".npm-global"), recursive: true);
            await DisposeAsync();
            return await Boot(_options with { Template = home, Files = new Dictionary<string, string>(), Without = [] });
        }
        finally
        {
            Directory.Delete(disk, recursive: true);
        }
    }

    /// <summary>Ends everything inside; nothing of it is left.</summary>
    public async ValueTask DisposeAsync()
    {
        Network.Dispose();
        await _keeper.DisposeAsync();
    }

    private async Task<bool> HasBooted() => (await Systemctl("is-system-running")).Output.Trim() is "running" or "degraded";

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string>? more)
    {
        var all = new Dictionary<string, string>(Owner.Environment);
        foreach (var (name, value) in more ?? new Dictionary<string, string>())
            all[name] = value;
        return all;
    }
}
