using System.Globalization;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;
using Shouldly;
using Xunit;

namespace OpenClaw.Actors.Tests.Notifying;

/// <summary>News of several gateways in one message.</summary>
public sealed class TogetherNewsSpecs
{
    [Fact]
    public void One_piece_stays_as_it_is()
    {
        var one = News(1, Severity.Critical);
        TogetherNews.Of([one]).ShouldBeSameAs(one);
    }

    [Fact]
    public void It_is_as_urgent_as_the_worst_names_the_gateways_and_says_what_to_do_for_each()
    {
        var all = TogetherNews.Of([News(1, Severity.Warning), News(2, Severity.Critical, "type two"), News(3, Severity.Critical, "type three")]);
        all.Severity.ShouldBe(Severity.Critical);
        all.Title.ShouldBe("2 gateways need you: g1, g2, g3");
        all.YourTurn.ShouldNotBeNull().ShouldContain("g2: type two");
        all.YourTurn.ShouldContain("openclaw-actors status");
        all.Evidence[0].ShouldContain("g2-1");
        all.Incident.ShouldBeNull("it is no single incident's message");
    }

    [Fact]
    public void It_is_bounded_however_much_there_is_and_says_how_much_is_left_out()
    {
        var all = TogetherNews.Of([.. Enumerable.Range(1, 200).Select(static i => News(i, Severity.Critical, $"type {i}"))]);
        all.Title.ShouldEndWith("and 195 more");
        all.Evidence.Count.ShouldBe(26);
        all.Evidence[^1].ShouldBe("and 175 more: openclaw-actors status");
        all.YourTurn!.Split('\n').Length.ShouldBe(6);
    }

    [Fact]
    public void Its_key_is_that_of_exactly_these_pieces()
    {
        var (one, two, three) = (News(1, Severity.Warning), News(2, Severity.Warning), News(3, Severity.Warning));
        TogetherNews.Of([one, two]).Key.ShouldBe(TogetherNews.Of([one, two]).Key);
        TogetherNews.Of([one, two]).Key.ShouldNotBe(TogetherNews.Of([one, three]).Key);
    }

    [Theory]
    [InlineData(Severity.Warning, "2 gateways are in trouble: g1, g2")]
    [InlineData(Severity.Resolved, "2 gateways are healthy again: g1, g2")]
    [InlineData(Severity.Info, "2 pieces of news of 2 gateways: g1, g2")]
    public void Its_title_says_what_all_of_them_say(Severity severity, string title) => TogetherNews.Of([News(1, severity), News(2, severity)]).Title.ShouldBe(title);

    private static Announcement News(int number, Severity severity, string? turn = null)
    {
        var gateway = new GatewayId(string.Create(CultureInfo.InvariantCulture, $"g{number}"));
        return new Announcement($"{gateway}-1/{number}", gateway, new IncidentId($"{gateway}-1"), severity, $"Gateway {gateway} speaks", "body", [], turn, default);
    }
}
