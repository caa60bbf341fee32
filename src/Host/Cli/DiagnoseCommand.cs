using System.Text.Json;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Evidence;

namespace OpenClaw.Host.Cli;

/// <summary><c>diagnose</c>: what is wrong with a gateway, by looking alone. Touches nothing, and needs no daemon.</summary>
/// <param name="sources">Where the settings come from.</param>
/// <param name="patient">Makes of a gateway what is looked at.</param>
/// <param name="diagnostician">Who looks.</param>
/// <param name="output">Takes the answer.</param>
/// <param name="errors">Takes the one line that says why there is none.</param>
public sealed class DiagnoseCommand(SettingsSources sources, Func<HealerSettings, GatewaySettings, CancellationToken, Task<Patient>> patient, Diagnostician diagnostician, TextWriter output, TextWriter errors)
{
    /// <summary>Looks. 0 when nothing was found that keeps a gateway from serving, 1 when something was, 2 for a wrong word; see <see cref="ExitCodes"/>.</summary>
    /// <param name="gateway">Its name; null for all.</param>
    /// <param name="quick">Leave out what starts OpenClaw's command line.</param>
    /// <param name="json">As JSON.</param>
    /// <param name="cancel">Ends the look.</param>
    public async Task<int> Run(string? gateway, bool quick, bool json, CancellationToken cancel)
    {
        try
        {
            var settings = HealerSettings.Load(sources);
            var diagnoses = new List<(string Gateway, Diagnosis Diagnosis)>();
            foreach (var one in gateway is null ? settings.Gateways : [settings.Named(gateway)])
            {
                using var progress = ProgressLine.Begin(errors, $"looking at {one.Id}{(quick ? "" : ", and asking OpenClaw itself: up to a minute")} ...");
                diagnoses.Add((one.Id.Value, await diagnostician.Look(await patient(settings, one, cancel), !quick, cancel)));
            }

            if (json) await output.WriteLineAsync(JsonSerializer.Serialize(new DiagnosisListJson([.. diagnoses.Select(static d => DiagnosisJson.Of(d.Gateway, d.Diagnosis))]), DiagnoseJson.Default.DiagnosisListJson));
            else diagnoses.ForEach(d => DiagnoseView.Show(d.Gateway, d.Diagnosis, output));
            return diagnoses.Any(static d => d.Diagnosis.Findings.Any(static f => f.Severity is FindingSeverity.Blocking)) ? ExitCodes.Unhealthy : ExitCodes.Ok;
        }
        catch (ConfigurationException e)
        {
            await errors.WriteLineAsync(e.Message);
            return ExitCodes.Usage;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"nothing can be looked at: {UntrustedText.OneLine(e.Message, 300)}");
            return ExitCodes.StateUnusable;
        }
    }
}
