using System.Net;
using Microsoft.AspNetCore.Http;
using OpenClaw.Actors.Probing;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Probes;

public sealed class HttpHealthProbeSpecs
{
    [Fact]
    public async Task A_wait_in_which_we_stood_still_ourselves_says_nothing_of_the_gateway()
    {
        await using var stopped = RawSocket.Silent();
        var answer = await ProbeBench.Look(stopped.Url, seconds: 0.5, time: new HeldUpTime());
        answer.Liveness.ShouldBe(Liveness.Unknown);
        answer.Evidence.ShouldContain("we stood still ourselves");
    }

    [Fact]
    public async Task A_healthy_gateway_is_live_started_and_ready()
    {
        await using var gateway = await GatewayEndpoints.Start();
        var answer = await ProbeBench.Look(gateway.Url);
        answer.Liveness.ShouldBe(Liveness.Live);
        answer.Startup.ShouldBe(StartupState.Started);
        answer.Readiness.ShouldBe(Readiness.Ready);
        answer.Version.ShouldBe("2026.9.6");
        answer.Failing.ShouldBeEmpty();
        answer.Suppressed.ShouldBeEmpty();
        answer.ConfiguredUrlStatus.ShouldBe(200);
        answer.Evidence.ShouldContain("/healthz live after ");
    }

    [Fact]
    public async Task A_booting_gateway_is_live_and_starting()
    {
        await using var gateway = await GatewayEndpoints.Start();
        gateway.IsStarting();
        var answer = await ProbeBench.Look(gateway.Url);
        answer.Liveness.ShouldBe(Liveness.Live);
        answer.Startup.ShouldBe(StartupState.Starting);
        answer.Readiness.ShouldBe(Readiness.NotReady);
        answer.Evidence.ShouldContain("/startupz 503 Starting (startup-sidecars)");
    }

    [Fact]
    public async Task A_draining_gateway_is_live_and_draining()
    {
        await using var gateway = await GatewayEndpoints.Start();
        gateway.IsDraining();
        var answer = await ProbeBench.Look(gateway.Url);
        answer.Liveness.ShouldBe(Liveness.Live);
        answer.Startup.ShouldBe(StartupState.Draining);
    }

    [Fact]
    public async Task A_gateway_with_a_broken_channel_is_live_and_names_what_fails()
    {
        await using var gateway = await GatewayEndpoints.Start();
        gateway.IsNotReady("telegram", "agent-database:main");
        var answer = await ProbeBench.Look(gateway.Url);
        answer.Liveness.ShouldBe(Liveness.Live);
        answer.Startup.ShouldBe(StartupState.Started);
        answer.Readiness.ShouldBe(Readiness.NotReady);
        answer.Failing.ShouldBe(["telegram", "agent-database:main"]);
    }

    [Fact]
    public async Task Channels_that_are_held_back_are_named_though_it_is_ready()
    {
        await using var gateway = await GatewayEndpoints.Start();
        gateway.Suppresses("discord");
        var answer = await ProbeBench.Look(gateway.Url);
        answer.Readiness.ShouldBe(Readiness.Ready);
        answer.Suppressed.ShouldBe(["discord"]);
    }

    [Fact]
    public async Task The_endpoints_are_asked_at_the_root_of_the_configured_address_and_its_own_status_decides_nothing()
    {
        await using var gateway = await GatewayEndpoints.Start();
        gateway.Root = GatewayEndpoints.Html(503, "assets are prepared");
        var answer = await ProbeBench.Look(new Uri(gateway.Url, "/control/ui?x=1"));
        answer.Liveness.ShouldBe(Liveness.Live);
        answer.ConfiguredUrlStatus.ShouldBe(503);
        gateway.Requests.Order(StringComparer.Ordinal).ShouldBe(["/control/ui?x=1", "/healthz", "/readyz", "/startupz"]);
    }

