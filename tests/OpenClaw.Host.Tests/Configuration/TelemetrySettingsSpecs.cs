using OpenClaw.Host.Daemon;
using OpenClaw.Host.Logging;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Configuration;

/// <summary>Where metrics and traces are sent: nowhere until their owner wants it, and one line when what was written cannot be.</summary>
public sealed class TelemetrySettingsSpecs : IDisposable
{
    private const string Headers = "OTEL_EXPORTER_OTLP_HEADERS";

    private readonly SettingsBench _bench = new();

    [Fact]
    public void Nothing_is_sent_as_shipped_and_headers_alone_send_nothing()
    {
        _bench.Load().Telemetry.Otlp.ShouldBeNull();
        _bench.Environment(Headers, "of another program, and no pair").Load().Telemetry.Otlp.ShouldBeNull();
    }

    [Fact]
    public void An_address_switches_it_on_and_the_signals_have_their_places_below_it()
    {
        var otlp = Endpoint("https://otlp.example.org/otlp/").Environment(Headers, "authorization=Bearer%20abcdefghijkl").Load().Telemetry.Otlp.ShouldNotBeNull();
        (otlp.For("metrics"), otlp.For("traces")).ShouldBe((new Uri("https://otlp.example.org/otlp/v1/metrics"), new Uri("https://otlp.example.org/otlp/v1/traces")));
        otlp.Interval.ShouldBe(TimeSpan.FromSeconds(60));
        otlp.ToString().ShouldNotContain("abcdefghijkl");
    }

    [Fact]
    public void What_is_secret_of_the_headers_is_masked_as_it_is_written_as_it_is_sent_and_alone()
    {
        var mask = new SecretMask(_bench.Environment(Headers, "authorization=Bearer%20abcdefghijkl,x-key=mnopqrstuvw").Load().Secrets);
        mask.Apply("authorization=Bearer%20abcdefghijkl,x-key=mnopqrstuvw | Bearer abcdefghijkl | abcdefghijkl | mnopqrstuvw").ShouldBe("*** | *** | *** | ***");
    }

    [Fact]
    public void A_gateway_that_we_start_does_not_inherit_them() => GatewayProcesses.Hidden.ShouldContain(Headers);

    [Theory]
    [InlineData("http://127.0.0.1:4318")]
    [InlineData("http://[::1]:4318")]
    [InlineData("http://localhost:4318")]
    public void Plain_http_is_allowed_to_this_machine(string url) => Endpoint(url).Load().Telemetry.Otlp.ShouldNotBeNull();

    [Theory]
    [InlineData("http://otlp.example.org:4318", "http is allowed to this machine only")]
    [InlineData("https://me:abcdefghijkl@otlp.example.org", "must not hold a user or a password")]
    [InlineData("https://otlp.example.org/?key=abcdefghijkl@", "it must end before any '?'")]
    [InlineData("otlp.example.org:4317", "expected an http or https address")]
    [InlineData("grpc://127.0.0.1:4317", "expected an http or https address")]
    public void An_address_that_cannot_be_is_one_line_and_shows_no_password(string url, string words)
    {
        var line = Endpoint(url).Refusal();
        line.ShouldContain(words);
        line.ShouldContain("openclaw.telemetry.otlp.endpoint");
        line.ShouldNotContain("abcdefghijkl");
    }

    [Theory]
    [InlineData("Bearer abcdefghijkl")]
    [InlineData("=abcdefghijkl")]
    [InlineData("a key=abcdefghijkl")]
    public void Headers_that_are_none_are_one_line_without_them(string headers)
    {
        var line = Endpoint("http://127.0.0.1:4318").Environment(Headers, headers).Refusal();
        line.ShouldContain("expected name=value pairs");
        line.ShouldNotContain("abcdefghijkl");
    }

    [Theory]
    [InlineData("otlp.interval = 10ms", "openclaw.telemetry.otlp.interval is \"10ms\": it must be from 1s to 1d")]
    [InlineData("otlp.interval = 2d", "openclaw.telemetry.otlp.interval is \"2d\": it must be from 1s to 1d")]
    [InlineData("otlp.headers = \"a=abcdefghijkl\"", "is taken from OTEL_EXPORTER_OTLP_HEADERS only, as a secret does not belong here")]
    [InlineData("otlp.endpiont = \"x\"", "endpoint")]
    public void A_setting_that_cannot_be_is_one_line(string setting, string words) => _bench.Owner($"openclaw.telemetry.{setting}\n").Refusal().ShouldContain(words);

    public void Dispose() => _bench.Dispose();

    private SettingsBench Endpoint(string url) => _bench.Owner($"openclaw.telemetry.otlp.endpoint = \"{url}\"\n");
}
