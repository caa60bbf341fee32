using System.CommandLine;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Journal;

namespace OpenClaw.Host.Cli;

/// <summary>The command line of <c>digest</c>.</summary>
internal static class DigestVerb
{
    /// <summary>Makes the verb.</summary>
    /// <param name="sources">Where the settings come from.</param>
    public static Command Make(Func<SettingsSources> sources)
    {
        var since = new Option<string?>("--since") { Description = "The period's beginning: 7d (a week is the default), 12h, or a date (UTC)." };
        var gateway = new Option<string?>("--gateway") { Description = "Only this gateway." };
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var send = new Option<bool>("--send") { Description = "Tell it on the channels too, now and without a daemon." };
        var command = new Command("digest", "What a period came to: incidents, how they ended, how long they took, uptime, cost of doctors, alerts.") { since, gateway, json, send };
        command.SetAction((parsed, cancel) => new DigestCommand(sources(), static home => new BookReader(home), static settings => new OwnChannels(settings, TimeProvider.System), TimeProvider.System, Console.Out, Console.Error).Run(
            new DigestAsked(parsed.GetValue(since), parsed.GetValue(gateway), parsed.GetValue(json), parsed.GetValue(send)), cancel));
        return command;
    }
}
