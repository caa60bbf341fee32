using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Probes;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Cli.Drills;

/// <summary>The command lines of <c>drill</c> and of its guardian.</summary>
internal static class DrillVerb
{
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestLimit = TimeSpan.FromHours(1);

    /// <summary>Makes <c>drill</c>.</summary>
    /// <param name="sources">Where the settings come from.</param>
    public static Command Make(Func<SettingsSources> sources)
    {
        var kind = new Argument<string>("kind") { Description = "kill: its process is ended; hang: it is stopped and answers nobody; config: it gets a setting that it refuses." };
        kind.CompletionSources.Add([.. Enum.GetValues<DrillKind>().Select(static k => IncidentWords.Of(k))]);
        var gateway = new Argument<string?>("gateway") { Description = "Its name; not needed when there is only one.", Arity = ArgumentArity.ZeroOrOne };
        var limit = new Option<string?>("--limit") { Description = "How long the healer is given, e.g. 5m; then the fault is undone. Default: kill 3m, hang 6m, config 12m." };
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be done, and whether it could be done now; nothing is touched." };
        var json = new Option<bool>("--json") { Description = "The report as JSON; what is seen meanwhile goes to standard error." };
        var command = new Command("drill", "Rehearse a fault on your own gateway: says what it will do, asks, breaks it, watches it being healed, undoes what is left.") { kind, gateway, limit, yes, dryRun, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var asked = new DrillAsked(
                IncidentWords.Read<DrillKind>("drill", parsed.GetRequiredValue(kind))!.Value, parsed.GetValue(gateway), Limit(parsed.GetValue(limit)), parsed.GetValue(yes), parsed.GetValue(dryRun), parsed.GetValue(json));
            using var local = LocalProcesses.ForThisSystem(TimeProvider.System, NullLoggerFactory.Instance);
            await using var services = new ServiceCollection().AddHealthProbe().BuildServiceProvider();
            var from = sources();
            return await new DrillCommand(from, Parts(from, local, services.GetRequiredService<IHttpClientFactory>(), asked.Json ? Console.Error : Console.Out), TimeProvider.System, Console.Out, Console.Error).Run(asked, cancel);
        });
        return command;
    }

    /// <summary>Makes the guardian. Hidden: only a drill starts it.</summary>
    public static Command Guard()
    {
        var home = new Argument<string>("state-folder");
        var command = new Command(DrillGuard.Verb, "Undoes a drill when whoever began it is gone. Only a drill starts it.") { home };
        command.Hidden = true;
        command.SetAction((parsed, _) => DrillGuard.Run(parsed.GetRequiredValue(home), Verbs.Own, TimeProvider.System, Console.Out));
        return command;
    }

    /// <summary>The parts as the program makes them.</summary>
    internal static DrillParts Parts(SettingsSources from, LocalProcesses local, IHttpClientFactory clients, TextWriter talk)
    {
        var (time, owner) = (TimeProvider.System, new OwnerEnvironment(from.HomeDirectory, from.Environment.GetValueOrDefault("PATH") ?? "/usr/local/bin:/usr/bin:/bin"));
        return new DrillParts
        {
            Process = async (settings, gateway, cancel) => (await new GatewayProcesses(settings, owner, local, time, NullLoggerFactory.Instance).For(gateway, cancel)).Hand,
            Probe = gateway => new HttpHealthProbe(clients, gateway.Url, gateway.Probe.Timeout, time),
            History = static home => new SqliteIncidentHistory(home, NullLogger<SqliteIncidentHistory>.Instance),
            Book = static home => new BookReader(home),
            Channels = static settings =>
            {
                using var channels = new OwnChannels(settings, TimeProvider.System);
                return [.. channels.All.Select(static c => c.Name)];
            },
            Local = local,
            Consent = Console.IsInputRedirected || !Terminal.IsTerminal(talk) ? null : cancel => Ask(talk, cancel),
            Guard = (home, folder, cancel) => DrillGuard.Start(home, folder, local, time, cancel),
            IsGuarded = (folder, cancel) => DrillGuard.IsAtItsPost(folder, local, cancel),
        };
    }

    private static async Task<bool> Ask(TextWriter talk, CancellationToken cancel)
    {
        await talk.WriteAsync("Break it now? [y/N] ");
        await talk.FlushAsync(cancel);
        // Whoever waits for a key cannot be called off; he is left behind.
        var answer = await Task.Run(Console.In.ReadLine, cancel).WaitAsync(cancel);
        return answer?.Trim().ToLowerInvariant() is "y" or "yes";
    }

    private static TimeSpan? Limit(string? typed) => typed is null ? null : PauseLength.Parse(typed, LongestLimit) is { } limit && limit >= ShortestLimit
        ? limit : throw new ConfigurationException($"--limit \"{UntrustedText.OneLine(typed, 60)}\": from 10 seconds to an hour. Write for example --limit 5m.");
}
