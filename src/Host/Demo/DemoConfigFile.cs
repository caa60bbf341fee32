using System.Text.Json;
using System.Text.Json.Nodes;
using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Demo;

/// <summary>The gateway's config file in the demo's scratch folder, and the two ways in which the demo spoils it.</summary>
/// <param name="path">Where it is.</param>
/// <param name="logFile">Where the gateway is told to keep its log: left to itself, a real one writes outside the scratch folder.</param>
internal sealed class DemoConfigFile(string path, string logFile)
{
    /// <summary>The key that a slip of the finger leaves behind.</summary>
    public const string Typo = "gatway";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>Writes the smallest config that a gateway starts with; also what the owner does in the last act.</summary>
    public Task PutRight(CancellationToken cancel) => Write(Good(), cancel);

    /// <summary>The owner wanted a section and mistyped its name.</summary>
    public Task Mistype(CancellationToken cancel)
    {
        var root = Good();
        root[Typo] = new JsonObject { ["bind"] = "lan" };
        return Write(root, cancel);
    }

    /// <summary>A full disk or a pulled plug: only the first half was written.</summary>
    public Task CutInHalf(CancellationToken cancel)
    {
        var text = Good().ToJsonString(Indented);
        return PrivateFiles.Write(Path, text[..(text.Length / 2)], cancel);
    }

    private JsonObject Good() => new()
    {
        ["gateway"] = new JsonObject
        {
            ["mode"] = "local",
            ["bind"] = "loopback",
            ["auth"] = new JsonObject { ["mode"] = "none" },
        },
        ["logging"] = new JsonObject { ["file"] = logFile },
    };

    private Task Write(JsonObject root, CancellationToken cancel) => PrivateFiles.Write(Path, root.ToJsonString(Indented), cancel);
}
