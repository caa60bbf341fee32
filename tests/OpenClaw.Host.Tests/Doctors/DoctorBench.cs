using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Watchdog;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.Host.Doctors.Agents;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.StandIns.MessagesApi;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Doctors;

/// <summary>
/// A home of its own with a broken gateway config, the real Claude Code CLI and a scripted model. <c>openclaw</c> is a witness program that
/// says what it was called with, unless the real one is asked for.
/// </summary>
internal sealed class DoctorBench : IAsyncDisposable
{
    public const string Key = "sk-ant-test-0123456789-abcdef";
    public const string Broken = "{\r\n  // mine\r\n  \"gateway\": { \"mode\": \"local\", \"bind\": \"loopbak\", \"auth\": { \"mode\": \"none\" } }\r\n}";

    // The same that the stories use; whoever comes first installs them.
    private static readonly Lazy<Task<RealPrograms>> Programs = new(static () => NpmInstall.OfThisMachine().Get());

    private static RealPrograms? _real;

    private readonly List<ClaudeCodeDoctor> _doctors = [];

    private DoctorBench(string root, MessagesApi api)
    {
        (Root, Api) = (root, api);
        Directory.CreateDirectory(Path.Combine(root, "home", ".openclaw", "logs"));
        Directory.CreateDirectory(Path.Combine(root, "home", ".ssh"));
        Directory.CreateDirectory(Path.Combine(root, "bin"));
        File.WriteAllText(Path.Combine(root, "home", ".ssh", "id_rsa"), "the owner's own key");
        File.WriteAllText(Config, Broken);
        Witness("echo \"openclaw ran: $*\"");
        Options = new ClaudeCodeOptions
        {
            Command = ClaudeProgram,
            SelfCommand = [Path.Combine(AppContext.BaseDirectory, "openclaw-actors")],
            UserHome = Path.Combine(root, "home"),
            OpenClawConfig = Config,
            OpenClawState = Path.Combine(root, "home", ".openclaw"),
            Home = Path.Combine(root, "state"),
            MemoryFolder = Path.Combine(root, "memory"),
            SearchPath = $"{Path.Combine(root, "bin")}:/usr/local/bin:/usr/bin:/bin",
            ApiKey = Key,
            BaseUrl = api.BaseUrl,
            PollInterval = TimeSpan.FromMilliseconds(50),
        };
    }

    public string Root { get; }

    public MessagesApi Api { get; }

    public ClaudeCodeOptions Options { get; set; }

    public string Config => Path.Combine(Root, "home", ".openclaw", "openclaw.json");

    public IncidentId Incident { get; } = new("main-20261123-031504");

    public IncidentFolder Folder => new(Options.Home, Incident);

    public static string ClaudeProgram => Real.Claude;

    private static RealPrograms Real => _real ?? throw new InvalidOperationException("no bench was opened");

    /// <summary>A bench with the real CLI; without it the spec is skipped with the reason, or fails where the CLI is required.</summary>
    public static async Task<DoctorBench> Open(Func<DoctorBench, Scenario> scenario)
    {
        try
        {
            _real = await Programs.Value;
        }
        catch (ProgramsUnavailableException lack)
        {
            if (Environment.GetEnvironmentVariable("OPENCLAW_E2E") == "required") throw;
            Assert.Skip($"The real command lines cannot be had here: {lack.Message}");
        }

        var api = await MessagesApi.Start(new Scenario());
        var bench = new DoctorBench(Directory.CreateTempSubdirectory("doctor-").FullName, api);
        var play = scenario(bench);
        api.Play(play);
        return bench;
    }

    /// <summary>A bench with another agent's real CLI.</summary>
    public static async Task<DoctorBench> OpenWith(IAgentCli cli)
    {
        var bench = await Open(static _ => new Scenario());
        bench.Options = bench.Options with { Cli = cli, Name = cli.Name, Command = Path.Combine(Real.BinFolder, cli.Name), SearchPath = $"{Path.GetDirectoryName(Real.Node)}:{bench.Options.SearchPath}", Model = cli.Name == "gemini" ? "gemini-2.5-pro" : "gpt-5", IsPriced = false };
        return bench;
    }

