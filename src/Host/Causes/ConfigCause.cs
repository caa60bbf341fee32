using System.Text.Json;

namespace OpenClaw.Host.Causes;

/// <summary>
/// The gateway's configuration. What OpenClaw notes about itself in it (<c>meta</c>: by which version and when it was last written) does not count: a gateway
/// that writes it at every start and then dies would else ask for its next start itself.
/// </summary>
/// <param name="path">The config file.</param>
internal sealed class ConfigCause(string path) : ICause
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public ValueTask<string?> Read(CancellationToken cancel) => ValueTask.FromResult<string?>(FileMark.OfText(path, WithoutNotes));

    public string? Tell(string? before, string now) => FileCause.Line("its configuration", before, now);

    /// <summary>The config without OpenClaw's notes; as it is when it is more than JSON with comments (JSON5), or broken.</summary>
    internal static byte[] WithoutNotes(byte[] config)
    {
        try
        {
            using var json = JsonDocument.Parse(config, Lenient);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return config;
            using var essence = new MemoryStream();
            using (var writer = new Utf8JsonWriter(essence))
            {
                writer.WriteStartObject();
                foreach (var property in json.RootElement.EnumerateObject().Where(static property => !property.NameEquals("meta")))
                    property.WriteTo(writer);
                writer.WriteEndObject();
            }

            return essence.ToArray();
        }
        catch (Exception notPlain) when (notPlain is JsonException or InvalidOperationException)
        {
            return config;
        }
    }
}
