using OpenClaw.Host.Surface;
using OpenClaw.Host.Tests.Configuration;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Surface;

public sealed class PageSettingsSpecs : IDisposable
{
    private readonly SettingsBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_page_is_on_as_shipped_and_only_shows() => _bench.Load().Page.ShouldBe(new PageSettings(true, 17890, null));

    [Fact]
    public void Its_owner_may_switch_it_off_and_move_it()
    {
        var page = _bench.Owner("openclaw.page { enabled = off, port = 8080 }").Load().Page;
        (page.Enabled, page.Port).ShouldBe((false, 8080));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("http")]
    public void A_port_that_is_none_is_told(string port) => _bench.Owner($"openclaw.page.port = \"{port}\"").Refusal().ShouldContain("expected a whole number from 1 to 65535");

    [Fact]
    public void A_token_is_a_secret()
    {
        var settings = _bench.Environment(PageSettings.TokenVariable, SurfaceBench.Token).Load();
        settings.Page.Token!.Reveal().ShouldBe(SurfaceBench.Token);
        settings.Secrets.Select(static s => s.Reveal()).ShouldContain(SurfaceBench.Token);
        settings.Origins.Select(static o => o.ToString()).ShouldNotContain(line => line!.Contains(SurfaceBench.Token));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("with a blank in the middle of it")]
    [InlineData("not-ascii-0123456789-ü")]
    public void A_token_that_is_none_is_told_without_it(string token)
    {
        var refusal = _bench.Environment(PageSettings.TokenVariable, token).Refusal();
        refusal.ShouldContain("(value not shown): expected 16 to 200 printable ASCII characters");
        refusal.ShouldNotContain(token);
    }

    [Fact]
    public void A_file_must_not_hold_the_token() => _bench.Owner($"openclaw.page.token = \"{SurfaceBench.Token}\"").Refusal().ShouldContain(PageSettings.TokenVariable);
}
