using System.Text;
using OpenClaw.Actors.Watchdog;
using OpenClaw.Host.Cli.Drills;
using OpenClaw.Host.Configuration;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli.Drills;

/// <summary>The setting that a drill puts into a config, and how nobody's work is lost when it is taken out.</summary>
public sealed class DrillConfigSpecs : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("drill-");

    private string Config => Path.Combine(_root.FullName, "openclaw.json");

    private DrillFolder Folder => new(_root.FullName);

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData("{ // mine\r\n  a: 1,\r\n}\r\n", "{\"openclawActorsDrill\": \"", ", // mine\r\n  a: 1,\r\n}\r\n")]
    [InlineData("\ufeff{}", "\ufeff{\"openclawActorsDrill\": \"", "}")]
    public void Breaking_adds_one_key_and_touches_nothing_else(string before, string head, string tail)
    {
        var broken = Encoding.UTF8.GetString(DrillConfig.Break(Encoding.UTF8.GetBytes(before), Config));

        broken.ShouldStartWith(head);
        broken.ShouldEndWith(tail);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{ \"a\": ")]
    [InlineData("")]
    [InlineData("{ openclawActorsDrill: 1 }")]
    public void What_is_no_config_or_broken_already_is_not_broken_again(string text) => Should.Throw<ConfigurationException>(() => DrillConfig.Break(Encoding.UTF8.GetBytes(text), Config)).Message.ShouldStartWith(Config);

    [Fact]
    public async Task What_only_the_drill_has_changed_is_put_back_byte_for_byte_with_its_mode()
    {
        var record = await Break("{ // mine\r\n  a: 1 }");
        File.SetUnixFileMode(Config, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        (await DrillConfig.PutBack(record, Folder, CancellationToken.None)).ShouldBe("the config was put back, byte for byte");
        (await DrillConfig.PutBack(record, Folder, CancellationToken.None)).ShouldBe("the config is as it was, byte for byte");

        (await File.ReadAllTextAsync(Config)).ShouldBe("{ // mine\r\n  a: 1 }");
        File.GetUnixFileMode(Config).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task What_a_remedy_or_OpenClaw_has_written_anew_without_another_meaning_is_put_back_too()
    {
        var record = await Break("{ // mine\n a: 1 }");
        await File.WriteAllTextAsync(Config, "{\"a\":1,\"meta\":{\"lastTouchedVersion\":\"2026.9.6\"}}");

        await DrillConfig.PutBack(record, Folder, CancellationToken.None);

        (await File.ReadAllTextAsync(Config)).ShouldBe("{ // mine\n a: 1 }");
    }

    [Fact]
    public async Task An_edit_that_its_owner_made_meanwhile_stays_and_only_the_key_goes()
    {
        var record = await Break("{ a: 1 }");
        await File.WriteAllTextAsync(Config, (await File.ReadAllTextAsync(Config)).Replace("a: 1", "a: 2, b: 3", StringComparison.Ordinal));

        (await DrillConfig.PutBack(record, Folder, CancellationToken.None)).ShouldContain("only the drill's key was taken out");

        var now = await File.ReadAllTextAsync(Config);
        now.ShouldContain("a: 2, b: 3");
        now.ShouldNotContain(DrillConfig.Key);
        await Folder.Close(record, CancellationToken.None);
        (await File.ReadAllTextAsync(Folder.Original)).ShouldBe("{ a: 1 }", "nobody knows whether it is still wanted");
    }

    [Fact]
    public async Task A_config_that_somebody_else_has_written_without_the_key_is_left_as_it_is()
    {
        var record = await Break("{ a: 1 }");
        await File.WriteAllTextAsync(Config, "{ a: 4 }");

        (await DrillConfig.PutBack(record, Folder, CancellationToken.None)).ShouldContain("left as it is");

        (await File.ReadAllTextAsync(Config)).ShouldBe("{ a: 4 }");
    }

    [Fact]
    public async Task A_config_that_is_gone_is_put_back()
    {
        var record = await Break("{ a: 1 }");
        File.Delete(Config);

        await DrillConfig.PutBack(record, Folder, CancellationToken.None);

        (await File.ReadAllTextAsync(Config)).ShouldBe("{ a: 1 }");
    }

    private async Task<DrillRecord> Break(string text)
    {
        Folder.Prepare();
        var original = Encoding.UTF8.GetBytes(text);
        var broken = DrillConfig.Break(original, Config);
        await File.WriteAllBytesAsync(Folder.Original, original);
        await File.WriteAllBytesAsync(Folder.Broken, broken);
        await File.WriteAllBytesAsync(Config, broken);
        return new DrillRecord(1, DrillKind.Config, "main", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, new ProcessIdentity(1, 1), new ProcessIdentity(1, 1), Config, 0b110_000_000);
    }
}
