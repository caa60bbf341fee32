using System.Net;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Surface;

/// <summary>What stands before every answer.</summary>
public sealed class SurfaceGuardSpecs
{
    [Theory]
    [InlineData("GET", "/", 200)]
    [InlineData("HEAD", "/", 200)]
    [InlineData("GET", "/api/v1/status", 200)]
    [InlineData("GET", "/api/v1/incidents", 200)]
    [InlineData("GET", "/api/v1/incidents?limit=0", 400)]
    [InlineData("GET", "/api/v1/incidents/nothing-like-it", 404)]
    [InlineData("GET", "/api/v1/history", 200)]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("PUT", "/api/v1/status", 405)]
    [InlineData("POST", "/api/v1/orders", 403)]
    [InlineData("GET", "/assets/nothing.js", 404)]
    public async Task Every_answer_keeps_a_browser_from_anything_but_showing_the_page(string method, string path, int status)
    {
        await using var bench = new SurfaceBench();
        bench.Feed.Tell(SurfaceBench.Status());
        await bench.OpenBoth();
        foreach (var socket in new[] { false, true })
        {
            // On the socket an order without a body is a wrong request, no forbidden one.
            var expected = socket && method == "POST" ? 415 : status;
            using var http = bench.Http(socket);
            using var answer = await http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
            ((int)answer.StatusCode).ShouldBe(expected);
            Header(answer, "Content-Security-Policy").ShouldBe(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
            Header(answer, "X-Content-Type-Options").ShouldBe("nosniff");
            Header(answer, "Referrer-Policy").ShouldBe("no-referrer");
            Header(answer, "Cross-Origin-Opener-Policy").ShouldBe("same-origin");
            Header(answer, "Cross-Origin-Resource-Policy").ShouldBe("same-origin");
            Header(answer, "Server").ShouldBeEmpty();
            Header(answer, "Cache-Control").ShouldBe(path == "/" ? "no-cache" : "no-store");
            if (expected >= 400) (await answer.Content.ReadAsStringAsync()).ShouldMatch("""^\{"error":"[^"\n]+"\}$|^\{"done":false,"text":"[^"\n]+"\}$""");
        }
    }

    [Theory]
    [InlineData("127.0.0.1:{0}", true)]
    [InlineData("localhost:{0}", true)]
    [InlineData("LOCALHOST:{0}", true)]
    [InlineData("[::1]:{0}", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("localhost:1", false)]
    [InlineData("evil.example:{0}", false)]
    [InlineData("localhost.evil.example:{0}", false)]
    [InlineData("127.0.0.1.evil.example:{0}", false)]
    [InlineData("0.0.0.0:{0}", false)]
    public async Task A_name_that_was_made_to_lead_here_is_not_ours(string host, bool isOurs)
    {
        await using var bench = new SurfaceBench();
        bench.Feed.Tell(SurfaceBench.Status());
        await bench.OpenPage();
        foreach (var path in new[] { "/", "/api/v1/status", "/api/v1/events" })
        {
            using var http = bench.Http();
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = string.Format(null, host, bench.Port) } };
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            answer.StatusCode.ShouldBe(isOurs ? HttpStatusCode.OK : HttpStatusCode.MisdirectedRequest, path);
        }
    }

    [Theory]
    [InlineData("/api/v1/status", "cross-site", 403)]
    [InlineData("/api/v1/events", "same-site", 403)]
    [InlineData("/assets/nothing.js", "cross-site", 403)]
    [InlineData("/", "cross-site", 200)]
    [InlineData("/api/v1/status", "same-origin", 200)]
    [InlineData("/api/v1/status", "none", 200)]
    public async Task Another_site_may_lead_to_the_page_and_not_ask_for_its_data(string path, string site, int status)
    {
        await using var bench = new SurfaceBench();
        bench.Feed.Tell(SurfaceBench.Status());
        await bench.OpenPage();
        using var http = bench.Http();
        using var answer = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Sec-Fetch-Site", site } } });
        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task The_page_is_sent_once_and_then_known_by_its_tag()
    {
        await using var bench = await new SurfaceBench().OpenPage();
        using var http = bench.Http();
        using var first = await http.GetAsync("/");
        first.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        using var again = await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "If-None-Match", first.Headers.ETag!.Tag } } });
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("/assets/../index.html")]
    [InlineData("/assets/%2e%2e/index.html")]
    [InlineData("/assets/..%2f..%2fetc%2fpasswd")]
    [InlineData("/assets//etc/passwd")]
    [InlineData("/catalogue/10-rivals.json")]
    public async Task Only_what_belongs_to_the_page_can_be_asked_for(string path)
    {
        await using var bench = await new SurfaceBench().OpenPage();
        var answer = await Raw.Ask(bench.Port, $"GET {path} HTTP/1.1\r\nHost: localhost:{bench.Port}\r\nConnection: close\r\n\r\n");
        answer.ShouldStartWith("HTTP/1.1 404");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "400")]
    [InlineData("GET /\r\n\r\n", "400")]
    [InlineData("POST /api/v1/session HTTP/1.1\r\nHost: localhost:{0}\r\nContent-Length: 99999999\r\nContent-Type: application/json\r\nSec-Fetch-Site: same-origin\r\n\r\n", "413")]
    public async Task What_is_no_request_is_answered_as_none(string request, string status)
    {
        await using var bench = await new SurfaceBench().WithToken().OpenPage();
        (await Raw.Ask(bench.Port, string.Format(null, request, bench.Port))).ShouldStartWith($"HTTP/1.1 {status}");
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : "";
}
