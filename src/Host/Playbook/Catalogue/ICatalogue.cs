namespace OpenClaw.Host.Playbook.Catalogue;

/// <summary>All that is known about how gateways fail.</summary>
public interface ICatalogue
{
    /// <summary>The entries that fit, the one that explains most first. Empty when nothing that was found is known: then somebody must think.</summary>
    IReadOnlyList<CatalogueEntry> Match(Diagnosis diagnosis);
}
