using System.Globalization;
using System.Text.Json;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Catalogue;
using OpenClaw.Host.Playbook.Remedies;
using Spectre.Console;

namespace OpenClaw.Host.Cli;

/// <summary><c>playbook</c>: the remedies, what the owner allows them, and how each has done here. Reads only.</summary>
/// <param name="sources">Where the settings come from.</param>
/// <param name="remedies">The remedies there are.</param>
/// <param name="catalogue">What is known.</param>
/// <param name="record">Opens the record of a state folder.</param>
/// <param name="output">Takes the answer.</param>
/// <param name="errors">Takes the one line that says why there is none.</param>
public sealed class PlaybookCommand(
    SettingsSources sources, IReadOnlyList<IRemedy> remedies, Catalogue catalogue, Func<string, IRemedyRecord> record, TextWriter output, TextWriter errors)
{
    /// <summary>Answers. See <see cref="ExitCodes"/>.</summary>
    public async Task<int> Run(bool json, CancellationToken cancel)
    {
        try
        {
            var settings = HealerSettings.Load(sources);
            var scores = await record(settings.Home).All(cancel);
            var playbook = new PlaybookAnswer(settings.Doctor.Playbook.Enabled, catalogue.Entries.Count, [.. remedies.OrderBy(static r => r.Reach).ThenBy(static r => r.Cost).Select(r => Line(r, settings, scores))]);
            if (json) await output.WriteLineAsync(JsonSerializer.Serialize(playbook, PlaybookJsonContext.Default.PlaybookAnswer));
            else Show(playbook);
            return ExitCodes.Ok;
        }
        catch (ConfigurationException e)
        {
            await errors.WriteLineAsync(e.Message);
            return ExitCodes.Usage;
        }
    }

    private static RemedyLine Line(IRemedy remedy, HealerSettings settings, IReadOnlyList<RemedyScore> scores) => new(
        remedy.Name, remedy.Title, remedy.Reach.ToString(), settings.Doctor.Playbook.Of(remedy.Name).ToString(),
        [.. scores.Where(s => s.Remedy == remedy.Name).Select(static s => new RemedyRecordLine(s.Signature, s.Tried, s.Healed, s.Likelihood))]);

    private void Show(PlaybookAnswer playbook)
    {
        var console = Terminal.Of(output);
        if (!Terminal.IsWide(console)) Narrow(playbook, console.Profile.Width);
        else Table(playbook, console);
        foreach (var line in TextRows.Wrap($"{playbook.Catalogue} known failures; the playbook is {(playbook.Enabled ? "on" : "off: openclaw.doctor.playbook.enabled")}", console.Profile.Width)) output.WriteLine(line);
    }

    private void Narrow(PlaybookAnswer playbook, int width)
    {
        foreach (var remedy in playbook.Remedies)
        {
            output.WriteLine(remedy.Name);
            foreach (var line in TextRows.Wrap($"{remedy.Title}; can cost: {remedy.Reach.ToLowerInvariant()}; allowed: {remedy.Switch.ToLowerInvariant()}", width - 2).Concat(Record(remedy))) output.WriteLine($"  {line}");
        }
    }

    private static IEnumerable<string> Record(RemedyLine remedy) => remedy.Record.Select(static r => string.Create(CultureInfo.InvariantCulture, $"{r.Signature}: {r.Healed} of {r.Tried}"));

    private static void Table(PlaybookAnswer playbook, IAnsiConsole console)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("remedy", "what it does", "can cost", "allowed", "record here");
        foreach (var remedy in playbook.Remedies)
        {
            table.AddRow(
                Markup.Escape(remedy.Name), Markup.Escape(remedy.Title), remedy.Reach.ToLowerInvariant(), remedy.Switch.ToLowerInvariant(),
                remedy.Record.Count == 0 ? "-" : Markup.Escape(string.Join('\n', Record(remedy))));
        }

        console.Write(table);
    }
}
