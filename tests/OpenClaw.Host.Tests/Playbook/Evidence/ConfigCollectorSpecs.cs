using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Evidence;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Evidence;

/// <summary>What a config shows by itself.</summary>
public sealed class ConfigCollectorSpecs : IAsyncDisposable
{
    private readonly Ward _ward = new();

    private string Config => _ward.Gateway.ConfigPath;

    [Fact]
    public async Task A_good_config_in_JSON5_shows_nothing() => (await Look()).ShouldBeEmpty();

    [Fact]
    public async Task A_config_that_is_gone_is_missing_and_a_folder_is_no_file()
    {
        File.Delete(Config);
        (await Look()).ShouldHaveSingleItem().Id.ShouldBe(FindingIds.ConfigMissing);
        Directory.CreateDirectory(Config);
        (await Look()).ShouldHaveSingleItem().Fact("kind").ShouldBe("folder");
    }

    [Fact]
    public async Task A_config_cut_in_the_middle_is_told_with_its_place()
    {
        File.WriteAllText(Config, "{\n  gateway: { mode: 'lo");
        var found = (await Look()).ShouldHaveSingleItem();
        found.Id.ShouldBe(FindingIds.ConfigSyntax);
        (found.Severity, found.Fact("line")).ShouldBe((FindingSeverity.Blocking, "2"));
    }

    [Fact]
    public async Task A_config_that_its_owner_may_not_read_is_told_with_its_mode()
    {
        File.SetUnixFileMode(Config, UnixFileMode.None);
        var found = (await Look()).Single(static f => f.Id == FindingIds.ConfigUnreadable);
        found.Fact("mode").ShouldBe("000");
        found.Fact("path").ShouldBe(Config);
    }

    [Fact]
    public async Task A_config_without_a_mode_is_clobbered_also_when_nothing_is_known_of_earlier_ones()
    {
        File.WriteAllText(Config, "{ gateway: { port: 1 } }");
        (await Look()).ShouldHaveSingleItem().Id.ShouldBe(FindingIds.ConfigClobbered);
    }

    [Fact]
    public async Task What_has_changed_since_it_served_is_named_by_its_paths()
    {
        var hash = _ward.HasServed(Config, Ward.GoodConfig);
        File.WriteAllText(Config, Ward.GoodConfig.Replace("'abc'", "'__OPENCLAW_REDACTED__'", StringComparison.Ordinal));
        var found = await Look();
        found.Single(static f => f.Id == FindingIds.ConfigChanged).FactList("paths").ShouldBe(["gateway.auth.token"]);
        found.Single(static f => f.Id == FindingIds.ConfigChanged).Fact("hash").ShouldBe(hash);
        found.Single(static f => f.Id == FindingIds.ConfigRedacted).FactList("paths").ShouldBe(["gateway.auth.token"]);
    }

    [Fact]
    public async Task A_config_of_half_its_size_is_clobbered()
    {
        _ward.HasServed(Config, Ward.GoodConfig + new string(' ', 1000));
        (await Look()).ShouldContain(static f => f.Id == FindingIds.ConfigClobbered);
    }

    [Fact]
    public async Task A_config_of_a_newer_OpenClaw_is_told_and_a_repacked_one_is_the_same()
    {
        File.WriteAllText(Config, Ward.GoodConfig.Replace("2026.9.6", "2026.10.1", StringComparison.Ordinal));
        (await Look()).ShouldHaveSingleItem().Fact("installed").ShouldBe("2026.9.6");
        File.WriteAllText(Config, Ward.GoodConfig.Replace("2026.9.6", "2026.9.6-2", StringComparison.Ordinal));
        (await Look()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Included_files_are_followed_and_the_one_that_is_missing_or_broken_is_named()
    {
        File.WriteAllText(Config, "{ gateway: { mode: 'local' }, a: { $include: './a.json5' }, b: { $include: ['./b.json5', 'c.json5'] } }");
        var folder = Path.GetDirectoryName(Config)!;
        File.WriteAllText(Path.Combine(folder, "a.json5"), "{ x: { $include: './deeper.json5' } }");
        File.WriteAllText(Path.Combine(folder, "b.json5"), "{ broken: ");
        File.WriteAllText(Path.Combine(folder, "c.json5"), "{}");
        (await _ward.Ask(new ConfigIncludesCollector())).Select(static f => Path.GetFileName(f.Fact("path"))).ShouldBe(["b.json5", "deeper.json5"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_OpenClaw_refuses_is_told_by_path_and_words_in_the_same_order()
    {
        _ward.Verdict = new(ConfigCheckResult.Invalid, [new("gatway", "Unrecognized key: \"gatway\""), new("", "something about the whole")]);
        var found = (await _ward.Ask(new ConfigCheckCollector())).ShouldHaveSingleItem();
        found.FactList("paths").ShouldBe(["gatway", "<root>"]);
        found.FactList("messages").ShouldBe(["Unrecognized key: \"gatway\"", "something about the whole"]);
    }

    [Fact]
    public async Task OpenClaw_that_cannot_be_asked_proves_nothing()
    {
        _ward.Verdict = new(ConfigCheckResult.Unknown, [], "no node");
        (await _ward.Ask(new ConfigCheckCollector())).ShouldHaveSingleItem().Id.ShouldBe(FindingIds.NotSeen);
    }

    public ValueTask DisposeAsync() => _ward.DisposeAsync();

    private Task<IReadOnlyList<Finding>> Look() => _ward.Ask(new ConfigFileCollector());
}
