using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Demo;

/// <summary>The stand-in keeps the outside of OpenClaw 2026.9.6; what the demo proves with it holds for the real one only as far as this holds.</summary>
public sealed partial class StandInGatewaySpecs : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stand-in-gateway-");
    private readonly HttpClient _http = new() { Timeout = Patience };

    public void Dispose()
    {
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task It_is_live_at_once_starting_for_a_while_and_then_started_and_ready()
    {
        using var gateway = Start("""{"gateway":{"mode":"local","bind":"loopback"}}""", "--boot-ms", "8000");
        var url = await Url(gateway);

        (await Get(url, "/healthz")).ShouldBe((200, """{"ok":true,"status":"live"}"""));
        var (status, body) = await Get(url, "/startupz");
        status.ShouldBe(503);
        using (var starting = JsonDocument.Parse(body))
        {
            starting.RootElement.GetProperty("ok").GetBoolean().ShouldBeFalse();
            starting.RootElement.GetProperty("status").GetString().ShouldBe("starting");
            starting.RootElement.GetProperty("pendingReason").GetString().ShouldBe("startup-sidecars");
        }

        (status, body) = await Get(url, "/readyz");
        status.ShouldBe(503);
        body.ShouldContain("""{"ready":false,"failing":["startup-sidecars"],"uptimeMs":""");

        await Eventually(async () => (await Get(url, "/startupz")).Status == 200);
        (await Get(url, "/startupz")).Body.ShouldMatch("""^\{"ok":true,"status":"started","version":"2026\.9\.6","uptimeMs":\d+\}$""");
        (await Get(url, "/readyz")).Body.ShouldMatch("""^\{"ready":true,"failing":\[\],"uptimeMs":\d+,"eventLoop":\{.*\}\}$""");
    }

    [Fact]
    public async Task It_answers_get_and_head_only_and_forbids_caching()
    {
        using var gateway = Start("""{"gateway":{"mode":"local"}}""");
        var url = await Url(gateway);

        using var head = await _http.SendAsync(new HttpRequestMessage(HttpMethod.Head, new Uri(url, "/healthz")));
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Headers.CacheControl.ShouldBe(new CacheControlHeaderValue { NoStore = true });
        using var post = await _http.PostAsync(new Uri(url, "/healthz"), null);
        post.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        post.Content.Headers.Allow.ShouldBe(["GET", "HEAD"]);
        (await Get(url, "/")).Status.ShouldBe(200);
        (await Get(url, "/healthz/inside")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("""{"gateway":{"mode":"local"},"gatway":{}}""", "Unrecognized key: \"gatway\"")]
    [InlineData("""{"gateway":{"mode":"remote"}}""", "gateway.mode")]
    [InlineData("""{"gateway":{"mode":"local","bind":"everywhere"}}""", "gateway.bind")]
    [InlineData("""{"gateway":{"mode":"lo""", "missing gateway.mode")]
    [InlineData("""{}""", "missing gateway.mode")]
    [InlineData("""[]""", "missing gateway.mode")]
    public async Task It_refuses_a_bad_config_with_exit_code_78_and_says_why(string config, string why)
    {
        using var gateway = Start(config);

        (await gateway.Exit(Patience)).ShouldBe(78);
        await gateway.Until(g => g.Errors.Contains(why, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task It_ends_with_exit_code_1_when_its_port_is_taken()
    {
        using var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();
        var port = ((IPEndPoint)stranger.LocalEndpoint).Port;
        using var gateway = Start("""{"gateway":{"mode":"local"}}""", port: port);

        (await gateway.Exit(Patience)).ShouldBe(1);
        await gateway.Until(g => g.Errors.Contains($"Port {port} is already in use.", StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task It_ends_with_exit_code_0_on_sigterm()
    {
        using var gateway = Start("""{"gateway":{"mode":"local"}}""");
        await Url(gateway);

        gateway.Send(15);

        (await gateway.Exit(Patience)).ShouldBe(0);
    }

    [Fact]
    public async Task It_does_not_outlive_the_demo_that_owns_it()
    {
        using var owner = Start("""{"gateway":{"mode":"local"}}""");
        await Url(owner);
        using var gateway = Start("""{"gateway":{"mode":"local"}}""", "--owner-pid", $"{owner.Pid}");
        await Url(gateway);

        owner.Send(9);

        (await gateway.Exit(Patience)).ShouldBe(0);
    }

    private DemoProgram Start(string config, params string[] more) => Start(config, 0, more);

    private DemoProgram Start(string config, int port, params string[] more)
    {
        var file = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.json");
        File.WriteAllText(file, config);
        return new DemoProgram(_folder.FullName, ["demo-gateway", "--port", $"{port}", "--config", file, .. more]);
    }

    private static async Task<Uri> Url(DemoProgram gateway)
    {
        await gateway.Until(g => Listening().IsMatch(g.Output), Patience);
        return new Uri($"http://{Listening().Match(gateway.Output).Groups[1].Value}/");
    }

    private async Task<(int Status, string Body)> Get(Uri url, string path)
    {
        using var answer = await _http.GetAsync(new Uri(url, path));
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition()) await timer.WaitForNextTickAsync(limit.Token);
    }

    [GeneratedRegex(@"listening on (127\.0\.0\.1:\d+) ")]
    private static partial Regex Listening();
}
