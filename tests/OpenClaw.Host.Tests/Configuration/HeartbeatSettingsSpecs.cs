using OpenClaw.Host.Logging;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Configuration;

/// <summary>The dead man's switch and the self-test: off until their owner wants them, and one line when what was written cannot be.</summary>
public sealed class HeartbeatSettingsSpecs : IDisposable
{
    private const string Url = "https://hc-ping.com/5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278";

    private readonly SettingsBench _bench = new();

    [Fact]
    public void Both_are_off_as_shipped()
    {
        var notify = _bench.Load().Notify;
        notify.Heartbeat.ShouldBeNull();
        notify.SelfTest.ShouldBeNull();
        _bench.Owner("openclaw.notify.self-test = off\n").Load().Notify.SelfTest.ShouldBeNull();
    }

    [Fact]
    public void The_heartbeat_is_on_with_its_address_and_takes_its_times()
    {
        var shipped = Set(Url).Load().Notify.Heartbeat.ShouldNotBeNull();
        (shipped.Url.Reveal(), shipped.Interval, shipped.FailAfter).ShouldBe((Url, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)));
        var set = _bench.Owner("openclaw.notify.heartbeat { interval = 1m, fail-after = 90s }\n").Load().Notify.Heartbeat!;
        (set.Interval, set.FailAfter).ShouldBe((TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(90)));
        shipped.ToString().ShouldNotContain("5bf66975");
    }

    [Theory]
    [InlineData(Url, "5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278")]
    [InlineData("https://hc.example.org/ping/5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278/", "5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278")]
    [InlineData("https://hc-ping.com/fqOOd6-F4MMNuCEnzTU01w/openclaw-actors?create=1", "fqOOd6-F4MMNuCEnzTU01w")]
    public void What_is_secret_of_the_address_is_masked_alone_too_and_our_own_name_is_not(string url, string secret)
    {
        var mask = new SecretMask(Set(url).Load().Secrets);
        mask.Apply($"{url} {secret}").ShouldBe("*** ***");
        mask.Apply("openclaw-actors").ShouldBe("openclaw-actors");
    }

    [Theory]
    [InlineData("http://hc.example.org/abcdefghijkl", "http is allowed to this machine only")]
    [InlineData("https://hc-ping.com", "it names no check")]
    [InlineData("https://hc-ping.com/abcdefghijkl/fail", "it ends with /fail, which is added where it is meant")]
    [InlineData("https://me:abcdefghijkl@hc.example.org/ping", "must not hold a user or a password")]
    [InlineData("abcdefghijkl", "expected an http or https address")]
    public void An_address_that_cannot_be_is_one_line_without_it(string url, string words)
    {
        var line = Set(url).Refusal();
        line.ShouldContain(words);
        line.ShouldContain("OPENCLAW_ACTORS_HEARTBEAT_URL");
        line.ShouldNotContain("abcdefghijkl");
    }

    [Theory]
    [InlineData("heartbeat.interval = 30s", "openclaw.notify.heartbeat.interval is \"30s\": it must be a minute at least.")]
    [InlineData("heartbeat.fail-after = 10", "openclaw.notify.heartbeat.fail-after is \"10\": expected a period with its unit")]
    [InlineData("self-test = mondays", "openclaw.notify.self-test is \"mondays\": it is no cron expression")]
    [InlineData("self-test = \"0 9 30 2 *\"", "openclaw.notify.self-test is \"0 9 30 2 *\": there is no such day.")]
    [InlineData("heartbeat.url = \"https://hc-ping.com/abcdefghijkl\"", "is taken from OPENCLAW_ACTORS_HEARTBEAT_URL only, as a secret does not belong here")]
    public void A_setting_that_cannot_be_is_one_line_whether_the_heartbeat_is_on_or_not(string setting, string words) =>
        _bench.Owner($"openclaw.notify.{setting}\n").Refusal().ShouldContain(words);

    [Fact]
    public void The_self_test_takes_a_cron_expression() =>
        _bench.Owner("openclaw.notify.self-test = \"0 9 * * 1\"\n").Load().Notify.SelfTest.ShouldNotBeNull().ToString().ShouldBe("0 9 * * 1");

    public void Dispose() => _bench.Dispose();

    private SettingsBench Set(string url) => _bench.Environment("OPENCLAW_ACTORS_HEARTBEAT_URL", url);
}
