using System.Text.Json.Nodes;

namespace OpenClaw.Host.Demo;

/// <summary>The gateway's config file in the demo's scratch folder, and the two ways in which the demo spoils it.</summary>
internal sealed class DemoConfigFile(string path)
{
    /// <summary>The key that a slip of the finger leaves behind.</summary>
    public const string Typo = "gatway";

    private const string Good = """
        {
          "gateway": {
            "mode": "local",
            "bind": "loopback",
            "auth": { "mode": "none" }
          }
        }

        """;

    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>Writes the smallest config that a gateway starts with; also what the owner does in the last act.</summary>
    public Task PutRight(CancellationToken cancel) => Write(Good, cancel);

    /// <summary>The owner wanted a section and mistyped its name.</summary>
    public Task Mistype(CancellationToken cancel)
    {
        var root = JsonNode.Parse(Good)!.AsObject();
        root[Typo] = new JsonObject { ["bind"] = "lan" };
        return Write(root.ToJsonString(), cancel);
    }

    /// <summary>A full disk or a pulled plug: only the first half was written.</summary>
    public Task CutInHalf(CancellationToken cancel) => Write(Good[..(Good.Length / 2)], cancel);

    private Task Write(string text, CancellationToken cancel) => OwnerOnly.Write(Path, text, cancel);
}
