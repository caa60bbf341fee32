using BenchmarkDotNet.Attributes;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Catalogue;

namespace OpenClaw.Bench.HotPath;

/// <summary>The shipped catalogue against a diagnosis of a dozen findings.</summary>
public class CataloguePath
{
    private readonly Catalogue _catalogue = Catalogue.Shipped();
    private Diagnosis _diagnosis = null!;

    /// <summary>Makes the diagnosis: every tenth kind of finding that the catalogue knows, an entry that fits among them.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var known = _catalogue.Entries.SelectMany(static entry => entry.When.All.Concat(entry.When.Any)).Distinct().ToArray();
        var found = known.Where(static (_, i) => i % 10 == 0).Concat(_catalogue.Entries[0].When.All).Concat(_catalogue.Entries[0].When.Any).Distinct();
        var findings = found.Select(static id => new Finding(id, FindingSeverity.Blocking, id, [id], 1, [id]));
        _diagnosis = new Diagnosis(new DateTimeOffset(2026, 11, 30, 3, 15, 4, TimeSpan.Zero), "2026.9.6", [.. findings], IsWhole: true);
        if (Match() == 0) throw new InvalidOperationException("Nothing in the catalogue fits.");
    }

    /// <summary>The least: the findings' names are put into a set.</summary>
    [Benchmark(Baseline = true)]
    public int PutIntoSet() => _diagnosis.Findings.Select(static f => f.Id).ToHashSet(StringComparer.Ordinal).Count;

    /// <summary>Ours.</summary>
    [Benchmark]
    public int Match() => _catalogue.Match(_diagnosis).Count;
}
