using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Docs;

/// <summary>docs/failure-modes.md names specs: each one is there, and no row is without a word about what shows it.</summary>
public sealed partial class FailureModesSpecs
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    private static IEnumerable<string[]> Rows => File.ReadLines(Path.Combine(Root, "docs", "failure-modes.md"))
        .Where(static line => line.StartsWith('|') && !line.StartsWith("|---", StringComparison.Ordinal) && !line.StartsWith("| part |", StringComparison.Ordinal))
        .Select(static line => line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries));

    [Fact]
    public void Every_spec_that_is_named_exists()
    {
        var specs = Specs();
        var named = Rows.SelectMany(static row => Name().Matches(row[^1])).Select(static match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).ToArray();
        named.Length.ShouldBeGreaterThan(80);
        named.Where(name => !specs.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_row_has_five_cells_and_says_what_shows_it_or_that_nothing_does()
    {
        Rows.Where(static row => row.Length != 5).ShouldBeEmpty();
        Rows.Where(static row => !Name().IsMatch(row[4]) && row[4] != "not shown" && !row[4].EndsWith("no spec", StringComparison.Ordinal)).Select(static row => string.Join(" | ", row)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_actor_of_the_healer_is_there()
    {
        var text = File.ReadAllText(Path.Combine(Root, "docs", "failure-modes.md"));
        var actors = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories).Where(IsSource)
            .SelectMany(static file => Actor().Matches(File.ReadAllText(file))).Select(static match => match.Groups[1].Value).ToArray();
        actors.Length.ShouldBeGreaterThan(10);
        actors.Where(actor => !text.Contains($"`{actor}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    // By their sources, as the other test programs cannot be loaded into this one.
    private static HashSet<(string Class, string Method)> Specs()
    {
        var specs = new HashSet<(string, string)>();
        foreach (var text in Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories).Where(IsSource).Select(File.ReadAllText))
        {
            foreach (Match type in Class().Matches(text))
                foreach (Match method in Spec().Matches(text))
                    specs.Add((type.Groups[1].Value, method.Groups[1].Value));
        }

        return specs;
    }

    private static bool IsSource(string file) => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj");

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"`(\w+)\.([A-Z]\w*_\w+)`", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\bclass (\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Class();

    [GeneratedRegex(@"\[(?:Fact|Theory)[^\]]*\](?:\s|\[[^\n]*\](?:[^\n]*)?\n|//[^\n]*\n|#pragma[^\n]*\n)*public\s+(?:async\s+)?(?:void|Task)\s+(\w+)\(", RegexOptions.CultureInvariant)]
    private static partial Regex Spec();

    [GeneratedRegex(@"\bclass (\w+)[^\n{]*:\s*(?:ReceiveActor|UntypedActor)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Actor();
}
