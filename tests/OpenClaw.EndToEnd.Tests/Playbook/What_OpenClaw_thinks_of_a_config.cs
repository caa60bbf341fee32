using System.Security.Cryptography;
using OpenClaw.EndToEnd.Tests.Npm;
using OpenClaw.EndToEnd.Tests.Scratch;
using OpenClaw.EndToEnd.Tests.Stories;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Tools;
using OpenClaw.Host.Processes;
using OpenClaw.Host.Updates;

namespace OpenClaw.EndToEnd.Tests.Playbook;

/// <summary>The real command line is asked about configs, and the gateway's own folder is the same afterwards, byte for byte.</summary>
[Collection(RealGateway.Name)]
[Trait("Category", "RealGateway")]
public sealed class What_OpenClaw_thinks_of_a_config(InstalledPrograms installed)
{
    [Fact]
    public async Task Each_mistake_is_told_with_its_path_and_nothing_is_touched()
    {
        await using var home = new ScratchHome(installed.OrSkip());
        var state = Path.GetDirectoryName(home.ConfigFile)!;
        Directory.CreateDirectory(Path.Combine(state, "parts"));
        await File.WriteAllTextAsync(Path.Combine(state, "parts", "log.json5"), "{ level: 'info' }");
        var tool = Tool(home);
        var before = Marks(state);

        (await Check("{ gateway: { mode: 'local' }, logging: { $include: './parts/log.json5' }, /* mine */ }")).Result.ShouldBe(ConfigCheckResult.Valid);
        (await Check("{ gateway: { } }")).Result.ShouldBe(ConfigCheckResult.Valid, "a missing gateway.mode is refused by the gateway only");
        var wrong = await Check("{ gateway: { mode: 'local', auth: 'token', foo: 1, bar: 2 }, gatway: { }, agents: { defaults: { maxConcurrent: 'three' } } }");
        wrong.Result.ShouldBe(ConfigCheckResult.Invalid);
        wrong.Issues.Select(static issue => issue.Path).ShouldBe(["gateway.auth", "gateway.foo", "gateway.bar", "gatway", "agents.defaults.maxConcurrent"], ignoreOrder: true);
        (await Check("{ gateway: { mode: 'lo")).Issues.ShouldHaveSingleItem().Message.ShouldContain("JSON5 parse failed");
        (await Check("{ gateway: { mode: 'local' }, logging: { $include: './gone.json5' } }")).Issues.ShouldHaveSingleItem().Message.ShouldContain(Path.Combine(state, "gone.json5"));

        Directory.CreateDirectory(Path.Combine(state, "state"));
        await File.WriteAllBytesAsync(Path.Combine(state, "state", "openclaw.sqlite"), RandomNumberGenerator.GetBytes(64 * 1024));
        var damaged = Marks(state);
        (await Check("{ gateway: { mode: 'local' } }")).Result.ShouldBe(ConfigCheckResult.Valid, "a damaged database is no fault of the config");
        (await Check("{ gateway: { mode: 'local' }, gatway: 1 }")).Issues.ShouldHaveSingleItem().Path.ShouldBe("gatway");
        Marks(state).ShouldBe(damaged);
        File.Delete(Path.Combine(state, "state", "openclaw.sqlite"));
        Directory.Delete(Path.Combine(state, "state"));
        Marks(state).ShouldBe(before);

        Task<ConfigVerdict> Check(string config) => tool.Check(config, state, CancellationToken.None);
    }

    private static OpenClawTool Tool(ScratchHome home)
    {
        var gateway = HealerSettings.Load(new SettingsSources(AppContext.BaseDirectory, home.Folder, new Dictionary<string, string>())).Gateways[0];
        return new OpenClawTool(gateway, new InstallationFinder(GatewayJob.Of(gateway, ManagerKind.Direct, home.Programs.SearchPath)), home.ActorsHome, home.Programs.SearchPath, TimeProvider.System);
    }

    private static string[] Marks(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(static file => $"{file} {File.GetUnixFileMode(file)} {File.GetLastWriteTimeUtc(file).Ticks} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];
}
