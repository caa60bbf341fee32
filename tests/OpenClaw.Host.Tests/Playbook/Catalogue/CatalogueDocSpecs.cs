using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;
using Shelf = OpenClaw.Host.Playbook.Catalogue.Catalogue;

namespace OpenClaw.Host.Tests.Playbook.Catalogue;

/// <summary>docs/failure-catalogue.md and the data say the same.</summary>
public sealed partial class CatalogueDocSpecs
{
    private const int KnownFailures = 88;
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Here(), "..", "..", "..", "..", "docs", "failure-catalogue.md"));
    private static readonly IReadOnlySet<string> Entries = Shelf.Shipped().Entries.Select(static e => e.Id).ToHashSet();

    private static string[][] Rows => [.. Lines.Where(static l => Number().IsMatch(l)).Select(static l => l.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))];

    [Fact]
    public void Every_known_failure_is_there_exactly_once() =>
        Rows.Select(static r => int.Parse(r[0], CultureInfo.InvariantCulture)).Order().ShouldBe(Enumerable.Range(1, KnownFailures));

    [Fact]
    public void Every_row_names_entries_or_says_where_it_is_handled_instead()
    {
        Rows.Where(static r => r.Length != 4 || r.Any(static cell => cell.Length == 0)).ShouldBeEmpty();
        Rows.Where(static r => !Entry().IsMatch(r[3]) && !r[3].StartsWith("by ", StringComparison.Ordinal) && r[3] != "the gateway serves").Select(static r => r[0]).ShouldBeEmpty();
    }

    [Fact]
    public void Every_entry_that_is_named_exists_and_every_one_that_exists_is_named()
    {
        var named = Rows.SelectMany(static r => Entry().Matches(r[3])).Concat(Lines.Select(static l => Besides().Match(l)).Where(static m => m.Success)).Select(static m => m.Groups[1].Value).ToHashSet();
        named.Except(Entries).ShouldBeEmpty();
        Entries.Except(named).ShouldBeEmpty();
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"\A\| \d+ \|", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex("`([a-z-]+)`", RegexOptions.CultureInvariant)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\A\| `([a-z-]+)` \|", RegexOptions.CultureInvariant)]
    private static partial Regex Besides();
}
