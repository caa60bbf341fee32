using System.Collections;
using System.CommandLine;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Demo;
using OpenClaw.Host.Doctors.ClaudeCode;

namespace OpenClaw.Host.Cli;

/// <summary>The program's verbs.</summary>
public static class Verbs
{
    /// <summary>All of them.</summary>
    public static RootCommand All()
    {
        var root = new RootCommand("Brings a dead OpenClaw gateway back, or calls for help when it can't.");
        root.Subcommands.Add(Run());
        root.Subcommands.Add(Status());
        root.Subcommands.Add(DemoCommandLine.Demo());
        root.Subcommands.Add(DemoCommandLine.Gateway());
        root.Subcommands.Add(Runner());
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

    private static Command Status()
    {
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("status", "How the gateways stand.") { json };
        command.SetAction(parsed =>
        {
            try
            {
                return StatusCommand.Run(HealerSettings.Load(Sources(null, [], out _)).Home, parsed.GetValue(json), Console.Out, Console.Error);
            }
            catch (ConfigurationException e)
            {
                Console.Error.WriteLine(e.Message);
                return ExitCodes.Usage;
            }
        });
        return command;
    }

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
