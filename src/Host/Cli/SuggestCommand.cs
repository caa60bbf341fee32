using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Catalogue;

namespace OpenClaw.Host.Cli;

/// <summary>
/// <c>playbook suggest</c>: which repairs that doctors with costs have made, and that were proven, the playbook could make by itself: because it knows the
/// trouble and its remedy is not set to auto, or because a model has chosen one of its remedies. Reads only; nothing is ever switched on but by the owner.
/// </summary>
/// <param name="sources">Where the settings come from.</param>
/// <param name="catalogue">What is known.</param>
/// <param name="book">Opens what doctors did, of a state folder.</param>
/// <param name="output">Takes the answer.</param>
/// <param name="errors">Takes the one line that says why there is none.</param>
public sealed class SuggestCommand(SettingsSources sources, Catalogue catalogue, Func<string, ITreatmentBook> book, TextWriter output, TextWriter errors)
{
    private const string Chosen = "ok - remedy ";

    /// <summary>Answers. See <see cref="ExitCodes"/>.</summary>
    public async Task<int> Run(bool json, CancellationToken cancel)
    {
        try
        {
            var settings = HealerSettings.Load(sources);
            var proven = (await book(settings.Home).Since(DateTimeOffset.MinValue, cancel)).Where(static e => e.Healed is true).ToArray();
            var repairs = proven.GroupBy(static e => e.Signature, StringComparer.Ordinal).Select(group => Of(group.Key, [.. group], settings.Doctor.Playbook)).OrderByDescending(static r => r.Healed).ToArray();
            if (json) await output.WriteLineAsync(JsonSerializer.Serialize(new SuggestAnswer(repairs), SuggestJson.Default.SuggestAnswer));
            else Show(repairs);
            return ExitCodes.Ok;
        }
        catch (ConfigurationException e)
        {
            await errors.WriteLineAsync(e.Message);
            return ExitCodes.Usage;
        }
    }

    private LearnedRepair Of(string signature, IReadOnlyList<TreatmentEntry> entries, RemedyPolicy policy)
    {
        var kinds = CaseSignature.Kinds(signature);
        var known = catalogue.Entries.Where(e => e.Then == CatalogueAction.Remedy && Fits(e.When, kinds)).SelectMany(static e => e.Remedies);
        var chosen = entries.SelectMany(static e => e.Actions).Where(static a => a.StartsWith(Chosen, StringComparison.Ordinal)).Select(static a => a[Chosen.Length..].Split(':')[0]).Where(RemedyNames.All.Contains);
        string[] settings = [.. known.Concat(chosen).Distinct(StringComparer.Ordinal).Where(name => policy.Of(name) != RemedySwitch.Auto).Select(static name => $"openclaw.doctor.playbook.remedies.{name} = auto")];
        return new LearnedRepair(
            signature, entries.Count, [.. entries.Select(static e => e.Doctor).Distinct(StringComparer.Ordinal)], entries[^1].Incident,
            [.. entries[^1].Actions], entries[^1].Diff, policy.Enabled || settings.Length == 0 ? settings : ["openclaw.doctor.playbook.enabled = on", .. settings]);
    }

    private static bool Fits(Signature when, IReadOnlyList<string> kinds) =>
        (when.All.Count > 0 || when.Any.Count > 0) && when.All.All(kinds.Contains) && (when.Any.Count == 0 || when.Any.Any(kinds.Contains)) && !when.None.Any(kinds.Contains);

    private void Show(LearnedRepair[] repairs)
    {
        if (repairs.Length == 0)
        {
            Terminal.Tell(output, "no repair by a doctor has been proven here so far: there is nothing to learn from");
            return;
        }

        foreach (var repair in repairs)
        {
            Terminal.Tell(output, string.Create(CultureInfo.InvariantCulture, $"{Line(repair.Signature)}: {repair.Healed} proven, by {Line(string.Join(", ", repair.Doctors))}; last in {Line(repair.Incident)}"));
            foreach (var action in repair.Actions) Terminal.Tell(output, $"    {Line(action)}");
            foreach (var line in repair.Diff.TrimEnd('\n').Split('\n').Where(static l => l.Length > 0)) Terminal.Tell(output, $"    {Line(line)}");
            if (repair.Settings.Count == 0) Terminal.Tell(output, "  no remedy of the playbook that is not used already makes this repair");
            else Terminal.Tell(output, "  the playbook can do this at once and without AI, if you want it to. In your openclaw.conf:");
            foreach (var setting in repair.Settings) Terminal.Tell(output, $"    {setting}");
        }
    }

    private static string Line(string text) => UntrustedText.OneLine(text, 1000);
}

/// <summary>Repairs of one kind of outage that were proven.</summary>
/// <param name="Signature">The kind of outage: the phase, and the kinds of trouble that were found.</param>
/// <param name="Healed">How many were proven.</param>
/// <param name="Doctors">Who made them.</param>
/// <param name="Incident">The last incident.</param>
/// <param name="Actions">What was done in it, a line each. May hold text of models and processes.</param>
/// <param name="Diff">What was changed in it, redacted.</param>
/// <param name="Settings">What the owner would write into openclaw.conf to have the playbook do it; empty when it cannot be expressed as one of its remedies.</param>
public sealed record LearnedRepair(string Signature, int Healed, IReadOnlyList<string> Doctors, string Incident, IReadOnlyList<string> Actions, string Diff, IReadOnlyList<string> Settings);

/// <summary><c>playbook suggest --json</c>, what was proven most often first.</summary>
public sealed record SuggestAnswer(IReadOnlyList<LearnedRepair> Repairs);

/// <summary>Source-generated JSON of <c>playbook suggest</c>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SuggestAnswer))]
public sealed partial class SuggestJson : JsonSerializerContext;
