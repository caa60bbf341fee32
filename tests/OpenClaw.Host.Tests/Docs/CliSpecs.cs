using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Cli.Checks;
using OpenClaw.Host.Cli.Drills;
using OpenClaw.Host.Surface;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Docs;

/// <summary>docs/cli.md has every verb, every option and exactly the names that JSON has.</summary>
public sealed partial class CliSpecs
{
    private static readonly string Text = File.ReadAllText(Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "docs", "cli.md")));

    private static readonly Dictionary<string, JsonTypeInfo> Answers = new()
    {
        ["check"] = CheckJsonContext.Default.CheckJson,
        ["config show"] = ConfigJsonContext.Default.ConfigJson,
        ["status"] = SurfaceJson.Default.DaemonStatus,
        ["incidents"] = IncidentsJson.Default.IncidentListJson,
        ["incidents ID"] = IncidentsJson.Default.IncidentStoryJson,
        ["incidents --remedies"] = IncidentsJson.Default.RemedyListJson,
        ["incident"] = WholeStoryJson.Default.StoryJson,
        ["digest"] = DigestJsonContext.Default.DigestJson,
        ["diagnose"] = DiagnoseJson.Default.DiagnosisListJson,
        ["heal --dry-run"] = PlaybookJsonContext.Default.HealJson,
        ["playbook"] = PlaybookJsonContext.Default.PlaybookAnswer,
        ["playbook suggest"] = SuggestJson.Default.SuggestAnswer,
        ["notify test"] = DigestJsonContext.Default.TellingListJson,
        ["drill"] = DrillJson.Default.DrillReport,
    };

    [Fact]
    public void Every_verb_has_its_part_and_every_option_its_row()
    {
        var missing = new List<string>();
        foreach (var (verb, command) in All())
        {
            if (Part(verb) is not { } part) missing.Add(verb);
            else missing.AddRange(command.Options.Where(static o => !o.Hidden && o is not HelpOption).Where(o => !part.Contains($"| `{o.Name}", StringComparison.Ordinal)).Select(o => $"{verb} {o.Name}"));
        }

        missing.ShouldBeEmpty();
    }

    [Fact]
    public void No_part_is_of_a_verb_that_is_gone_and_no_row_of_an_option_that_is()
    {
        var verbs = All().ToDictionary(static v => v.Verb, static v => v.Command.Options.Select(static o => o.Name).ToArray());
        foreach (Match heading in Heading().Matches(Text))
        {
            var verb = heading.Groups[1].Value;
            verbs.ShouldContainKey(verb);
            Row().Matches(Part(verb)!).Select(static row => row.Groups[1].Value).Except(verbs[verb]).ShouldBeEmpty(verb);
        }
    }

    [Fact]
    public void Every_verb_that_answers_in_JSON_has_an_example()
    {
        var documented = Answers.Keys.Append("logs").ToArray();
        All().Where(static v => v.Command.Options.Any(static o => o.Name == "--json")).Select(static v => v.Verb).Where(verb => !documented.Any(name => name == verb || name.StartsWith($"{verb} --", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void An_example_has_exactly_the_names_that_the_program_writes()
    {
        var examples = Example().Matches(Text).ToDictionary(static m => m.Groups[1].Value, static m => m.Groups[2].Value);
        examples.Keys.Order().ShouldBe(Answers.Keys.Order());
        foreach (var (name, type) in Answers)
        {
            using var json = JsonDocument.Parse(examples[name]);
            Differences(name, json.RootElement, type).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Every_verb_and_option_says_what_it_is_in_a_sentence()
    {
        foreach (var (verb, command) in All())
        {
            command.Description.ShouldNotBeNullOrWhiteSpace(verb);
            command.Description!.ShouldEndWith(".", Case.Sensitive, verb);
            foreach (var option in command.Options) option.Description.ShouldNotBeNullOrWhiteSpace($"{verb} {option.Name}");
            foreach (var argument in command.Arguments) argument.Description.ShouldNotBeNullOrWhiteSpace($"{verb} {argument.Name}");
        }
    }

    // Whatever can be looked into is looked into: an example that leaves it empty would document nothing.
    private static IEnumerable<string> Differences(string path, JsonElement example, JsonTypeInfo type)
    {
        JsonTypeInfo Of(Type t) => type.Options.GetTypeInfo(Nullable.GetUnderlyingType(t) ?? t);
        if (type.Kind == JsonTypeInfoKind.Enumerable)
        {
            var element = Of(type.ElementType!);
            if (example.ValueKind != JsonValueKind.Array) return [$"{path} is no list"];
            if (element.Kind == JsonTypeInfoKind.Object && example.GetArrayLength() == 0) return [$"{path} is empty"];
            return example.EnumerateArray().SelectMany((item, i) => Differences($"{path}[{i}]", item, element));
        }

        if (type.Kind != JsonTypeInfoKind.Object) return [];
        if (example.ValueKind != JsonValueKind.Object) return [$"{path} is no object"];
        var (written, shown) = (type.Properties.Where(static p => p.Get is not null).ToDictionary(static p => p.Name), example.EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value));
        return
        [
            .. written.Keys.Except(shown.Keys).Select(name => $"{path}.{name} is not documented"), .. shown.Keys.Except(written.Keys).Select(name => $"{path}.{name} is not written"),
            .. written.Keys.Intersect(shown.Keys).SelectMany(name => Differences($"{path}.{name}", shown[name], Of(written[name].PropertyType))),
        ];
    }

    private static IEnumerable<(string Verb, Command Command)> All() => Below("", Verbs.All());

    // One that only leads to others has no part of its own.
    private static IEnumerable<(string Verb, Command Command)> Below(string prefix, Command command) => command.Subcommands.Where(static c => !c.Hidden)
        .SelectMany(sub => Below($"{prefix}{sub.Name} ", sub).Concat(sub.Action is null ? [] : [($"{prefix}{sub.Name}", sub)]));

    private static string? Part(string verb)
    {
        var start = Text.IndexOf($"\n### `{verb}`\n", StringComparison.Ordinal);
        if (start < 0) return null;
        var end = Text.IndexOf("\n##", start + 4, StringComparison.Ordinal);
        return end < 0 ? Text[start..] : Text[start..end];
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("^### `([^`]+)`$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^\\| `(--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("<!-- json: ([^>]+?) -->\\n```json\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
