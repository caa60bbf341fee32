using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Tests.Processes;

/// <summary>A scratch folder, free ports and real processes; everything that was started is ended with it, each by its own pid.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    private readonly List<ProcessIdentity> _started = [];
    private readonly List<Process> _children = [];

    public Workshop() => Folder = Directory.CreateTempSubdirectory("openclaw-processes-").FullName;

    /// <summary>The program of tests/OpenClaw.Dummy, built next to this one.</summary>
    public static string Dummy { get; } =
        Path.Combine(AppContext.BaseDirectory.Replace("OpenClaw.Host.Tests", "OpenClaw.Dummy", StringComparison.Ordinal), "OpenClaw.Dummy");

    public string Folder { get; }

    public LocalProcesses Local { get; } = LocalProcesses.ForThisSystem(TimeProvider.System, NullLoggerFactory.Instance);

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    public string WriteScript(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        return StandIns.Script.Write(PathOf(name), text);
    }

    /// <summary>Writes a lock as OpenClaw does, padding included, into the state folder <c>openclaw</c>.</summary>
    public void WriteLock(int pid, long startTime, int port) => Write(
        string.Create(CultureInfo.InvariantCulture, $"openclaw/tmp/openclaw-{Posix.GetUid()}/gateway.state.lock"),
        string.Create(CultureInfo.InvariantCulture, $$"""{"pid": {{pid}}, "ownerId": "x", "port": {{port}}, "startTime": {{startTime}} }""") + "\n\t\t \t \t  \n");

    /// <summary>Starts the dummy as somebody else's process and waits until it is ready.</summary>
    public Task<ProcessIdentity> Orphan(params string[] verb) => Orphan(title: null, Dummy, verb);

    /// <summary>Starts a program as somebody else's process: its parent ends at once. A title becomes its argv[0], as gateways do.</summary>
    public async Task<ProcessIdentity> Orphan(string? title, string program, IReadOnlyList<string> arguments, bool isReadyAtOnce = false)
    {
        var log = PathOf($"orphan-{Guid.NewGuid():N}.log");
        using var shell = Process.Start(new ProcessStartInfo("/bin/bash") { RedirectStandardOutput = true, ArgumentList = { "-c", """log=$1; shift; (exec -a "$0" "$@") >"$log" 2>&1 </dev/null & echo $!""", title ?? program, log, program }, }.With(arguments))!;
        var pid = int.Parse((await shell.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        await shell.WaitForExitAsync();
        var identity = await IdentityOf(pid);
        await Eventually.Holds(
            () => isReadyAtOnce ? Title(pid) != "/bin/bash" : File.Exists(log) && File.ReadAllText(log).Contains("ready", StringComparison.Ordinal), $"{program} {string.Join(' ', arguments)} is ready");
        return identity;
    }

    /// <summary>Starts many processes of nobody's that do nothing.</summary>
    public async Task<IReadOnlyList<ProcessIdentity>> Sleepers(int count)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true }
            .With(["-c", "for i in $(seq $0); do sleep 600 >/dev/null </dev/null & echo $!; done", count.ToString(CultureInfo.InvariantCulture)]))!;
        var pids = (await shell.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await shell.WaitForExitAsync();
        var sleepers = new List<ProcessIdentity>();
        foreach (var pid in pids)
            sleepers.Add(await IdentityOf(int.Parse(pid, CultureInfo.InvariantCulture)));
        return sleepers;
    }

    /// <summary>Starts the dummy as a child of this program.</summary>
    public async Task<(ProcessIdentity Identity, Process Process)> Child(params string[] verb)
    {
        var process = Process.Start(new ProcessStartInfo(Dummy) { RedirectStandardOutput = true }.With(verb))!;
        _children.Add(process);
        await Eventually.Holds(async () => await process.StandardOutput.ReadLineAsync() is "ready" or null, "the child is ready");
        return (await IdentityOf(process.Id), process);
    }

    public async Task<ProcessIdentity> IdentityOf(int pid)
    {
        var entry = await Local.Table.Find(pid, CancellationToken.None) ?? throw new InvalidOperationException($"no process {pid}");
        _started.Add(entry.Identity);
        return entry.Identity;
    }

    /// <summary>SIGSTOP, and a look that it has come to that.</summary>
    public async Task Pause(ProcessIdentity process)
    {
        using var kill = Process.Start("/bin/kill", ["-STOP", process.Pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await Eventually.Holds(async () => await Local.Table.Find(process.Pid, CancellationToken.None) is { IsStopped: true }, "it is stopped");
    }

    /// <summary>Takes note of a process that a part under test has started, so that it is ended here. The spec must have seen that it is one.</summary>
    public void Adopt(ProcessIdentity process) => _started.Add(process);

    /// <summary>
    /// The same for a process that a part under test merely names: a stand-in may have made it name anybody, so only what carries this
    /// workshop's folder or is known already counts.
    /// </summary>
    public async Task AdoptIfOurs(ProcessIdentity process)
    {
        var isOurs = await IsAlive(process)
            && (new FileInfo($"/proc/{process.Pid}/cwd").LinkTarget == Folder || new FileInfo($"/proc/{process.Pid}/fd/1").LinkTarget?.StartsWith(Folder, StringComparison.Ordinal) == true);
        if (isOurs)
            _started.Add(process);
    }

    public async Task<bool> IsAlive(ProcessIdentity process) => await Local.Table.IsAlive(process, CancellationToken.None);

    public async Task Kill(ProcessIdentity process)
    {
        await Local.Signals.Send(process, ProcessSignal.Kill, CancellationToken.None);
        await Local.Exits.WaitForExit(process, CancellationToken.None).Soon();
    }

    /// <summary>Ends everything that was started.</summary>
    public async Task EndAll()
    {
        foreach (var process in _started)
            await Kill(process);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAll();
        foreach (var child in _children)
            child.Dispose();
        Local.Dispose();

        // A daemon that was left may still write down that its gateway has ended.
        await Eventually.Holds(TryDelete, "the scratch folder is gone");
    }

    private bool TryDelete()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
            return true;
        }
        catch (IOException busy) when (busy is not DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static string Title(int pid) => File.ReadAllText($"/proc/{pid}/cmdline").Split('\0')[0];
}

internal static class ProcessStartInfos
{
    public static ProcessStartInfo With(this ProcessStartInfo info, IEnumerable<string> arguments)
    {
        foreach (var argument in arguments)
            info.ArgumentList.Add(argument);
        return info;
    }
}
