using System.Globalization;
using System.Text.Json.Nodes;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Notifiers.Channels;
using OpenClaw.StandIns;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Notifiers;

public sealed class GitHubNotifierSpecs : ChannelSpecs<GitHubSink>
{
    private static readonly Announcement Opened = News.Plain() with { Signature = "wedged" };
    private static readonly Announcement Closed = News.Plain(Severity.Resolved) with { Key = "main-20261123-031504:resolved:1", Signature = "wedged" };
    private static readonly Announcement Again = News.Plain() with { Key = "main-20261201-000000:human:1", Incident = new IncidentId("main-20261201-000000"), Signature = "wedged" };

    protected override bool TellsAtOnce => false;

    [Fact]
    public async Task A_kind_of_trouble_is_one_issue_closed_by_its_end_and_opened_again_when_it_comes_back()
    {
        (await Tell(Opened)).ShouldBe("1");
        State(1).ShouldBe("open");
        (await Tell(Closed with { Earlier = "1" })).ShouldBe("1");
        State(1).ShouldBe("closed");
        (await Tell(Again)).ShouldBe("1");
        State(1).ShouldBe("open");
        Sink.Issues.Count.ShouldBe(1);
        Sink.Comments(1).Count.ShouldBe(2);
        Sink.Comments(1)[1].ShouldContain("main-20261201-000000");
    }

