using OpenClaw.Host.Configuration;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Updates;

namespace OpenClaw.Host.Playbook.Tools;

/// <summary>
/// OpenClaw's own command line: the runtime and the package of the gateway's job, started directly (<c>node .../openclaw.mjs</c>), so that it needs nothing in PATH; what
/// <see cref="GatewaySettings.Command"/> names when the job is gone.
/// <para>
/// How a config is checked was chosen by what 2026.9.6 does (strace, and hashes of the state folder before and after). <c>config validate</c> opens the state database for reading only, copies it
/// into the user's cache and asks the copy which plugins are installed; it writes nothing into the state folder, with a write-ahead log beside the database or not. So a copy of the config
/// is checked with the gateway's own state folder (without it the channel of an installed plugin would be an <c>unknown channel id</c>) and a cache in our folder. With a damaged
/// database the same check says <c>read failed: ... file is not a database</c>: then it is asked once more with an empty state folder, and what is said of channels and plugins is not believed.
/// It takes 1.5 to 3.5 s on two cores.
/// </para>
/// </summary>
/// <param name="gateway">The gateway.</param>
/// <param name="programs">Its installation.</param>
/// <param name="healerHome">The healer's own folder: copies are made in it.</param>
/// <param name="searchPath">The owner's PATH.</param>
/// <param name="time">The clock of the limits.</param>
public sealed class OpenClawTool(GatewaySettings gateway, InstallationFinder programs, string healerHome, string searchPath, TimeProvider time) : IOpenClawTool
{
    private static readonly TimeSpan CheckLimit = TimeSpan.FromSeconds(45);

    /// <inheritdoc/>
    public async Task<ConfigVerdict> Check(string config, string besides, CancellationToken cancel)
    {
        try
        {
            using var copy = await ConfigCopy.Make(Path.Combine(healerHome, "checks"), config, besides, cancel);
            var verdict = await Validate(copy, besides, gateway.StateDirectory, cancel);
            return verdict.Result is ConfigCheckResult.Unknown && verdict.Note.Length > 0 && await WithoutState(copy, besides, cancel) is { Result: not ConfigCheckResult.Unknown } other ? other : verdict;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            return new(ConfigCheckResult.Unknown, [], $"no copy of the config can be made: {CommandText.Clean(unusable.Message)}");
        }
    }

    /// <inheritdoc/>
    public Task<CommandAnswer> Run(IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancel) =>
        Start(arguments, Variables(gateway.StateDirectory, gateway.ConfigPath), limit, cancel);

    /// <inheritdoc/>
    public async Task<CommandAnswer> RunOnCopy(IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancel)
    {
        try
        {
            var besides = Path.GetDirectoryName(gateway.ConfigPath)!;
            using var copy = await ConfigCopy.Make(Path.Combine(healerHome, "checks"), await File.ReadAllTextAsync(gateway.ConfigPath, cancel), besides, cancel);
            copy.TakeDatabase(gateway.StateDirectory);
            var variables = Variables(copy.State, copy.File);
            variables["XDG_CACHE_HOME"] = copy.Cache;
            variables["OPENCLAW_INCLUDE_ROOTS"] = besides;
            var answer = await Start(arguments, variables, limit, cancel);
            return answer with
            {
                Output = answer.Output.Replace(copy.State, gateway.StateDirectory, StringComparison.Ordinal).Replace(copy.Folder, besides, StringComparison.Ordinal),
                Error = answer.Error.Replace(copy.Folder, besides, StringComparison.Ordinal),
            };
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            return new(null, "", $"no copy can be made: {CommandText.Clean(unusable.Message)}");
        }
    }

    private async Task<ConfigVerdict> Validate(ConfigCopy copy, string besides, string state, CancellationToken cancel)
    {
        var variables = Variables(state, copy.File);
        variables["XDG_CACHE_HOME"] = copy.Cache;
        // An include with a whole path leads out of the copy's folder, and is allowed in its place.
        variables["OPENCLAW_INCLUDE_ROOTS"] = besides;
        return ConfigVerdictText.Of(await Start(["config", "validate", "--json"], variables, CheckLimit, cancel), copy.Folder, besides);
    }

    private async Task<ConfigVerdict> WithoutState(ConfigCopy copy, string besides, CancellationToken cancel)
    {
        var verdict = await Validate(copy, besides, copy.State, cancel);
        if (verdict.Result is not ConfigCheckResult.Invalid) return verdict;
        var sure = verdict.Issues.Where(static issue => !IsOfPlugins(issue)).ToArray();
        return sure.Length > 0 ? verdict with { Issues = sure } : new(ConfigCheckResult.Unknown, [], "the state database cannot be read, so nobody knows which plugins are installed");
    }

    private static bool IsOfPlugins(ConfigIssue issue) =>
        issue.Path.StartsWith("channels", StringComparison.Ordinal) || issue.Path.StartsWith("plugins", StringComparison.Ordinal) || issue.Message.Contains("plugin", StringComparison.OrdinalIgnoreCase);

    private async Task<CommandAnswer> Start(IReadOnlyList<string> arguments, Dictionary<string, string> variables, TimeSpan limit, CancellationToken cancel)
    {
        var found = programs.Find();
        var fallback = Installation.Of(gateway.Command, searchPath);
        var package = found.Package is { } own && File.Exists(Entry(own)) ? own : fallback.Package;
        if (package is null || !File.Exists(Entry(package))) return new(null, "", "OpenClaw's package cannot be found");
        if (Runtime(found.Node, package, fallback.Node) is not { } node) return new(null, "", "no node can be found to run OpenClaw's command line with");
        variables["PATH"] = $"{Path.GetDirectoryName(node)}:{searchPath}";
        var folder = Directory.Exists(gateway.Home) ? gateway.Home : "/";
        return await new ToolProcess(node, variables, time).Run([Entry(package), .. arguments], folder, limit, cancel);
    }

    private static string Entry(string package) => Path.Combine(package, "openclaw.mjs");

    // The job's own may be what is gone; npm's prefix has one where node itself was installed with it.
    private static string? Runtime(string? own, string package, string? other) =>
        new[] { own, Path.GetFullPath(Path.Combine(package, "..", "..", "..", "bin", "node")), Path.GetFullPath(Path.Combine(package, "..", "node", "bin", "node")), other }.FirstOrDefault(File.Exists);

    private Dictionary<string, string> Variables(string state, string config) => new()
    {
        ["HOME"] = gateway.Home,
        ["OPENCLAW_STATE_DIR"] = state,
        ["OPENCLAW_CONFIG_PATH"] = config,
        ["OPENCLAW_NO_AUTO_UPDATE"] = "1",
        ["OPENCLAW_DISABLE_BONJOUR"] = "1",
    };
}
