using System.Text.Json.Nodes;
using OpenClaw.EndToEnd.Tests.Npm;

namespace OpenClaw.EndToEnd.Tests.Scratch;

/// <summary>
/// A user's home made for one story: OpenClaw's config and state, the daemon's folder, a port of its own. Every process that was started
/// in it carries its path in its environment; that is how all of them are found and ended when the story is over, also when it failed.
/// </summary>
internal sealed class ScratchHome : IAsyncDisposable
{
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(30);

    public ScratchHome(RealPrograms programs)
    {
        Programs = programs;
        Folder = Directory.CreateTempSubdirectory("openclaw-e2e-").FullName;
        Port = FreePort.Find();
        Directory.CreateDirectory(Path.GetDirectoryName(ConfigFile)!);
        Directory.CreateDirectory(ActorsHome);
        WriteConfig(bind: "loopback");
    }

    /// <summary>The real programs.</summary>
    public RealPrograms Programs { get; }

    /// <summary>What HOME is in this scratch world.</summary>
    public string Folder { get; }

    /// <summary>The gateway's port.</summary>
    public int Port { get; }

    /// <summary>The gateway's address.</summary>
    public Uri GatewayUrl => new($"http://127.0.0.1:{Port}/");

    /// <summary>OpenClaw's config.</summary>
    public string ConfigFile => Path.Combine(Folder, ".openclaw", "openclaw.json");

    /// <summary>The daemon's own folder.</summary>
    public string ActorsHome => Path.Combine(Folder, ".openclaw-actors");

    /// <summary>Where the gateway logs; without the setting it would write to a folder shared by all gateways of the machine.</summary>
    public string GatewayLog => Path.Combine(Folder, "gateway.log");

    /// <summary>The environment of everything that is started in this world, complete.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["HOME"] = Folder,
        ["PATH"] = Programs.SearchPath,
        ["LANG"] = "C.UTF-8",
        ["OPENCLAW_SKIP_CHANNELS"] = "1",
        ["OPENCLAW_DISABLE_BONJOUR"] = "1",
        ["OPENCLAW_NO_AUTO_UPDATE"] = "1",
    };

    /// <summary>Writes the smallest config the gateway starts with, with the given <c>gateway.bind</c>.</summary>
    /// <param name="bind">Which addresses it binds to.</param>
    /// <param name="more">Changes it before it is written.</param>
    public void WriteConfig(string bind, Action<JsonObject>? more = null)
    {
        var config = new JsonObject
        {
            ["gateway"] = new JsonObject
            {
                ["mode"] = "local",
                ["port"] = Port,
                ["auth"] = new JsonObject { ["mode"] = "none" },
                ["bind"] = bind,
            },
            ["logging"] = new JsonObject { ["file"] = GatewayLog },
        };
        more?.Invoke(config);
        File.WriteAllText(ConfigFile, config.ToJsonString(new() { WriteIndented = true }) + "\n");
        File.SetUnixFileMode(ConfigFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Every process that was started in this world, the daemon included.</summary>
    public IReadOnlyList<ProcessRef> Processes() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? ProcessRef.Of(pid) : null)
            .OfType<ProcessRef>()
            .Where(process => process.Environment.Contains(Folder, StringComparison.Ordinal)),
    ];

    /// <summary>The gateway's processes: <c>openclaw gateway run</c>, which renames itself to <c>openclaw-gateway</c> early in its boot.</summary>
    public IReadOnlyList<ProcessRef> Gateways() => [.. Processes().Where(process => IsGateway(process.CommandLine))];

    /// <summary>The only gateway of this world; null while there is none or more than one.</summary>
    public ProcessRef? OnlyGateway() => Gateways() is [var only] ? only : null;

    /// <summary>How often a gateway was started here, however it ended, as its own log tells.</summary>
    public int GatewayStarts() => new GatewayLog(GatewayLog).Starts;

    /// <summary>Reads a file that somebody else is writing.</summary>
    public static string ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Ends every process of this world and removes its folder, unless it is to be kept for people to look into.</summary>
    public async ValueTask Clean(bool keepFiles)
    {
        // More than one round: a process that is being born while the list is read is only in the next list. One that is dying has no
        // environment any more, so that what was seen once is watched to its end.
        var seen = new HashSet<ProcessRef>();
        await Eventually.Holds("every process of the scratch home has ended", KillLimit, () =>
        {
            var left = Processes();
            seen.UnionWith(left);
            foreach (var process in left)
                process.Signal(Signals.Kill);
            return left.Count is 0 && !seen.Any(process => process.IsAlive);
        });
        if (!keepFiles)
            Directory.Delete(Folder, recursive: true);
    }

    public ValueTask DisposeAsync() => Clean(keepFiles: false);

    private static bool IsGateway(string commandLine) =>
        commandLine.StartsWith("openclaw-gateway", StringComparison.Ordinal)
        || (commandLine.Contains("openclaw", StringComparison.Ordinal) && commandLine.Contains(" gateway run", StringComparison.Ordinal)
            && !commandLine.Contains("openclaw-actors", StringComparison.Ordinal));
}