    [Fact]
    public async Task Another_kind_and_another_gateway_have_issues_of_their_own_and_news_of_no_kind_one_for_each_incident()
    {
        await Tell(Opened);
        await Tell(Again with { Signature = "port-taken" });
        await Tell(Opened with { Key = "k3", Gateway = new GatewayId("work") });
        await Tell(Opened with { Key = "k4", Signature = null });
        await Tell(Opened with { Key = "k5", Signature = null });
        await Tell(Again with { Key = "k6", Signature = null });
        Sink.Issues.Count.ShouldBe(5);
        Sink.Comments(4).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_incident_s_own_issue_is_the_one_that_goes_on_and_when_it_was_deleted_that_of_its_kind()
    {
        await Tell(Opened);
        (await Tell(Closed with { Key = "k2", Signature = "something-clearer", Earlier = "1" })).ShouldBe("1");
        (await Tell(Closed with { Key = "k3", Earlier = "77" })).ShouldBe("1");
        (await Tell(Closed with { Key = "k4", Earlier = "1; DROP" })).ShouldBe("1");
        Sink.Issues.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_end_that_was_never_opened_is_an_issue_that_is_closed_at_once()
    {
        await Tell(Closed with { Folded = 1 });
        await Tell(News.Plain(Severity.Info) with { Incident = null, Key = "notify-test" });
        (State(1), State(2)).ShouldBe(("closed", "closed"));
    }

    [Fact]
    public async Task What_was_done_without_our_hearing_of_it_is_not_done_twice()
    {
        foreach (var news in new[] { Opened, Closed })
        {
            Sink.LoseNextAnswer();
            (await Deliver(news)).ShouldBeOfType<Delivery.TryLater>().MayHaveArrived.ShouldBeTrue();
            (await Tell(news with { MayBeRepeat = true })).ShouldBe("1");
        }

        (Sink.Issues.Count, Sink.Comments(1).Count, State(1)).ShouldBe((1, 1, "closed"));
    }

    [Fact]
    public async Task A_comment_that_stands_is_followed_by_what_is_missing_of_it()
    {
        await Tell(Opened);
        // The comment is written, the closing fails.
        Sink.FailWrites(null, new SinkAnswer.Status(500));
        (await Deliver(Closed)).ShouldBeOfType<Delivery.TryLater>().MayHaveArrived.ShouldBeTrue();
        (await Tell(Closed)).ShouldBe("1");
        (Sink.Comments(1).Count, State(1)).ShouldBe((1, "closed"));
    }

    [Fact]
    public async Task A_mark_that_somebody_else_has_written_silences_nothing()
    {
        await Tell(Opened);
        Sink.Comment(1, $"<!-- key={NewsMark.Of(Closed.Key)} -->", writer: 666);
        await Tell(Closed);
        Sink.Comments(1).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(500, true, true)]
    [InlineData(502, true, true)]
    [InlineData(429, true, false)]
    [InlineData(403, false, false)]
    [InlineData(404, false, false)]
    [InlineData(422, false, false)]
    public async Task Writing_that_fails_has_its_meaning(int status, bool isLater, bool mayHaveArrived)
    {
        Sink.FailWrites(new SinkAnswer.Status(status, Body: """{"message":"something"}"""));
        var delivery = await Deliver(Opened);
        if (isLater) delivery.ShouldBeOfType<Delivery.TryLater>().MayHaveArrived.ShouldBe(mayHaveArrived);
        else delivery.ShouldBeOfType<Delivery.Refused>();
    }

    [Fact]
    public async Task A_write_that_hangs_may_have_arrived()
    {
        Sink.FailWrites(new SinkAnswer.Hang());
        (await Create(Sink.Url, TimeSpan.FromMilliseconds(800)).Deliver(Opened, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20)))
            .ShouldBeOfType<Delivery.TryLater>().MayHaveArrived.ShouldBeTrue();
    }

    [Theory]
    [InlineData(403, "60", null, null, 60, 60)]
    [InlineData(403, null, "0", 600, 590, 600)]
    [InlineData(429, null, "0", 90_000, 3600, 3600)]
    [InlineData(429, null, "12", null, 60, 60)]
    [InlineData(403, null, "12", null, 60, 60)]
    public async Task A_limit_is_waited_for_as_long_as_github_says(int status, string? after, string? remaining, int? resetIn, int least, int most)
    {
        var reset = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + (resetIn ?? 0)).ToString(CultureInfo.InvariantCulture);
        Sink.Answer(new SinkAnswer.Status(status, after, """{"message":"You have exceeded a secondary rate limit."}""")
        {
            Headers = remaining is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["x-ratelimit-remaining"] = remaining, ["x-ratelimit-reset"] = reset },
        });
        (await Deliver(Opened)).ShouldBeOfType<Delivery.TryLater>().After.ShouldNotBeNull().TotalSeconds.ShouldBeInRange(least, most);
    }

    [Fact]
    public async Task A_page_of_something_in_between_is_no_delivery()
    {
        Sink.Answer(new SinkAnswer.Status(200, Body: "<html>sign in to the hotel's network</html>"));
        (await Deliver(Opened)).ShouldBeOfType<Delivery.TryLater>();
        Sink.Answer(new SinkAnswer.Status(200, Body: "{}"));
        (await Deliver(Opened)).ShouldBeOfType<Delivery.TryLater>();
        Sink.Issues.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_issue_is_found_behind_a_hundred_others()
    {
        await Tell(Opened);
        for (var i = 0; i < 100; i++) await Tell(Opened with { Key = $"k{i}", Signature = $"s{i}" });
        (await Tell(Again)).ShouldBe("1");
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    [InlineData("-->\n<img src=x> @someone owner/other#12 #3 GH-4\n```\n@someone closes #1\n````\n~~~\n</details>")]
    public async Task Nothing_of_a_text_is_markup_a_name_or_a_reference(string text)
    {
        await Tell(News.Hostile(text) with { Key = text, Signature = text });
        await Tell(News.Hostile(text) with { Key = text + "2", Signature = text });
        foreach (var body in Sink.Comments(1).Append((string)Sink.Issues[0]["body"]!))
        {
            var lines = body.TrimEnd('\n').Split('\n');
            lines[0].ShouldMatch("^<!-- openclaw-actors (kind=[0-9a-f]{32} )?key=[0-9a-f]{32} -->$");
            var fence = lines[^1];
            fence.ShouldMatch("^`{3,}$");
            lines[1].ShouldBe(fence + "text");
            lines[2..^1].ShouldAllBe(line => !line.Contains(fence));
        }

        ((string)Sink.Issues[0]["title"]!).ShouldNotMatch(@"(?<!\w)@\w|#\d");
    }

    protected override Task<GitHubSink> StartSink() => GitHubSink.Start(Token);

    protected override INotifier Create(Uri webhook, TimeSpan timeout) => new GitHubNotifier(Tools(timeout), Server(webhook), new SecretText(Token), GitHubSink.Repository, Severity.Warning);

    protected override Task<string> Arrived()
    {
        var written = JsonNode.Parse(Sink.Calls.Last(static c => c.Method == "POST").Body)!;
        return Task.FromResult($"{written["title"]}\n{written["body"]}");
    }

    private Task<Delivery> Deliver(Announcement news) => Create().Deliver(news, CancellationToken.None);

    private async Task<string?> Tell(Announcement news) => (await Deliver(news)).ShouldBeOfType<Delivery.Delivered>().Handle;

    private string State(int issue) => (string)Sink.Issues[issue - 1]["state"]!;
}
