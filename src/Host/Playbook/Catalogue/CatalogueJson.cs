using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenClaw.Host.Playbook.Catalogue;

/// <summary>Source-generated, strict JSON of the catalogue: a word that is not known is a mistake, never ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
    RespectNullableAnnotations = false)]
[JsonSerializable(typeof(IReadOnlyList<CatalogueEntry>))]
internal sealed partial class CatalogueJson : JsonSerializerContext
{
    private const double UsualConfidence = 0.5;

    /// <summary>The entries of a file.</summary>
    /// <exception cref="FormatException">It is no file of entries.</exception>
    public static IReadOnlyList<CatalogueEntry> Read(string name, Stream file)
    {
        try
        {
            return [.. (JsonSerializer.Deserialize(file, Default.IReadOnlyListCatalogueEntry) ?? throw new FormatException($"{name} is empty")).Select(Whole)];
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"{name}: {wrong.Message}");
        }
    }

    // What is left out comes as null or 0 from generated code, whatever the record says.
    private static CatalogueEntry Whole(CatalogueEntry entry) => entry with
    {
        Remedies = entry.Remedies ?? [],
        Sources = entry.Sources ?? [],
        When = new Signature
        {
            All = entry.When.All ?? [],
            Any = entry.When.Any ?? [],
            None = entry.When.None ?? [],
            Confidence = entry.When.Confidence is 0 ? UsualConfidence : entry.When.Confidence,
        },
    };
}
