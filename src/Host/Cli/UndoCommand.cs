using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Surface;

namespace OpenClaw.Host.Cli;

/// <summary><c>undo</c>: takes back the last change that a doctor or the playbook has made in an incident and that has stayed.</summary>
/// <param name="sources">Where the settings come from.</param>
/// <param name="output">Takes what was done.</param>
/// <param name="errors">Takes the one line that says why nothing was done.</param>
public sealed class UndoCommand(SettingsSources sources, TextWriter output, TextWriter errors)
{
    /// <summary>Takes it back. See <see cref="ExitCodes"/>.</summary>
    public async Task<int> Run(string incident, CancellationToken cancel)
    {
        try
        {
            var settings = HealerSettings.Load(sources);
            var road = new OwnerRoad(settings, new SqliteIncidentHistory(settings.Home, NullLogger<SqliteIncidentHistory>.Instance), TimeProvider.System, errors);
            await output.WriteLineAsync(await road.Give(new OrderJson("undo") { Incident = incident }, null, cancel));
            return ExitCodes.Ok;
        }
        catch (ConfigurationException e)
        {
            return await Refuse(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"it could not be taken back: {UntrustedText.OneLine(e.Message, 300)}");
            return ExitCodes.StateUnusable;
        }
    }

    private async Task<int> Refuse(string why)
    {
        await errors.WriteLineAsync(why);
        return ExitCodes.Usage;
    }
}
