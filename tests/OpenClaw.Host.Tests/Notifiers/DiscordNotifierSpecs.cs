using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenClaw.Actors.Gateways;
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

    [Fact]
    public async Task What_must_not_be_noticed_edits_the_message_and_pings_nobody()
    {
        var handle = await Handed(News.Plain());
        (await Handed(Quiet(handle))).ShouldBe(handle);
        var edit = Sink.Calls[1];
        (edit.Method, edit.PathAndQuery).ShouldBe(("PATCH", $"{Sink.Url.AbsolutePath}/messages/{handle}"));
        using var body = JsonDocument.Parse(edit.Body);
        body.RootElement.GetProperty("allowed_mentions").GetProperty("parse").GetArrayLength().ShouldBe(0);
        Sink.Messages.ShouldHaveSingleItem().ShouldBe(handle);
    }

    [Fact]
    public async Task What_must_be_noticed_is_a_new_message()
    {
        var handle = await Handed(News.Plain());
        (await Handed(News.Plain() with { Earlier = handle })).ShouldNotBe(handle);
        Sink.Calls.Select(static c => c.Method).ShouldBe(["POST", "POST"]);
    }

    [Theory]
    [InlineData("?thread_id=42", "?thread_id=42")]
    [InlineData("/?thread_id=42", "?thread_id=42")]
    [InlineData("/", "")]
    public async Task A_message_in_a_thread_is_edited_there(string added, string query)
    {
        Announcement[] news = [News.Plain(), Quiet(null)];
        // The second slash of an address is the owner's slip; Discord's own path has none.
        var notifier = Create(new Uri(Sink.Url + added), TimeSpan.FromSeconds(20));
        if (added.StartsWith('/')) Sink.Answer(new SinkAnswer.Status(200, Body: """{"id":"7"}"""), new SinkAnswer.Status(200));
        var handle = (await notifier.Deliver(news[0], CancellationToken.None)).ShouldBeOfType<Delivery.Delivered>().Handle;
        (await notifier.Deliver(news[1] with { Earlier = handle }, CancellationToken.None)).ShouldBeOfType<Delivery.Delivered>().Handle.ShouldBe(handle);
        Sink.Calls[1].PathAndQuery.ShouldBe($"{Sink.Url.AbsolutePath}/messages/{handle}{query}");
    }

    [Fact]
    public async Task A_message_that_somebody_deleted_is_told_anew_in_the_same_delivery()
    {
        var handle = await Handed(News.Plain());
        Sink.DeleteAll();
        (await Handed(Quiet(handle))).ShouldNotBe(handle);
        Sink.Calls.Select(static c => c.Method).ShouldBe(["POST", "PATCH", "POST"]);
    }

    [Theory]
    [InlineData(404, 10008)]
    [InlineData(403, 50005)]
    [InlineData(400, 50083)]
    [InlineData(429, 30046)]
    public async Task A_message_that_can_be_edited_no_more_is_told_anew_and_only_once(int status, int code)
    {
        var handle = await Handed(News.Plain());
        var gone = new SinkAnswer.Status(status, Body: $$"""{"message":"x","code":{{code}}}""");
        Sink.Answer(gone);
        (await Handed(Quiet(handle))).ShouldNotBe(handle);
        Sink.Answer(gone, gone);
        (await Create().Deliver(Quiet(handle), CancellationToken.None)).ShouldNotBeOfType<Delivery.Delivered>();
        Sink.Calls.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData(404, """{"message":"Unknown Webhook","code":10015}""")]
    [InlineData(404, "<html>")]
    [InlineData(404, "")]
    [InlineData(400, """{"code":"10008"}""")]
    public async Task An_edit_that_is_refused_for_another_reason_is_refused(int status, string body)
    {
        var handle = await Handed(News.Plain());
        Sink.Answer(new SinkAnswer.Status(status, Body: body));
        (await Create().Deliver(Quiet(handle), CancellationToken.None)).ShouldBeOfType<Delivery.Refused>();
        Sink.Calls.Count.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(EditingChannelSpecs.HostileHandles), MemberType = typeof(EditingChannelSpecs))]
    public async Task A_handle_that_is_none_of_ours_changes_no_address_and_is_sent_nowhere(string handle)
    {
        await Handed(News.Plain());
        await Handed(News.Plain() with { Earlier = handle, Rings = false });
        await Handed(News.Plain() with { Earlier = handle });
        Sink.Calls.Select(static c => (c.Method, c.PathAndQuery, c.Body)).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [MemberData(nameof(EditingChannelSpecs.OddBodies), MemberType = typeof(EditingChannelSpecs))]
    public async Task An_odd_answer_costs_the_handle_and_no_more(string body)
    {
        var odd = new SinkAnswer.Status(200, Body: body);
        Sink.Answer(odd, odd);
        (await Deliver()).ShouldBeOfType<Delivery.Delivered>().Handle.ShouldBeNull();
        (await Handed(Quiet("1"))).ShouldBe("1");
    }

    [Fact]
    public async Task An_answer_that_never_ends_costs_the_handle_and_no_more()
    {
        Sink.Answer(new SinkAnswer.Endless("""{"id":"1","""));
        var delivery = await Create(Sink.Url, TimeSpan.FromMilliseconds(500)).Deliver(News.Plain(), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        delivery.ShouldBeOfType<Delivery.Delivered>().Handle.ShouldBeNull();
    }

    [Fact]
    public async Task Cancelling_ends_a_delivery_whose_answer_never_ends()
    {
        Sink.Answer(new SinkAnswer.Endless("{"));
        using var cancel = new CancellationTokenSource();
        var delivery = Create(Sink.Url, TimeSpan.FromMinutes(5)).Deliver(News.Plain(), cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => delivery.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Its_reader_is_told_when_there_is_nothing_to_do()
    {
        await Create().Deliver(News.Plain(Severity.Resolved) with { YourTurn = null }, CancellationToken.None);
        Sink.Calls[0].Body.ShouldContain("""{"name":"Your turn","value":"nothing","inline":false}""");
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public async Task Hostile_text_breaks_no_limit_and_no_block(string text)
    {
        var handle = await Handed(News.Plain());
        var hostile = News.Hostile(text) with { Gateway = new GatewayId(new string('a', 300)), MayBeRepeat = true, Key = text, Missed = int.MaxValue, Folded = int.MaxValue };
        await Handed(hostile);
        await Handed(hostile with { Earlier = handle, Rings = false });
        Sink.Calls[2].Body.ShouldBe(Sink.Calls[1].Body);
        var body = Sink.Calls[2].Body;
        DiscordSink.Violations(body).ShouldBeEmpty();
        using var json = JsonDocument.Parse(body);
        var fields = json.RootElement.GetProperty("embeds")[0].GetProperty("fields").EnumerateArray().ToArray();
        foreach (var evidence in fields.Where(f => f.GetProperty("name").GetString() == "Evidence").Select(f => f.GetProperty("value").GetString()!))
            (evidence.Split('`').Length - 1).ShouldBe(6, "the fence, and no other backtick");
        foreach (var report in fields.Where(f => f.GetProperty("name").GetString() == "Full report").Select(f => f.GetProperty("value").GetString()!))
            (report.Split('`').Length - 1).ShouldBe(2, "the command in its marks, and no other backtick");
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

    private static Announcement Quiet(string? earlier) => News.Plain(Severity.Warning) with { Key = "main-20261123-031504/doctor", Title = "The gateway main needs the doctor", Rings = false, Earlier = earlier };

    private async Task<string> Handed(Announcement news)
    {
        var delivery = await Create().Deliver(news, CancellationToken.None);
        delivery.ToString().ShouldNotContain(Sink.Secret);
        return delivery.ShouldBeOfType<Delivery.Delivered>().Handle.ShouldNotBeNull();
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