    [Fact]
    public async Task A_control_ui_that_hangs_costs_two_seconds_at_most_and_decides_nothing()
    {
        await using var gateway = await GatewayEndpoints.Start();
        gateway.Root = GatewayEndpoints.Hang();
        var answer = await ProbeBench.Look(gateway.Url, seconds: 30).WaitAsync(TimeSpan.FromSeconds(20));
        answer.Liveness.ShouldBe(Liveness.Live);
        answer.ConfiguredUrlStatus.ShouldBeNull();
    }

    [Fact]
    public async Task A_readyz_that_hangs_leaves_the_gateway_live()
    {
        await using var gateway = await GatewayEndpoints.Start();
        gateway.Readyz = GatewayEndpoints.Hang();
        gateway.Startupz = GatewayEndpoints.Drop();
        var answer = await ProbeBench.Look(gateway.Url, seconds: 1);
        answer.Liveness.ShouldBe(Liveness.Live);
        answer.Startup.ShouldBe(StartupState.Unknown);
        answer.Readiness.ShouldBe(Readiness.Unknown);
    }

    [Fact]
    public async Task Nobody_at_the_port_is_refused()
    {
        var answer = await ProbeBench.Look(RawSocket.Nobody());
        answer.Liveness.ShouldBe(Liveness.Refused);
        answer.ConfiguredUrlStatus.ShouldBeNull();
    }

