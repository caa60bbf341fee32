using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Playbook.Catalogue;
using OpenClaw.Host.Playbook.Records;

namespace OpenClaw.Host.Cli;

/// <summary>The command lines of <c>playbook</c> and <c>heal</c>.</summary>
internal static class PlaybookVerbs
{
    /// <summary>Makes <c>playbook</c>.</summary>
    public static Command Playbook(Func<SettingsSources> sources, Func<VerbParts> parts)
    {
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("playbook", "The remedies that need no AI: what each does, what you allow it, and how it has done here.") { json };
        command.SetAction((parsed, cancel) => new PlaybookCommand(sources(), parts().Remedies, Catalogue.Shipped(), Record, Console.Out, Console.Error).Run(parsed.GetValue(json), cancel));
        var suggestJson = new Option<bool>("--json") { Description = "As JSON." };
        var suggest = new Command("suggest", "Which proven repairs of doctors the playbook could make by itself, and the setting for it.") { suggestJson };
        suggest.SetAction((parsed, cancel) => new SuggestCommand(sources(), Catalogue.Shipped(), static home => TreatmentBook.OnDisk(home, NullLogger<TreatmentBook>.Instance), Console.Out, Console.Error)
            .Run(parsed.GetValue(suggestJson), cancel));
        command.Subcommands.Add(suggest);
        return command;
    }

    /// <summary>Makes <c>heal</c>.</summary>
    public static Command Heal(Func<SettingsSources> sources, Func<VerbParts> parts)
    {
        var gateway = new Argument<string?>("gateway") { Description = "Its name; not needed when there is only one.", Arity = ArgumentArity.ZeroOrOne };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be done now, and why; nothing is touched." };
        var json = new Option<bool>("--json") { Description = "With --dry-run: as JSON." };
        var command = new Command("heal", "Agree with the remedies that ask first, and have the gateway healed now.") { gateway, dryRun, json };
        command.SetAction((parsed, cancel) =>
        {
            var heal = new HealCommand(sources(), parts(), Catalogue.Shipped(), Record, TimeProvider.System, Console.Out, Console.Error);
            return parsed.GetValue(dryRun) ? heal.DryRun(parsed.GetValue(gateway), parsed.GetValue(json), cancel) : heal.Heal(parsed.GetValue(gateway), cancel);
        });
        return command;
    }

    private static RemedyRecord Record(string home) => RemedyRecord.OnDisk(home, NullLogger<RemedyRecord>.Instance);
}
