using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Service;
using OpenClaw.StandIns;

namespace OpenClaw.Host.Tests.Service;

/// <summary>
/// An owner's home with stand-ins for systemctl, launchctl, loginctl and crontab, which note how they were called, keep what they were told, and play what real ones say. A started daemon is played
/// by the status file that it would write.
/// </summary>
internal sealed class ServiceBench : IDisposable
{
    /// <summary>The pid that the played manager names.</summary>
    public const int Pid = 4242;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("service-");

    public ServiceBench(string home = "home")
    {
        Home = Path.Combine(_root.FullName, home);
        Directory.CreateDirectory(Home);
        Directory.CreateDirectory(Path.Combine(_root.FullName, "manager"));
        Environment = new() { ["PATH"] = "/usr/local/bin:/usr/bin:/bin" };
        Program = Path.Combine(Home, "apps", "openclaw-actors");
        Write("apps/openclaw-actors", "#!/bin/sh\n");
        File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        DaemonVersion(ProductVersion.Text);
    }

    public string Home { get; }

    public string State => Path.Combine(Home, ".openclaw-actors");

    public string Unit => Path.Combine(Home, ".config", "systemd", "user", ServiceSpec.Unit);

    public string Agent => Path.Combine(Home, "Library", "LaunchAgents", $"{ServiceSpec.Label}.plist");

    public string Program { get; set; }

    public string? Fleeting { get; set; }

    public string? SudoUser { get; set; }

    public HostSystem System { get; set; } = HostSystem.Linux;

    public Dictionary<string, string> Environment { get; }

    public List<string> Questions { get; } = [];

    public bool? Answer { get; set; }

    public TimeSpan AnswerLimit { get; set; } = TimeSpan.FromSeconds(20);

    public StringWriter Output { get; } = new();

    public StringWriter Errors { get; } = new();

    /// <summary>The orders to systemctl, launchctl, loginctl and crontab, without the questions.</summary>
    public string[] Orders => File.Exists(Manager("calls"))
        ? [.. File.ReadAllLines(Manager("calls")).Where(static call => !call.Contains(" show", StringComparison.Ordinal) && !call.StartsWith("launchctl print", StringComparison.Ordinal) && call != "crontab -l")]
        : [];

    /// <summary>What was complained of: one line.</summary>
    public string Complaint => Errors.ToString().TrimEnd('\n');

