using System.Text.Json;
using System.Text.Json.Serialization;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Host.Journal;

/// <summary>
/// Source-generated JSON of what the book keeps. A member without which a record would not be whole must be there; a member that this program does not know is
/// skipped; so a record may be given new optional members without a new schema.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    Converters = [typeof(GatewayIdText), typeof(IncidentIdText)])]
[JsonSerializable(typeof(Opened))]
[JsonSerializable(typeof(RepairOrdered))]
[JsonSerializable(typeof(RepairClosed))]
[JsonSerializable(typeof(Waited))]
[JsonSerializable(typeof(Escalated))]
[JsonSerializable(typeof(HumanCalled))]
[JsonSerializable(typeof(StoodDown))]
[JsonSerializable(typeof(ProposalApproved))]
[JsonSerializable(typeof(Acknowledged))]
[JsonSerializable(typeof(Resolved))]
[JsonSerializable(typeof(Announcement))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class BookJson : JsonSerializerContext;

/// <summary>A gateway as its name.</summary>
internal sealed class GatewayIdText : JsonConverter<GatewayId>
{
    /// <inheritdoc/>
    public override GatewayId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return new GatewayId(reader.GetString()!);
        }
        catch (ArgumentException none)
        {
            throw new JsonException(none.Message);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, GatewayId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>An incident as its id.</summary>
internal sealed class IncidentIdText : JsonConverter<IncidentId>
{
    /// <inheritdoc/>
    public override IncidentId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { Length: > 0 } id ? new IncidentId(id) : throw new JsonException("an incident without an id");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IncidentId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
