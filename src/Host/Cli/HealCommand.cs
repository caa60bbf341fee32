using System.Text.Json;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Catalogue;

namespace OpenClaw.Host.Cli;

/// <summary><c>heal</c>: says what would be done about a gateway now and why, or has the daemon do it with its owner's consent.</summary>
/// <param name="sources">Where the settings come from.</param>
/// <param name="parts">Collectors, remedies and the way to the daemon.</param>
/// <param name="catalogue">What is known.</param>
/// <param name="record">Opens the record of a state folder.</param>
/// <param name="time">The clock of what is written down.</param>
/// <param name="output">Takes the answer.</param>
/// <param name="errors">Takes the one line that says why there is none.</param>
public sealed class HealCommand(
    SettingsSources sources, VerbParts parts, Catalogue catalogue, Func<string, IRemedyRecord> record, TimeProvider time, TextWriter output, TextWriter errors)
{
    /// <summary>Says what would be done; touches nothing.</summary>
    public Task<int> DryRun(string? gateway, bool json, CancellationToken cancel) => Guarded(gateway, async (settings, one) =>
    {
        var heal = await Preview(settings, one, cancel);
        if (json) await output.WriteLineAsync(JsonSerializer.Serialize(heal, PlaybookJsonContext.Default.HealJson));
        else Show(heal);
    });

    /// <summary>Agrees with the remedies that would ask now, and has the daemon look at the gateway. What comes next week asks again.</summary>
    public Task<int> Heal(string? gateway, CancellationToken cancel) => Guarded(gateway, async (settings, one) =>
    {
        var heal = await Preview(settings, one, cancel);
        string[] asked = [.. heal.Remedies.Where(static r => r.Plan is not null && r.Switch == nameof(RemedySwitch.Ask)).Select(static r => r.Name)];
        var now = time.GetUtcNow();
        if (asked.Length > 0) await parts.Consent(settings.Home, one.Id, now, asked, cancel);
        await parts.Order(settings.Home, one.Id, now, cancel);
        await output.WriteLineAsync(heal.Gateway + ": " + heal.Outcome);
        await output.WriteLineAsync(
            (asked.Length > 0 ? $"you agree with {string.Join(", ", asked)}; " : "") + "the daemon looks at it now, and 'openclaw-actors status' shows how it goes"
            + (DaemonLock.IsHeld(settings.Home) ? "" : $" (no daemon runs on {settings.Home}: nothing happens until one is started)"));
    });

    private async Task<HealJson> Preview(HealerSettings settings, GatewaySettings one, CancellationToken cancel)
    {
        using var progress = ProgressLine.Begin(errors, $"looking at {one.Id}, and asking OpenClaw itself: up to a minute ...");
        var patient = await parts.Examine(settings, one, cancel);
        return await new HealPreview(catalogue, parts.Remedies, record(settings.Home), settings.Doctor.Playbook).Of(patient, await parts.Diagnose(patient, cancel), cancel);
    }

    private async Task<int> Guarded(string? gateway, Func<HealerSettings, GatewaySettings, Task> what)
    {
        try
        {
            var settings = HealerSettings.Load(sources);
            await what(settings, settings.Named(gateway));
            return ExitCodes.Ok;
        }
        catch (ConfigurationException e)
        {
            await errors.WriteLineAsync(e.Message);
            return ExitCodes.Usage;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"the state folder cannot be used: {UntrustedText.OneLine(e.Message, 300)}");
            return ExitCodes.StateUnusable;
        }
    }

    private void Show(HealJson heal)
    {
        Terminal.Tell(output, $"{heal.Gateway}: {heal.Outcome}");
        foreach (var match in heal.Matches)
        {
            output.WriteLine();
            Terminal.Tell(output, $"{match.Title} ({match.Id})");
            foreach (var why in match.Why) Terminal.Tell(output, $"  found: {why}");
            Terminal.Tell(output, $"  for its owner: {match.YourTurn}");
        }

        if (heal.Remedies.Count > 0) output.WriteLine("\nRemedies, in the order in which they would be tried:");
        foreach (var remedy in heal.Remedies)
        {
            Terminal.Tell(output, $"  {remedy.Name} ({remedy.Switch.ToLowerInvariant()}, for {remedy.For}): {remedy.Plan ?? "has nothing to do here"}");
            foreach (var path in remedy.Touches) Terminal.Tell(output, $"    may change {UntrustedText.OneLine(path, 300)}");
        }
    }
}
