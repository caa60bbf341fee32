using System.Text.Json.Serialization;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Daemon;

namespace OpenClaw.Host.Surface;

/// <summary>Why there is no answer, one line.</summary>
internal sealed record ErrorJson(string Error);

/// <summary>Something that has happened in an incident, as <c>/api/v1/events</c> tells it.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Incident">The incident.</param>
/// <param name="Event">What has happened.</param>
internal sealed record IncidentNewsJson(string Gateway, string Incident, IncidentEventJson Event);

/// <summary>Source-generated JSON of the surface. Names stay; new ones may come.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ErrorJson))]
[JsonSerializable(typeof(DaemonStatus))]
[JsonSerializable(typeof(ChannelLine))]
[JsonSerializable(typeof(IncidentNewsJson))]
[JsonSerializable(typeof(IncidentPageJson))]
[JsonSerializable(typeof(StoryJson))]
[JsonSerializable(typeof(SessionLogJson))]
[JsonSerializable(typeof(HistoryJson))]
[JsonSerializable(typeof(OrderJson))]
[JsonSerializable(typeof(OrderDoneJson))]
[JsonSerializable(typeof(SignInJson))]
[JsonSerializable(typeof(SignedInJson))]
internal sealed partial class SurfaceJson : JsonSerializerContext;