    public static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));

    public Task<int> Install(bool dryRun = false, bool? replaceOthers = null, bool fromHere = false) =>
        new InstallCommand(Parts(), Output, Errors).Run(new InstallOrder { DryRun = dryRun, ReplaceOthers = replaceOthers, FromHere = fromHere }, CancellationToken.None);

    public Task<int> Uninstall(bool dryRun = false, bool purge = false, bool yes = false) =>
        new UninstallCommand(Parts(), Output, Errors).Run(new UninstallOrder { DryRun = dryRun, Purge = purge, Yes = yes }, CancellationToken.None);

    public ServiceParts Parts() => new()
    {
        Sources = new SettingsSources(AppContext.BaseDirectory, Home, Environment),
        Manager = System switch
        {
            HostSystem.Linux => new SystemdService(Home, TimeProvider.System, Tool("systemctl", Systemctl), Tool("loginctl", Loginctl), Tool("journalctl", "echo 'the last words'")),
            HostSystem.MacOS => new LaunchdService(Home, TimeProvider.System, Tool("launchctl", Launchctl)),
            _ => null,
        },
        Program = new ServiceProgram([Program], Fleeting),
        Others = Others(),
        Ask = (question, _) =>
        {
            Questions.Add(question);
            return Task.FromResult(Answer);
        },
        Time = TimeProvider.System,
        SudoUser = SudoUser,
        AnswerLimit = AnswerLimit,
    };

    public OtherHealers Others() => new(Home, System, TimeProvider.System)
    {
        Systemctl = Tool("systemctl", Systemctl),
        Launchctl = Tool("launchctl", Launchctl),
        Crontab = Tool("crontab", Crontab),
        MachineUnits = Path.Combine(_root.FullName, "etc"),
    };

    public string Write(string path, string text)
    {
        var file = Path.Combine(Home, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public string WriteMachineUnit(string name, string text)
    {
        Directory.CreateDirectory(Path.Combine(_root.FullName, "etc"));
        File.WriteAllText(Path.Combine(_root.FullName, "etc", name), text);
        return Path.Combine(_root.FullName, "etc", name);
    }

    /// <summary>The manager's own memory: <c>enabled</c>, <c>pid</c>, <c>fail-VERB</c>, <c>unreachable</c>, <c>mute</c>, <c>linger</c>, <c>crontab</c> and so on.</summary>
    public void Play(string name, string text = "") => File.WriteAllText(Manager(name), text);

    public void PlayNot(string name) => File.Delete(Manager(name));

    public string Played(string name) => File.ReadAllText(Manager(name));

    public void DaemonVersion(string version) => Play("status.json", string.Create(CultureInfo.InvariantCulture, $$"""
        { "pid": {{Pid}}, "version": "{{version}}", "startedAt": "2026-11-30T00:00:00+00:00", "at": "2026-11-30T00:00:00+00:00",
          "gateways": [{ "id": "main", "phase": "Ready", "healthy": true, "since": "2026-11-30T00:00:00+00:00", "evidence": [], "incident": null, "tier": null }] }
        """));

    /// <summary>Runs a tool of this machine to its end: exit code, and everything it said.</summary>
    public (int Code, string Said) Run(string tool, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _root.FullName };
        (start.Environment["HOME"], start.Environment["XDG_RUNTIME_DIR"]) = (Home, _root.FullName);
        using var process = Process.Start(start)!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        return (process.ExitCode, said.Result + complained.Result);
    }

    public void Dispose() => _root.Delete(recursive: true);

    private string Manager(string name) => Path.Combine(_root.FullName, "manager", name);

    private string Tool(string name, string body)
    {
        var path = Manager(name);
        return File.Exists(path) ? path : Script.Write(path, $$"""
            #!/bin/sh
            cd '{{Manager("").TrimEnd('/')}}' || exit 99
            echo "{{name}} $*" >>calls
            unit='{{Unit}}' agent='{{Agent}}' state='{{State}}'
            {{body}}

            """);
    }

    private const string Systemctl =
        """
        [ "$1" = --user ] && shift
        [ -f unreachable ] && { echo 'Failed to connect to bus: No medium found' >&2; exit 1; }
        [ -f "fail-$1" ] && { cat "fail-$1" >&2; exit 1; }
        case $1 in
          daemon-reload) if [ -e "$unit" ]; then touch loaded; else rm -f loaded; fi ;;
          enable) touch enabled ;;
          restart) echo 4242 >pid; [ -f mute ] || cp status.json "$state/status.json" ;;
          disable) case $* in *openclaw-actors*) rm -f enabled pid ;; esac ;;
          show) case $* in
            *openclaw-actors*)
              if [ -f loaded ]; then echo LoadState=loaded; else echo LoadState=not-found; fi
              if [ -f enabled ]; then echo UnitFileState=enabled; else echo UnitFileState=disabled; fi
              echo NeedDaemonReload=no
              echo "MainPID=$(cat pid 2>/dev/null || echo 0)" ;;
            *) cat others 2>/dev/null || printf 'ActiveState=active\nUnitFileState=enabled\n' ;;
            esac ;;
        esac
        exit 0
        """;

    private const string Loginctl =
        """
        case $1 in
          show-user) cat linger 2>/dev/null || echo no ;;
          --no-ask-password) [ -f fail-linger ] && exit 1; echo yes >linger ;;
        esac
        exit 0
        """;

    // "print" as recorded in LaunchdGatewayProcessSpec.
    private const string Launchctl =
        """
        [ -f "fail-$1" ] && { cat "fail-$1" >&2; exit 5; }
        case $1 in
          print)
            case $2 in *openclaw-actors*) job=job ;; *) job=other-job ;; esac
            [ -f "$job" ] || { printf 'Bad request.\nCould not find service "x" in domain for user gui: 501\n' >&2; exit 113; }
            printf 'gui/501/x = {\n\tactive count = 1\n\tstate = running\n\n\tdomain = gui/501 [100005]\n\tpid = 4242\n\tproperties = keepalive | runatload\n}\n' ;;
          bootstrap)
            [ -f fail-once ] && { rm fail-once; echo 'Bootstrap failed: 5: Input/output error' >&2; exit 5; }
            touch job; cp status.json "$state/status.json" ;;
          bootout) case $2 in *openclaw-actors*) rm -f job ;; *) rm -f other-job ;; esac ;;
        esac
        exit 0
        """;

    private const string Crontab =
        """
        case $1 in
          -l) [ -f crontab-now ] || { echo 'no crontab for owner' >&2; exit 1; }; cat crontab-now ;;
          *) cat "$1" >crontab-now ;;
        esac
        exit 0
        """;
}
