using OpenClaw.Host.Playbook.Catalogue;
using OpenClaw.Host.Playbook.Remedies;

namespace OpenClaw.Host.Playbook;

/// <summary>In which order remedies are tried: what can cost the owner least comes first, whatever its record; only among equals the record of this host decides.</summary>
public static class RemedyOrder
{
    /// <summary>
    /// The remedies of the entries that fit, each once, with the entry that calls for it. By <see cref="IRemedy.Reach"/>, then by how likely it is to help for
    /// that entry, then by the place of the entry, then by <see cref="IRemedy.Cost"/>, and at last as the entry names them. What an entry names and is not
    /// registered is left out.
    /// </summary>
    /// <param name="matches">The entries that fit, in the catalogue's order; only those whose <see cref="CatalogueEntry.Then"/> is a remedy count.</param>
    /// <param name="remedies">The remedies there are.</param>
    /// <param name="scores">The record of this host; what is not in it was never tried.</param>
    public static IReadOnlyList<(CatalogueEntry Entry, IRemedy Remedy)> Of(
        IReadOnlyList<CatalogueEntry> matches, IReadOnlyList<IRemedy> remedies, IReadOnlyList<RemedyScore> scores)
    {
        var byName = remedies.ToDictionary(static r => r.Name, StringComparer.Ordinal);
        var due =
            from place in matches.Index()
            where place.Item.Then == CatalogueAction.Remedy
            from name in place.Item.Remedies
            where byName.ContainsKey(name)
            let remedy = byName[name]
            let score = scores.FirstOrDefault(s => s.Signature == place.Item.Id && s.Remedy == name) ?? new RemedyScore(place.Item.Id, name, 0, 0)
            orderby remedy.Reach, score.Likelihood descending, place.Index, remedy.Cost
            select (place.Item, remedy);
        return [.. due.DistinctBy(static x => x.remedy.Name)];
    }
}
