using System.Text.Json.Serialization;

namespace OpenClaw.Host.Notifiers;

/// <summary>The body of a Discord webhook call, as far as we use it.</summary>
internal sealed record DiscordMessage(
    [property: JsonPropertyName("embeds")] IReadOnlyList<DiscordEmbed> Embeds,
    [property: JsonPropertyName("allowed_mentions")] DiscordMentions AllowedMentions);

/// <summary>Who may be pinged: with an empty list, nobody, whatever the text says.</summary>
internal sealed record DiscordMentions([property: JsonPropertyName("parse")] IReadOnlyList<string> Parse);

/// <summary>One card.</summary>
internal sealed record DiscordEmbed(
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("description")] string? Description,
    [property: JsonPropertyName("color")] int Color,
    [property: JsonPropertyName("timestamp")] DateTimeOffset Timestamp,
    [property: JsonPropertyName("fields")] IReadOnlyList<DiscordField> Fields,
    [property: JsonPropertyName("footer")] DiscordFooter Footer);

/// <summary>One field of a card.</summary>
internal sealed record DiscordField(
    [property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("value")] string Value, [property: JsonPropertyName("inline")] bool Inline);

/// <summary>The line at a card's foot.</summary>
internal sealed record DiscordFooter([property: JsonPropertyName("text")] string Text);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DiscordMessage))]
internal sealed partial class DiscordJson : JsonSerializerContext;
