using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Tests.Processes;
using Shouldly;

namespace OpenClaw.Host.Tests.Cli;

/// <summary>What a verb has said and how it ended.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record Said(int Code, string Output, string Errors);

/// <summary>An owner's home in a scratch folder, and the built program in it as he runs it: with a daemon on a stand-in gateway where a spec wants one.</summary>
internal sealed class OwnersProgram : IAsyncDisposable
{
    private readonly Workshop _shop = new();
    private readonly int _port = Workshop.FreePort();
    private Process? _daemon;

    public OwnersProgram(string more = "")
    {
        Directory.CreateDirectory(StateFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(Path.GetDirectoryName(Config)!);
        File.WriteAllText(Config, "{ // mine\r\n  \"gateway\": { \"mode\": \"local\", \"bind\": \"loopback\", \"auth\": { \"mode\": \"none\" } },\r\n}\r\n");
        File.WriteAllText(Path.Combine(StateFolder, "openclaw.conf"), $$"""
            openclaw {
              probe { interval = 300ms, interval-suspicious = 200ms, timeout = 1s, retry-delay = 1s, escalation-wait = 2s, stability-window = 1s, startup-budget = 20s, startup-floor = 5s }
              watchdog { interval = 300ms, interval-suspicious = 200ms, backoff = [1s], manager-grace = 1s, flap-memory = 1ms, forced-stop-wait = 1s }
              budget { unclean-boots = 100, restarts = 100, young-boot = 1ms }
              doctor { probation = 2s, claude.enabled = off }
              gateways.main {
                url = "http://127.0.0.1:{{_port}}/"
                manager = direct
                on-daemon-stop = stop
                command = ["{{Program}}", "demo-gateway", "--port", "{{_port}}", "--config", "{{Config}}", "--boot-ms", "300"]
              }
            }
            {{more}}
            """);
    }

    public static string Program => SelfCommand.Find()[0];

    public string Home => _shop.Folder;

    public string StateFolder => _shop.PathOf(".openclaw-actors");

    public string Config => _shop.PathOf(".openclaw/openclaw.json");

    public Workshop Shop => _shop;

    /// <summary>The same environment for everything: nothing of the machine's owner gets in.</summary>
    public Dictionary<string, string> Environment { get; } = new() { ["PATH"] = "/usr/local/bin:/usr/bin:/bin", ["LANG"] = "C.UTF-8" };

    /// <summary>Starts the daemon and waits until its gateway serves.</summary>
    public async Task StartDaemon()
    {
        _daemon = Process.Start(Info("run"))!;
        // Nobody reads the log here; a full pipe must not stop the daemon.
        _ = _daemon.StandardOutput.ReadToEndAsync();
        _ = _daemon.StandardError.ReadToEndAsync();
        await Eventually.Holds(() => new StatusFile(StateFolder).Read() is { Gateways: [{ Healthy: true, Incident: null }] }, "the gateway serves");
    }

    /// <summary>Ends it without a word.</summary>
    public async Task KillDaemon()
    {
        Posix.Kill(_daemon!.Id, 9).ShouldBe(0);
        await _daemon.WaitForExitAsync();
    }

    /// <summary>The gateway's process, as its manager keeps it.</summary>
    public async Task<ProcessIdentity> Gateway()
    {
        ProcessIdentity? found = null;
        await Eventually.Holds(
            async () =>
            {
                found = (await _shop.Local.Ports.On(_port, null, CancellationToken.None)).Select(static l => l.Pid).OfType<int>().FirstOrDefault() is > 0 and var pid ? (await _shop.Local.Table.Find(pid, CancellationToken.None))?.Identity : null;
                return found is not null;
            },
            "there is a gateway");
        _shop.Adopt(found!);
        return found!;
    }

    /// <summary>One letter of the kernel: T for a process that was stopped.</summary>
    public static char StateOf(ProcessIdentity process) => File.ReadAllText($"/proc/{process.Pid}/stat").Split(") ")[^1][0];

    /// <summary>Runs a verb to its end.</summary>
    public async Task<Said> Run(params string[] arguments)
    {
        using var process = Begin(arguments);
        return await End(process);
    }

    /// <summary>Begins a verb.</summary>
    public Process Begin(params string[] arguments)
    {
        var process = Process.Start(Info(arguments))!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Waits for its end.</summary>
    public static async Task<Said> End(Process process)
    {
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(limit.Token);
        return new Said(process.ExitCode, await output, await errors);
    }

    /// <summary>Runs a line of bash, in which <c>openclaw-actors</c> is the program.</summary>
    public async Task<Said> Bash(string line)
    {
        var info = Info();
        info.FileName = "/bin/bash";
        info.ArgumentList.Add("-c");
        info.ArgumentList.Add(line);
        info.Environment["PATH"] = $"{Path.GetDirectoryName(Program)}:{Environment["PATH"]}";
        using var process = Process.Start(info)!;
        process.StandardInput.Close();
        return await End(process);
    }

    /// <summary>Runs a verb in a terminal of its own, so many columns wide; standard output and error come together.</summary>
    public Task<Said> InTerminal(int columns, string verb) => Bash(string.Create(CultureInfo.InvariantCulture, $"export TERM=xterm-256color; script -qec 'stty cols {columns} rows 40; openclaw-actors {verb}' /dev/null"));

    public async ValueTask DisposeAsync()
    {
        if (_daemon is { HasExited: false })
        {
            Posix.Kill(_daemon.Id, 15).ShouldBe(0);
            await _daemon.WaitForExitAsync();
        }

        _daemon?.Dispose();
        await _shop.DisposeAsync();
    }

    private ProcessStartInfo Info(params string[] arguments)
    {
        var info = new ProcessStartInfo(Program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, WorkingDirectory = Home };
        info.Environment.Clear();
        foreach (var (name, value) in Environment) info.Environment[name] = value;
        info.Environment["HOME"] = Home;
        info.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return info;
    }
}