    /// <summary>Lets the session find the real openclaw.</summary>
    public void UseRealOpenClaw()
    {
        var (bin, node) = (Real.BinFolder, Path.GetDirectoryName(Real.Node));
        File.Delete(Path.Combine(Root, "bin", "openclaw"));
        Options = Options with { SearchPath = $"{node}:{bin}:{Options.SearchPath}" };
    }

    /// <summary>What <c>openclaw</c> does in the session.</summary>
    public void Witness(string script) => Script("openclaw", script);

    /// <summary>A program on the session's PATH.</summary>
    public string Script(string name, string script)
    {
        return StandIns.Script.Write(Path.Combine(Root, "bin", name), $"#!/bin/bash\n{script}\n");
    }

    public ClaudeCodeDoctor Doctor()
    {
        var doctor = new ClaudeCodeDoctor(Options, TimeProvider.System, NullLogger<ClaudeCodeDoctor>.Instance);
        _doctors.Add(doctor);
        return doctor;
    }

    public CaseFile Case(TimeSpan? left = null, string? followUp = null) => new(
        new GatewayId("main"), Incident, 1, "exit code 78 right after every start",
        ["gateway.err.log: gateway.bind: Invalid input; token=abcdef123456 of owner@example.org"], ["restart 1: did not help"], followUp,
        TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(5), TimeProvider.System.GetUtcNow() + (left ?? TimeSpan.FromMinutes(10)));

    public Turn Repair(string from = "loopbak", string to = "loopback") =>
        Turn.Call("Edit", ("file_path", Config), ("old_string", from), ("new_string", to));

    public Turn Read() => Turn.Call("Read", ("file_path", Config));

    public Turn Report(string solution = "Corrected gateway.bind.") => Turn.Call("Write", ("file_path", Folder.DoctorReport), ("content", $"""
        ## Symptom
        The gateway refused its config.
        ## Root cause
        A typo in gateway.bind.
        ## Solution
        {solution}
        ## Result
        All is well.
        ## Prevention
        Run openclaw config validate.
        """));

    /// <summary>The published file whose name begins so.</summary>
    public string Published(string prefix) => Directory.GetFiles(Options.MemoryFolder, $"{prefix}*").ShouldHaveSingleItem();

    public static string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);

    /// <summary>Everything that runs with this bench's folder in its command line, this test apart.</summary>
    public IReadOnlyList<string> Running() =>
    [
        .. Directory.GetDirectories("/proc").Where(static p => int.TryParse(Path.GetFileName(p), CultureInfo.InvariantCulture, out var pid) && pid != Environment.ProcessId)
            .Select(static p => Lines(p, "cmdline")).Where(line => line.Contains(Root, StringComparison.Ordinal)),
    ];

    /// <summary>The environments of all of these.</summary>
    public IReadOnlyList<string> RunningEnvironments() =>
    [
        .. Directory.GetDirectories("/proc").Where(static p => int.TryParse(Path.GetFileName(p), CultureInfo.InvariantCulture, out var pid) && pid != Environment.ProcessId)
            .Where(p => Lines(p, "cmdline").Contains(Root, StringComparison.Ordinal)).Select(static p => Lines(p, "environ")),
    ];

    public async Task<ProcessIdentity> Claude()
    {
        await Until(() => File.Exists(Folder.Pids));
        return JsonNode.Parse(await File.ReadAllTextAsync(Folder.Pids))!["Claude"] is { } claude
            ? new ProcessIdentity((int)claude["Pid"]!, (long)claude["StartTime"]!) : throw new InvalidOperationException("claude did not start");
    }

    public static async Task Until(Func<bool> so, string what = "the condition")
    {
        for (var end = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(60); !so(); await Task.Delay(50))
            if (TimeProvider.System.GetUtcNow() > end) throw new TimeoutException($"{what} did not come about within a minute");
    }

    /// <summary>Nothing of the session is left; a tmux server that was told to end may need a moment.</summary>
    public Task NothingIsLeft() => Until(() => Running().Count == 0, "the end of every process of the session");

    public async ValueTask DisposeAsync()
    {
        foreach (var doctor in _doctors) await doctor.Discharge(Incident, Verdict.CalledOff, CancellationToken.None);
        await Api.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }

    private static string Lines(string folder, string file)
    {
        try
        {
            return File.ReadAllText($"{folder}/{file}").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return ""; // It has ended meanwhile.
        }
    }
}
