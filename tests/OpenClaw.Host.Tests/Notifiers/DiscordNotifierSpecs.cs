using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Notifiers;
using OpenClaw.Host.Tests.Logging;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Notifiers;

public sealed class DiscordNotifierSpecs : HttpNotifierContractSpecs<DiscordSink>
{
    private readonly RecordedLogs _logs = new();
    private ServiceProvider? _services;

    public override async ValueTask DisposeAsync()
    {
        // The factory's loggers are where an address would leak first.
        _logs.All.ShouldNotContain(Sink.Secret);
        if (_services is not null)
            await _services.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_delivery_is_confirmed_by_discord_and_pings_nobody()
    {
        await Deliver();
        var call = Sink.Calls.ShouldHaveSingleItem();
        call.Method.ShouldBe("POST");
        call.PathAndQuery.ShouldEndWith("?wait=true");
        call.ContentType.ShouldBe("application/json");
        using var body = JsonDocument.Parse(call.Body);
        body.RootElement.GetProperty("allowed_mentions").GetProperty("parse").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData(Severity.Critical, 0xE74C3C)]
    [InlineData(Severity.Warning, 0xF1C40F)]
    [InlineData(Severity.Resolved, 0x2ECC71)]
    [InlineData(Severity.Info, 0x3498DB)]
    public async Task The_colour_is_the_severity_s(Severity severity, int colour)
    {
        await Create().Deliver(News.Plain(severity), CancellationToken.None);
        using var body = JsonDocument.Parse(Sink.Calls[0].Body);
        body.RootElement.GetProperty("embeds")[0].GetProperty("color").GetInt32().ShouldBe(colour);
    }

    [Theory]
    [InlineData(null, "{\"message\":\"You are being rate limited.\",\"retry_after\":0.75,\"global\":false}", 0.75)]
    [InlineData("3", "{\"retry_after\":0.75}", 3.0)]
    [InlineData("86400000", null, 3600.0)]
    [InlineData(null, "<html>cloudflare</html>", null)]
    [InlineData("soon", "{}", null)]
    public async Task A_429_is_read_from_the_header_and_else_from_the_body(string? header, string? body, double? seconds)
    {
        Sink.Answer(new SinkAnswer.Status(429, header, body));
        (await Deliver()).ShouldBeOfType<Delivery.TryLater>().After.ShouldBe(seconds is { } s ? TimeSpan.FromSeconds(s) : null);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        Sink.Answer(new SinkAnswer.Status(302));
        (await Deliver()).ShouldBeOfType<Delivery.Refused>();
        Sink.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_thread_named_in_the_address_is_kept()
    {
        await Create(new Uri(Sink.Url + "?thread_id=42"), TimeSpan.FromSeconds(20)).Deliver(News.Plain(), CancellationToken.None);
        Sink.Calls[0].PathAndQuery.ShouldEndWith("?thread_id=42&wait=true");
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public async Task Hostile_text_breaks_no_limit_and_no_block(string text)
    {
        await Create().Deliver(News.Hostile(text) with { MayBeRepeat = true, Key = text }, CancellationToken.None);
        var body = Sink.Calls.ShouldHaveSingleItem().Body;
        DiscordSink.Violations(body).ShouldBeEmpty();
        using var json = JsonDocument.Parse(body);
        var fields = json.RootElement.GetProperty("embeds")[0].GetProperty("fields").EnumerateArray().ToArray();
        foreach (var evidence in fields.Where(f => f.GetProperty("name").GetString() == "Evidence").Select(f => f.GetProperty("value").GetString()!))
            (evidence.Split('`').Length - 1).ShouldBe(6, "the fence, and no other backtick");
    }

    [Fact]
    public async Task A_cut_falls_between_characters_as_people_see_them()
    {
        await Create().Deliver(News.Hostile(string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 5_000))), CancellationToken.None);
        using var json = JsonDocument.Parse(Sink.Calls[0].Body);
        var description = json.RootElement.GetProperty("embeds")[0].GetProperty("description").GetString()!;
        description.ShouldEndWith("…");
        description.TrimEnd('…').Replace("👩‍👩‍👧‍👦", "", StringComparison.Ordinal).ShouldBe("");
        description.Length.ShouldBeGreaterThan(2000);
    }

    [Theory]
    [InlineData("[click](https://evil.example) **x** `y`", "\\[click\\](https://evil.example) \\*\\*x\\*\\* \\`y\\`")]
    [InlineData("a_b #c <@1>", "a\\_b \\#c \\<@1\\>")]
    public async Task Markdown_of_others_is_shown_and_not_obeyed(string text, string sent)
    {
        await Create().Deliver(News.Plain() with { Body = text }, CancellationToken.None);
        using var json = JsonDocument.Parse(Sink.Calls[0].Body);
        json.RootElement.GetProperty("embeds")[0].GetProperty("description").GetString().ShouldBe(sent);
    }

    protected override Task<DiscordSink> StartSink() => DiscordSink.Start();

    protected override INotifier Create(Uri webhook, TimeSpan timeout)
    {
        _services ??= new ServiceCollection()
            .AddLogging(l => l.AddProvider(_logs).SetMinimumLevel(LogLevel.Trace))
            .AddChannelClient()
            .BuildServiceProvider();
        return new DiscordNotifier(new ChannelTools(_services.GetRequiredService<IHttpClientFactory>(), timeout, TimeProvider.System), new SecretText(webhook.AbsoluteUri), Severity.Warning);
    }

    protected override Task<string> Arrived()
    {
        using var json = JsonDocument.Parse(Sink.Calls[^1].Body);
        var embed = json.RootElement.GetProperty("embeds")[0];
        var texts = embed.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("value").GetString())
            .Append(embed.GetProperty("title").GetString())
            .Append(embed.GetProperty("footer").GetProperty("text").GetString())
            .Append(embed.TryGetProperty("description", out var description) ? description.GetString() : "");
        return Task.FromResult(string.Join("\n", texts));
    }
}
