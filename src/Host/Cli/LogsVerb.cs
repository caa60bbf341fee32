using System.CommandLine;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Cli;

/// <summary>The command line of <c>logs</c>.</summary>
internal static class LogsVerb
{
    /// <summary>Makes the verb.</summary>
    /// <param name="sources">Where the settings come from.</param>
    public static Command Make(Func<SettingsSources> sources)
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what is written from now on, until Ctrl-C." };
        var since = new Option<string?>("--since") { Description = "Written since: 1h, 2d, or a date (UTC)." };
        var level = new Option<string?>("--level") { Description = "Nothing less urgent than: verbose, debug, info, warning, error, fatal." };
        var incident = new Option<string?>("--incident") { Description = "About this incident." };
        var gateway = new Option<string?>("--gateway") { Description = "About this gateway." };
        var lines = new Option<string?>("--lines", "-n") { Description = "The last so many (50; with --follow 10; with --since all)." };
        var json = new Option<bool>("--json") { Description = "As JSON, an event a line (CLEF)." };
        var command = new Command("logs", "What the daemon has written into its log.") { follow, since, level, incident, gateway, lines, json };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var output = StandardOutput.Open();
            return await new LogsCommand(sources(), TimeProvider.System, output, Console.Error)
            {
                IsDeserted = StandardOutput.IsDeserted,
                Colours = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            }.Run(
                new LogsAsked
                {
                    Follow = parsed.GetValue(follow),
                    Since = parsed.GetValue(since),
                    Level = parsed.GetValue(level),
                    Incident = parsed.GetValue(incident),
                    Gateway = parsed.GetValue(gateway),
                    Lines = parsed.GetValue(lines),
                    Json = parsed.GetValue(json),
                },
                cancel);
        });
        return command;
    }
}
