using System.CommandLine;
using System.CommandLine.Help;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Notifiers;

namespace OpenClaw.Host.Cli.Completion;

/// <summary>What a shell offers for a word that is half typed: by the names of arguments and options, so that a new verb gets it without a line of its own.</summary>
internal static class Completions
{
    private const int MostIncidents = 200;

    /// <summary>Adds them to all verbs below.</summary>
    /// <param name="command">Where to begin.</param>
    /// <param name="sources">Where the settings come from.</param>
    public static void AddTo(Command command, Func<SettingsSources> sources)
    {
        foreach (var argument in command.Arguments)
        {
            switch (argument.Name)
            {
                case "gateway": argument.CompletionSources.Add(_ => Gateways(sources)); break;
                case "incident" or "id": argument.CompletionSources.Add(_ => Incidents(sources)); break;
                case "channel": argument.CompletionSources.Add(static _ => ConfiguredChannels.RemoteNames); break;
                default: break;
            }
        }

        // Help would list what can be typed in the place of a name.
        foreach (var argument in command.Arguments) argument.HelpName ??= argument.Name;
        foreach (var option in command.Options)
        {
            if (option.ValueType != typeof(bool) && option is not (HelpOption or VersionOption)) option.HelpName ??= option.Name.TrimStart('-');
            switch (option.Name)
            {
                case "--before": option.CompletionSources.Add(_ => Incidents(sources)); break;
                case "--gateway": option.CompletionSources.Add(_ => Gateways(sources)); break;
                case "--cause": option.CompletionSources.Add(static _ => Words<GatewayPhase>()); break;
                case "--outcome": option.CompletionSources.Add(static _ => Words<Outcome>()); break;
                case "--tier": option.CompletionSources.Add(static _ => Words<Tier>()); break;
                default: break;
            }
        }

        foreach (var sub in command.Subcommands) AddTo(sub, sources);
    }

    private static IEnumerable<string> Words<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(static value => IncidentWords.Of(value)).Where(static word => word != "unknown");

    private static string[] Gateways(Func<SettingsSources> sources) => Quietly(() => HealerSettings.Load(sources()).Gateways.Select(static g => g.Id.Value));

    // The newest: a shell shows no more, and a book may hold a million.
    private static string[] Incidents(Func<SettingsSources> sources) => Quietly(() =>
        new SqliteIncidentHistory(HealerSettings.Load(sources()).Home, NullLogger<SqliteIncidentHistory>.Instance).Find(new IncidentQuery { Limit = MostIncidents }, CancellationToken.None)
            .GetAwaiter().GetResult().Select(static x => x.Id.Value));

    // Whoever presses Tab wants no complaint between the words of his line.
    private static string[] Quietly(Func<IEnumerable<string>> look)
    {
        try
        {
            return [.. look()];
        }
        catch (Exception e) when (e is ConfigurationException or BookRefusedException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
