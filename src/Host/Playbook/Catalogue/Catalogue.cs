using System.Reflection;

namespace OpenClaw.Host.Playbook.Catalogue;

/// <summary>The entries that are shipped within the program, and which of them fit. The files' names give the order: what explains more comes first.</summary>
public sealed class Catalogue : ICatalogue
{
    private readonly (CatalogueEntry Entry, OpenClawRange? Range)[] _entries;

    /// <summary>A catalogue of these entries, the one that explains most first.</summary>
    /// <exception cref="FormatException">Two have the same id, or a range is none.</exception>
    public Catalogue(IReadOnlyList<CatalogueEntry> entries)
    {
        if (entries.GroupBy(static e => e.Id).FirstOrDefault(static g => g.Count() > 1) is { } twice) throw new FormatException($"{twice.Key} is twice in the catalogue");
        _entries = [.. entries.Select(static e => (e, e.OpenClaw is null ? null : OpenClawRange.Parse(e.OpenClaw)))];
    }

    /// <summary>All entries, in their order.</summary>
    public IReadOnlyList<CatalogueEntry> Entries => [.. _entries.Select(static e => e.Entry)];

    /// <summary>The catalogue that is shipped.</summary>
    /// <exception cref="FormatException">It is not as it must be; the specs see to it that no such one is shipped.</exception>
    public static Catalogue Shipped()
    {
        var own = Assembly.GetExecutingAssembly();
        var entries = new List<CatalogueEntry>();
        foreach (var name in own.GetManifestResourceNames().Where(static n => n.StartsWith("catalogue/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var file = own.GetManifestResourceStream(name)!;
            entries.AddRange(CatalogueJson.Read(name, file));
        }

        return new Catalogue(entries);
    }

    /// <inheritdoc/>
    // A warning may be years old and have nothing to do with this outage: what rests on something that keeps the gateway from serving comes before all that does not.
    public IReadOnlyList<CatalogueEntry> Match(Diagnosis diagnosis) =>
    [
        .. _entries.Where(e => e.Range?.Holds(diagnosis.OpenClaw) is not false && Fits(e.Entry.When, diagnosis)).Select(static e => e.Entry)
            .OrderBy(e => Evidence(e.When, diagnosis).Any(static f => f.Severity == FindingSeverity.Blocking) ? 0 : 1),
    ];

    /// <summary>The findings for which a signature fits.</summary>
    internal static IEnumerable<Finding> Evidence(Signature when, Diagnosis diagnosis) =>
        diagnosis.Findings.Where(f => f.Confidence >= when.Confidence && (when.All.Contains(f.Id) || when.Any.Contains(f.Id)));

    private static bool Fits(Signature when, Diagnosis diagnosis)
    {
        var seen = diagnosis.Findings.Where(f => f.Confidence >= when.Confidence).Select(static f => f.Id).ToHashSet(StringComparer.Ordinal);
        return when.All.All(seen.Contains) && (when.Any.Count == 0 || when.Any.Any(seen.Contains)) && !when.None.Any(seen.Contains);
    }
}
