using System.CommandLine;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Cli;

/// <summary>The command lines of <c>config</c>.</summary>
internal static class ConfigVerbs
{
    /// <summary>Makes the verb with the verbs below it.</summary>
    /// <param name="sources">Where the settings come from, with this conf file of the owner's (null: none) on top.</param>
    public static Command Make(Func<string?, SettingsSources> sources) =>
        new("config", "The settings in effect: what they are, and whether they can be used.") { Show(sources), Check(sources) };

    private static Command Show(Func<string?, SettingsSources> sources)
    {
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var changed = new Option<bool>("--changed") { Description = "Only what is not as shipped." };
        var file = File();
        var command = new Command("show", "Every setting in effect and where it came from; secrets are masked.") { json, changed, file };
        command.SetAction((parsed, _) => new ConfigCommand(sources(parsed.GetValue(file)), Console.Out, Console.Error).Show(parsed.GetValue(json), parsed.GetValue(changed)));
        return command;
    }

    private static Command Check(Func<string?, SettingsSources> sources)
    {
        var file = File();
        var command = new Command("check", "Whether the settings can be used; says in one line what is wrong, where, and how to mend it.") { file };
        command.SetAction((parsed, _) => new ConfigCommand(sources(parsed.GetValue(file)), Console.Out, Console.Error).Check());
        return command;
    }

    private static Option<string?> File() => new("--config") { Description = "With this conf file of yours, as 'run --config' takes it." };
}