    [Fact]
    public async Task A_stopped_process_that_still_accepts_is_silent()
    {
        await using var stopped = RawSocket.Silent();
        var answer = await ProbeBench.Look(stopped.Url, seconds: 0.5);
        answer.Liveness.ShouldBe(Liveness.Silent);
        answer.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(0.4));
        answer.Evidence.ShouldContain("no answer within 0.5 s");
    }

    [Fact]
    public async Task A_connection_that_is_closed_without_a_byte_is_silent()
    {
        await using var socket = RawSocket.HangsUp();
        (await ProbeBench.Look(socket.Url)).Liveness.ShouldBe(Liveness.Silent);
    }

    [Fact]
    public async Task A_connection_that_is_reset_is_silent()
    {
        await using var socket = RawSocket.Resets();
        (await ProbeBench.Look(socket.Url)).Liveness.ShouldBe(Liveness.Silent);
    }

    [Fact]
    public async Task An_answer_that_stops_in_the_middle_is_silent()
    {
        await using var socket = RawSocket.Says("HTTP/1.1 200 OK\r\nContent-Length: 27\r\n\r\n{\"ok\":true,");
        (await ProbeBench.Look(socket.Url, seconds: 0.5)).Liveness.ShouldBe(Liveness.Silent);
    }

    [Fact]
    public async Task What_speaks_no_http_is_foreign()
    {
        await using var socket = RawSocket.Says("SSH-2.0-OpenSSH_9.9\r\n\r\n");
        (await ProbeBench.Look(socket.Url)).Liveness.ShouldBe(Liveness.Foreign);
    }

    [Theory]
    [InlineData(200, "<html>Directory listing for /</html>")]
    [InlineData(200, "{\"ok\":true}")]
    [InlineData(200, "{\"ok\":\"true\",\"status\":\"live\"}")]
    [InlineData(200, "[true]")]
    [InlineData(200, "{\"ok\":true,\"status\":\"\\ud800\"}")]
    [InlineData(200, "")]
    [InlineData(404, "{\"ok\":true,\"status\":\"live\"}")]
    [InlineData(500, "oops")]
    [InlineData(503, "{\"ok\":true,\"status\":\"live\"}")]
    [InlineData(302, "")]
    public async Task A_stranger_on_the_port_is_foreign(int status, string body)
    {
        await using var stranger = await GatewayEndpoints.Start();
        stranger.Healthz = GatewayEndpoints.Html(status, body);
        var answer = await ProbeBench.Look(stranger.Url);
        answer.Liveness.ShouldBe(Liveness.Foreign);
        answer.Startup.ShouldBe(StartupState.Unknown);
        stranger.Requests.ShouldNotContain("/startupz");
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var gateway = await GatewayEndpoints.Start();
        gateway.Healthz = static context =>
        {
            context.Response.Redirect("/readyz");
            return Task.CompletedTask;
        };
        (await ProbeBench.Look(gateway.Url)).Liveness.ShouldBe(Liveness.Foreign);
        gateway.Requests.ShouldNotContain("/readyz");
    }

    [Fact]
    public async Task Being_told_to_come_back_later_is_no_news()
    {
        await using var gateway = await GatewayEndpoints.Start();
        gateway.Healthz = GatewayEndpoints.Json(429, "{}");
        (await ProbeBench.Look(gateway.Url)).Liveness.ShouldBe(Liveness.Unknown);
    }

    [Fact]
    public async Task A_name_that_is_not_known_is_the_probe_s_own_failure() =>
        (await ProbeBench.Look(new Uri("http://gateway.invalid:18789/"), seconds: 20)).Liveness.ShouldBe(Liveness.Unknown);

    [Fact]
    public async Task A_huge_page_is_not_read_to_its_end()
    {
        await using var stranger = await GatewayEndpoints.Start();
        stranger.Healthz = static async context =>
        {
            var block = new byte[65_536];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
        };
        (await ProbeBench.Look(stranger.Url, seconds: 30)).Liveness.ShouldBe(Liveness.Foreign);
    }

    [Fact]
    public async Task A_slow_body_counts_as_no_answer()
    {
        await using var gateway = await GatewayEndpoints.Start();
        gateway.Healthz = static async context =>
        {
            await context.Response.WriteAsync("{\"ok\":true,", context.RequestAborted);
            await GatewayEndpoints.Hang()(context);
        };
        (await ProbeBench.Look(gateway.Url, seconds: 0.5)).Liveness.ShouldBe(Liveness.Silent);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Localhost_finds_the_gateway_on_either_address(string address)
    {
        Assert.SkipWhen(address == "::1" && !System.Net.Sockets.Socket.OSSupportsIPv6, "This machine has no IPv6.");
        await using var gateway = await GatewayEndpoints.Start(IPAddress.Parse(address));
        (await ProbeBench.Look(new Uri($"http://localhost:{gateway.Url.Port}/"))).Liveness.ShouldBe(Liveness.Live);
    }

    [Fact]
    public async Task Localhost_with_nobody_on_either_address_is_refused() =>
        (await ProbeBench.Look(new Uri($"http://localhost:{RawSocket.Nobody().Port}/"))).Liveness.ShouldBe(Liveness.Refused);

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task A_certificate_that_the_gateway_signed_itself_is_taken_on_this_machine(string host)
    {
        await using var gateway = await GatewayEndpoints.Start(tls: true);
        (await ProbeBench.Look(new Uri($"https://{host}:{gateway.Url.Port}/"), seconds: 20)).Liveness.ShouldBe(Liveness.Live);
    }

    [Fact]
    public async Task A_gateway_that_speaks_plain_http_where_https_is_configured_is_foreign()
    {
        await using var gateway = await GatewayEndpoints.Start();
        (await ProbeBench.Look(new Uri($"https://127.0.0.1:{gateway.Url.Port}/"))).Liveness.ShouldBe(Liveness.Foreign);
    }

    [Fact]
    public async Task Control_characters_and_crowds_of_names_do_not_get_through()
    {
        await using var gateway = await GatewayEndpoints.Start();
        gateway.Readyz = GatewayEndpoints.Json(503, $$"""{"ready":false,"failing":["a\u001b[31mb",{{string.Join(",", Enumerable.Range(0, 150).Select(i => $"\"{new string('x', 300)}{i}\""))}}]}""");
        var answer = await ProbeBench.Look(gateway.Url);
        answer.Failing.Count.ShouldBe(20);
        answer.Failing[0].ShouldBe("a [31mb");
        answer.Failing.ShouldAllBe(f => f.Length <= 100);
        answer.Evidence.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task Cancelling_ends_the_look()
    {
        await using var stopped = RawSocket.Silent();
        using var cancel = new CancellationTokenSource();
        var look = ProbeBench.Look(stopped.Url, seconds: 60, cancel: cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => look.WaitAsync(TimeSpan.FromSeconds(10)));
    }
}
