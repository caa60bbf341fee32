using System.Net;
using Microsoft.Extensions.Logging;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Surface;
using OpenClaw.Host.Tests.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Surface;

/// <summary>Orders, from the socket and from the page.</summary>
public sealed class OrderSpecs : IAsyncDisposable
{
    private const string Pause = """{"order":"pause","for":"2h","reason":"a new disk"}""";
    private readonly SurfaceBench _bench = new();

    [Fact]
    public async Task On_the_socket_an_order_is_the_owner_s_word_and_is_logged_with_where_it_came_from()
    {
        await _bench.OpenSocket();
        using var client = _bench.Client();
        var (answer, _) = await client.Order(new OrderJson("pause") { For = "2h", Reason = "a new disk" }, CancellationToken.None);
        (answer.Done, answer.Text.StartsWith("main is paused until ", StringComparison.Ordinal)).ShouldBe((true, true));
        var word = await Word();
        (word.Reason, word.PausedUntil - word.PausedSince).ShouldBe(("a new disk", TimeSpan.FromHours(2)));
        _bench.Logs.Lines.ShouldContain(static line => line.Level == LogLevel.Information && line.Text.StartsWith("Order pause of - - on the control socket: main is paused", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"order":"restart"}""", 409, "expected one of pause, resume, start, heal, ack, approve, undo")]
    [InlineData("""{"order":"pause","for":"soon"}""", 409, "for \\u0022soon\\u0022: a pause is longer than zero")]
    [InlineData("""{"order":"pause","reason":"two\nlines"}""", 409, "reason: expected one line")]
    [InlineData("""{"order":"pause","gateway":"mian"}""", 409, "There is no gateway")]
    [InlineData("""{"order":"ack"}""", 409, "No incident is open.")]
    [InlineData("""{"order":"approve","incident":"main-1"}""", 409, "mark: name the proposal")]
    [InlineData("""{"order":"undo","incident":"../../etc"}""", 409, "is no incident")]
    [InlineData("""{}""", 409, "expected one of")]
    [InlineData("""{"order":7}""", 400, "the body is not what is expected here")]
    [InlineData("""null""", 400, "the body is not what is expected here")]
    [InlineData("""[""", 400, "the body is not what is expected here")]
    public async Task What_cannot_be_done_is_said_in_one_line_and_nothing_is_done(string body, int status, string why)
    {
        await _bench.OpenSocket();
        using var http = _bench.Http(socket: true);
        using var answer = await http.PostAsync("/api/v1/orders", SurfaceBench.Body(body));
        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(why);
        (await Word()).ShouldBe(OwnerWord.None);
    }

    [Fact]
    public async Task A_state_folder_that_cannot_be_used_is_said_to_be_one()
    {
        await _bench.OpenSocket();
        await File.WriteAllTextAsync(Path.Combine(_bench.Home, "gateways"), "a file where the folder should be");
        using var client = _bench.Client();
        var (answer, isUnable) = await client.Order(new OrderJson("start"), CancellationToken.None);
        (answer.Done, isUnable).ShouldBe((false, true));
        answer.Text.ShouldStartWith("the state folder cannot be used: ");
    }

    [Fact]
    public async Task Without_a_token_the_page_only_shows()
    {
        await _bench.OpenPage();
        using var http = _bench.Http();
        (await Send(http, HttpMethod.Post, "/api/v1/orders", Pause)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Send(http, HttpMethod.Post, "/api/v1/session", """{"token":""}""")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Word()).ShouldBe(OwnerWord.None);
        _bench.Feed.Tell(SurfaceBench.Status());
        (await _bench.Json("/api/v1/status")).GetProperty("access").GetRawText().ShouldBe("""{"canOrder":false,"tokenWanted":false}""");
    }

    [Fact]
    public async Task Whoever_has_signed_in_on_the_page_may_order_until_he_signs_out()
    {
        await _bench.WithToken().OpenPage();
        _bench.Feed.Tell(SurfaceBench.Status());
        using var http = _bench.Http();
        (await _bench.Json("/api/v1/status")).GetProperty("access").GetRawText().ShouldBe("""{"canOrder":false,"tokenWanted":true}""");
        var (cookie, csrf, set) = await SignIn(http);
        set.ShouldContain("httponly");
        set.ShouldContain("samesite=strict");
        (await Send(http, HttpMethod.Get, "/api/v1/status", null, cookie)).Text.ShouldContain("""{"canOrder":true,"tokenWanted":false}""");
        (await Send(http, HttpMethod.Post, "/api/v1/orders", Pause, cookie, csrf)).Status.ShouldBe(HttpStatusCode.OK);
        (await Word()).Reason.ShouldBe("a new disk");
        _bench.Logs.All.ShouldContain("on the status page");
        (await Send(http, HttpMethod.Delete, "/api/v1/session", null, cookie)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await Send(http, HttpMethod.Post, "/api/v1/orders", """{"order":"resume"}""", cookie, csrf)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Word()).Reason.ShouldBe("a new disk");
    }

    [Theory]
    [InlineData("no cookie")]
    [InlineData("another cookie")]
    [InlineData("no csrf")]
    [InlineData("another csrf")]
    [InlineData("from another site")]
    [InlineData("from another port of this host")]
    [InlineData("nobody says from where")]
    [InlineData("another origin")]
    [InlineData("a form")]
    public async Task An_order_that_another_site_has_a_browser_send_is_none(string what)
    {
        await _bench.WithToken().OpenPage();
        using var http = _bench.Http();
        var (cookie, csrf, _) = await SignIn(http);
        var sent = what switch
        {
            "no cookie" => await Send(http, HttpMethod.Post, "/api/v1/orders", Pause, null, csrf),
            "another cookie" => await Send(http, HttpMethod.Post, "/api/v1/orders", Pause, cookie[..^4] + "0000", csrf),
            "no csrf" => await Send(http, HttpMethod.Post, "/api/v1/orders", Pause, cookie),
            "another csrf" => await Send(http, HttpMethod.Post, "/api/v1/orders", Pause, cookie, csrf[..^4] + "0000"),
            "from another site" => await Send(http, HttpMethod.Post, "/api/v1/orders", Pause, cookie, csrf, "cross-site"),
            "from another port of this host" => await Send(http, HttpMethod.Post, "/api/v1/orders", Pause, cookie, csrf, "same-site"),
            "nobody says from where" => await Send(http, HttpMethod.Post, "/api/v1/orders", Pause, cookie, csrf, null),
            "another origin" => await Send(http, HttpMethod.Post, "/api/v1/orders", Pause, cookie, csrf, null, "http://evil.example"),
            _ => await Send(http, HttpMethod.Post, "/api/v1/orders", Pause, cookie, csrf, type: "text/plain"),
        };
        sent.Status.ShouldBe(what == "a form" ? HttpStatusCode.UnsupportedMediaType : HttpStatusCode.Forbidden);
        (await Word()).ShouldBe(OwnerWord.None);
    }

    [Fact]
    public async Task A_browser_that_only_tells_the_origin_is_believed()
    {
        await _bench.WithToken().OpenPage();
        using var http = _bench.Http();
        var (cookie, csrf, _) = await SignIn(http);
        (await Send(http, HttpMethod.Post, "/api/v1/orders", Pause, cookie, csrf, null, $"http://127.0.0.1:{_bench.Port}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task After_a_few_wrong_tokens_not_even_the_right_one_is_looked_at_for_a_while()
    {
        await _bench.WithToken().OpenPage();
        using var http = _bench.Http();
        for (var i = 0; i < PageSessions.WrongTries; i++) (await Send(http, HttpMethod.Post, "/api/v1/session", """{"token":"wrong"}""")).Status.ShouldBe(HttpStatusCode.Forbidden);
        var refused = await Send(http, HttpMethod.Post, "/api/v1/session", $$"""{"token":"{{SurfaceBench.Token}}"}""");
        refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Text.ShouldNotContain(SurfaceBench.Token);
        _bench.Logs.All.ShouldNotContain(SurfaceBench.Token);
    }

    [Fact]
    public void The_wait_for_wrong_tokens_ends_and_a_session_too()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Desk.Start);
        var sessions = new PageSessions(_bench.WithToken().Settings, time);
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        for (var i = 0; i < PageSessions.WrongTries; i++) sessions.SignIn("wrong", context.Response);
        sessions.SignIn(SurfaceBench.Token, context.Response).Session.ShouldBeNull();
        time.Advance(PageSessions.TriesWindow);
        sessions.SignIn(SurfaceBench.Token, context.Response).Session.ShouldNotBeNull();
        context.Request.Headers.Cookie = context.Response.Headers.SetCookie.ToString().Split(';')[0];
        sessions.Find(context.Request).ShouldNotBeNull();
        time.Advance(TimeSpan.FromHours(13));
        sessions.Find(context.Request).ShouldBeNull();
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private static async Task<(HttpStatusCode Status, string Text, string Set)> Send(
        HttpClient http, HttpMethod method, string path, string? body, string? cookie = null, string? csrf = null, string? site = "same-origin", string? origin = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, type) };
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        if (csrf is not null) request.Headers.Add(PageSessions.CsrfHeader, csrf);
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        if (origin is not null) request.Headers.Add("Origin", origin);
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.TryGetValues("Set-Cookie", out var set) ? string.Join('|', set) : "");
    }

    private static async Task<(string Cookie, string Csrf, string Set)> SignIn(HttpClient http)
    {
        var answer = await Send(http, HttpMethod.Post, "/api/v1/session", $$"""{"token":"{{SurfaceBench.Token}}"}""");
        answer.Status.ShouldBe(HttpStatusCode.OK);
        return (answer.Set.Split(';')[0], System.Text.Json.JsonDocument.Parse(answer.Text).RootElement.GetProperty("csrf").GetString()!, answer.Set);
    }

    private Task<OwnerWord> Word() => new OwnerWordFile(_bench.Home, new GatewayId("main")).Read(CancellationToken.None);
}
