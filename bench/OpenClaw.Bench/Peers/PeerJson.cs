using System.Text.Json.Serialization;

namespace OpenClaw.Bench.Peers;

[JsonSerializable(typeof(string))]
internal sealed partial class PeerJson : JsonSerializerContext;
