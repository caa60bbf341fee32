using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Cli;

/// <summary><c>ack</c>: the owner has seen an incident that is open. Reminders of it stop; healing goes on.</summary>
/// <param name="sources">Where the settings come from.</param>
/// <param name="open">Opens the book of a state folder.</param>
/// <param name="time">The clock of what is written down.</param>
/// <param name="output">Takes the one line that says what was done.</param>
/// <param name="errors">Takes the one line that says why nothing was done.</param>
public sealed class AckCommand(SettingsSources sources, Func<string, IIncidentHistory> open, TimeProvider time, TextWriter output, TextWriter errors)
{
    /// <summary>Writes it down for the daemon. See <see cref="ExitCodes"/>.</summary>
    /// <param name="named">The incident or its gateway; null when only one incident is open.</param>
    /// <param name="cancel">Ends the wait for another command that writes at the same time.</param>
    public async Task<int> Run(string? named, CancellationToken cancel)
    {
        try
        {
            var settings = HealerSettings.Load(sources);
            var meant = await OpenIncident.Find(open(settings.Home), settings, named, cancel);
            var id = meant.Summary.Id.Value;
            await OwnerOrders.Acknowledge(new OwnerWordFile(settings.Home, meant.Gateway.Id), new AcknowledgedWord(time.GetUtcNow(), id), cancel);
            await output.WriteLineAsync(
                $"{id} is acknowledged: nobody is reminded of it any more, and healing goes on" + (DaemonLock.IsHeld(settings.Home) ? "" : $" (no daemon runs on {settings.Home}: this is kept until one is started)"));
            return ExitCodes.Ok;
        }
        catch (Exception e) when (e is ConfigurationException or BookRefusedException)
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
}
