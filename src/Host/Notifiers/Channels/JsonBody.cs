using System.Text;
using System.Text.Json.Nodes;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>JSON as the body of a request.</summary>
internal static class JsonBody
{
    /// <summary>The body.</summary>
    public static StringContent Of(JsonNode json) => new(json.ToJsonString(), Encoding.UTF8, "application/json");
}
