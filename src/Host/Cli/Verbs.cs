using System.Collections;
using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Demo;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Service;

namespace OpenClaw.Host.Cli;

/// <summary>The program's verbs.</summary>
public static class Verbs
{
    /// <summary>The option of every verb against colours.</summary>
    internal const string NoColor = "--no-color";

    // As a newcomer needs them: try it, set it up, look, ask what was, give a word, rehearse.
    private static readonly string[] InOrder =
    [
        "demo", "check", "config", "install", "uninstall", "run", "status", "incidents", "incident", "logs", "digest", "diagnose", "heal", "pause", "resume", "start", "ack", "approve", "undo", "attach",
        "playbook", "notify", "drill", "completion",
    ];

    /// <summary>All of them.</summary>
    public static RootCommand All()
    {
        var root = new RootCommand("Brings a dead OpenClaw gateway back, or calls for help when it can't.");
        root.Options.Add(new Option<bool>(NoColor) { Description = "No colours, no escapes (as with NO_COLOR=1).", Recursive = true });
        root.Subcommands.Add(Run());
        root.Subcommands.Add(StatusVerb.Make(Own));
        root.Subcommands.Add(IncidentsVerb.Make(static () => Sources(null, [], out _), static home => new SqliteIncidentHistory(home, NullLogger<SqliteIncidentHistory>.Instance)));
        root.Subcommands.Add(IncidentVerb.Make(Own, static home => new SqliteIncidentHistory(home, NullLogger<SqliteIncidentHistory>.Instance)));
        root.Subcommands.Add(LogsVerb.Make(Own));
        root.Subcommands.Add(DigestVerb.Make(Own));
        root.Subcommands.Add(NotifyVerb.Make(Own));
        root.Subcommands.Add(AttachVerb.Make(static () => Sources(null, [], out _)));
        root.Subcommands.Add(ApproveVerb.Make(Own, static home => new SqliteIncidentHistory(home, NullLogger<SqliteIncidentHistory>.Instance)));
        root.Subcommands.Add(AckVerb.Make(Own, static home => new SqliteIncidentHistory(home, NullLogger<SqliteIncidentHistory>.Instance)));
        root.Subcommands.Add(UndoVerb.Make(static () => Sources(null, [], out _)));
        root.Subcommands.Add(DiagnoseVerb.Make(Own, static (settings, gateway) => Playbook.History.ServedFiles.OnDisk(settings.Home, gateway.Id)));
        root.Subcommands.Add(PlaybookVerbs.Playbook(Own, OwnParts.Make));
        root.Subcommands.Add(PlaybookVerbs.Heal(Own, OwnParts.Make));
        root.Subcommands.Add(Pause());
        root.Subcommands.Add(Resume());
        root.Subcommands.Add(Start());
        root.Subcommands.Add(Checks.CheckVerb.Make(Own));
        root.Subcommands.Add(ConfigVerbs.Make(static file => Sources(file, [], out _)));
        root.Subcommands.Add(Drills.DrillVerb.Make(Own));
        root.Subcommands.Add(Drills.DrillVerb.Guard());
        root.Subcommands.Add(Completion.CompletionVerb.Make());
        root.Subcommands.Add(ServiceVerbs.Install(Own));
        root.Subcommands.Add(ServiceVerbs.Uninstall(Own));
        root.Subcommands.Add(DemoCommandLine.Demo());
        root.Subcommands.Add(DemoCommandLine.Gateway());
        root.Subcommands.Add(Runner());
        Completion.Completions.AddTo(root, Own);
        foreach (var (verb, place) in root.Subcommands.OrderBy(static v => Array.IndexOf(InOrder, v.Name) is >= 0 and var known ? known : int.MaxValue).Select(static (v, place) => (v, place)).ToArray()) root.Subcommands[place] = verb;
        return root;
    }

    private static Command Run()
    {
        var config = new Option<string?>("--config") { Description = "A conf file of yours; wins over the one in the state folder." };
        var set = new Option<string[]>("--set") { Description = "KEY=VALUE, e.g. probe.interval=5s; wins over everything.", AllowMultipleArgumentsPerToken = false };
        var command = new Command("run", "Watch and heal the gateways, until stopped.") { config, set };
        command.SetAction((parsed, cancel) =>
        {
            var sources = Sources(parsed.GetValue(config), parsed.GetValue(set) ?? [], out var wrong);
            if (wrong is null) return RunCommand.Run(sources, Console.Error, cancel);
            Console.Error.WriteLine(wrong);
            return Task.FromResult(ExitCodes.Usage);
        });
        return command;
    }

    private static Command Pause()
    {
        var gateway = Gateway();
        var length = new Option<string?>("--for") { Description = "How long, e.g. 90m, 2h or 1d, at most 30d; without it until 'resume'." };
        var reason = new Option<string?>("--reason") { Description = "Why, one line of at most 200 characters." };
        var command = new Command("pause", "Nothing is restarted or treated until the pause ends; the healer goes on looking.") { gateway, length, reason };
        command.SetAction((parsed, cancel) => Owner().Pause(parsed.GetValue(gateway), parsed.GetValue(length), parsed.GetValue(reason), cancel));
        return command;
    }

    private static Command Resume()
    {
        var gateway = Gateway();
        var command = new Command("resume", "The end of a pause.") { gateway };
        command.SetAction((parsed, cancel) => Owner().Resume(parsed.GetValue(gateway), cancel));
        return command;
    }

    private static Command Start()
    {
        var gateway = Gateway();
        var command = new Command("start", "Has a gateway started that its owner has stopped.") { gateway };
        command.SetAction((parsed, cancel) => Owner().Start(parsed.GetValue(gateway), cancel));
        return command;
    }

    /// <summary>The sources as they are on this machine.</summary>
    internal static SettingsSources Own() => Sources(null, [], out _);

    private static Argument<string?> Gateway() =>
        new("gateway") { Description = "Its name; not needed when there is only one.", Arity = ArgumentArity.ZeroOrOne };

    private static OwnerCommands Owner() => new(Sources(null, [], out _), TimeProvider.System, Console.Out, Console.Error);

    private static Command Runner()
    {
        var folder = new Argument<string>("incident-folder");
        var command = new Command("doctor-runner", "Runs one doctor's session in its incident folder. Only the daemon starts it.") { folder };
        command.Hidden = true;
        command.SetAction((parsed, cancel) => DoctorRunner.Run(parsed.GetRequiredValue(folder), cancel));
        return command;
    }

    private static SettingsSources Sources(string? config, IReadOnlyList<string> set, out string? wrong)
    {
        wrong = set.FirstOrDefault(s => s.IndexOf('=', StringComparison.Ordinal) < 1) is { } bad ? $"--set {bad}: write KEY=VALUE, e.g. --set probe.interval=5s" : null;
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables()) environment[(string)entry.Key] = (string?)entry.Value ?? "";
        return new SettingsSources(AppContext.BaseDirectory, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), environment)
        {
            ConfigFile = config,
            CommandLine = set.Where(s => s.Contains('=', StringComparison.Ordinal)).Select(s => s.Split('=', 2)).GroupBy(p => p[0]).ToDictionary(g => g.Key, g => g.Last()[1]),
        };
    }
}
