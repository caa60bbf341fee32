using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Surface;

namespace OpenClaw.Host.Cli;

/// <summary><c>ack</c>: the owner has seen an incident that is open. Reminders of it stop; healing goes on.</summary>
/// <param name="sources">Where the settings come from.</param>
/// <param name="open">Opens the book of a state folder.</param>
/// <param name="time">The clock of what is written down.</param>
/// <param name="output">Takes the one line that says what was done.</param>
/// <param name="errors">Takes the one line that says why nothing was done.</param>
public sealed class AckCommand(SettingsSources sources, Func<string, IIncidentHistory> open, TimeProvider time, TextWriter output, TextWriter errors)
{
    /// <summary>Tells the daemon, or writes it down for it. See <see cref="ExitCodes"/>.</summary>
    /// <param name="named">The incident or its gateway; null when only one incident is open.</param>
    /// <param name="cancel">Ends the wait for another command that writes at the same time.</param>
    public async Task<int> Run(string? named, CancellationToken cancel)
    {
        try
        {
            var settings = HealerSettings.Load(sources);
            var road = new OwnerRoad(settings, open(settings.Home), time, errors);
            await output.WriteLineAsync(await road.Give(new OrderJson("ack") { Incident = named }, "this is kept until one is started", cancel));
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
