using System.Text.Json;
using System.Text.Json.Nodes;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Remote;
using OpenClaw.Host.Remote.Discord;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Remote;

/// <summary>What is said on Discord's gateway, and what is heard of it.</summary>
public sealed class DiscordProtocolSpecs
{
    private const string Author = """{"id":"1","username":"x"}""";

    private DiscordProtocol _protocol = new(new SecretText("TOKEN"));

    [Fact]
    public void A_session_begins_with_the_token_and_three_intents()
    {
        var step = Hello();
        step.BeginsToBeat.ShouldBeTrue();
        _protocol.Beat.ShouldBe(TimeSpan.FromMilliseconds(41250));
        var identify = JsonNode.Parse(step.Send!)!;
        ((int?)identify["op"], (string?)identify["d"]!["token"], (int?)identify["d"]!["intents"]).ShouldBe((2, "TOKEN", 512 + 4096 + 32768));
        _protocol.ToString().ShouldNotContain("TOKEN", Case.Sensitive);
    }

    [Fact]
    public void A_session_that_was_there_is_resumed_where_and_from_where_it_was()
    {
        Ready();
        Message("status");
        _protocol = _protocol.Closed(1006).Next.Connected();
        _protocol.ResumeAt.ShouldBe(new Uri("wss://resume.example"));
        JsonNode.Parse(Hello().Send!)!["d"]!.ToJsonString().ShouldBe("""{"token":"TOKEN","session_id":"s","seq":2}""");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(4000, true)]
    [InlineData(4008, true)]
    [InlineData(1000, false)]
    [InlineData(4007, false)]
    [InlineData(4009, false)]
    public void Some_ends_leave_the_session_and_some_do_not(int? code, bool isLeft)
    {
        Ready();
        var (next, hopeless) = _protocol.Closed(code);
        hopeless.ShouldBeNull();
        (next.Session is not null).ShouldBe(isLeft);
    }

    [Theory]
    [InlineData(4004, "OPENCLAW_ACTORS_DISCORD_BOT_TOKEN")]
    [InlineData(4014, "Message Content Intent")]
    [InlineData(4013, "4013")]
    public void Some_ends_no_second_try_can_mend(int code, string words) => _protocol.Closed(code).Hopeless.ShouldNotBeNull().ShouldContain(words);

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void A_session_that_is_refused_is_resumed_only_where_Discord_says_so(string data, bool isLeft)
    {
        Ready();
        Hear($$"""{"op":9,"d":{{data}}}""").ShouldSatisfyAllConditions(s => s.Reconnects.ShouldBeTrue(), s => s.IsRefused.ShouldBeTrue());
        (_protocol.Session is not null).ShouldBe(isLeft);
    }

    [Fact]
    public void A_beat_that_nobody_answers_is_the_last_one()
    {
        Hello();
        (_protocol, var first) = _protocol.TimeToBeat();
        first.ShouldBe("""{"op":1,"d":null}""");
        Hear("""{"op":11}""");
        (_protocol, var second) = _protocol.TimeToBeat();
        second.ShouldNotBeNull();
        _protocol.TimeToBeat().Send.ShouldBeNull();
        Hear("""{"op":1}""").Send.ShouldBe("""{"op":1,"d":null}""");
        Hear("""{"op":7,"d":null}""").Reconnects.ShouldBeTrue();
    }

    [Fact]
    public void What_a_person_types_is_heard_by_its_ids()
    {
        Message("status").ShouldBe(new RemoteMessage(new RemoteSender("discord", "20", "1"), "10", "status", new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero)));
        Message(new string('x', 4000))!.Text.Length.ShouldBe(RemoteCommands.LongestText + 1);
    }

    [Theory]
    [InlineData("""{"id":"1","bot":true}""", "")]
    [InlineData("""{"id":"1","system":true}""", "")]
    [InlineData("""{"id":"../1"}""", "")]
    [InlineData("""{"id":1}""", "")]
    [InlineData("\"x\"", "")]
    [InlineData(Author, ""","webhook_id":"5" """)]
    [InlineData(Author, ""","message_snapshots":[]""")]
    [InlineData(Author, ""","channel_id":"../../gateway" """)]
    [InlineData(Author, ""","type":7""")]
    [InlineData(Author, ""","timestamp":"then" """)]
    [InlineData(Author, ""","content":"" """)]
    public void What_no_person_has_typed_there_is_not(string author, string more) => Message("restart", author, more).ShouldBeNull();

    [Theory]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("{}")]
    [InlineData("""{"op":"0"}""")]
    [InlineData("""{"op":0,"t":5,"s":"x","d":[]}""")]
    [InlineData("""{"op":10,"d":{"heartbeat_interval":-1}}""")]
    [InlineData("""{"op":10,"d":7}""")]
    [InlineData("""{"op":99}""")]
    public void Nonsense_is_passed_over(string payload) => Hear(payload).ShouldBe(new DiscordStep());

    [Theory]
    [InlineData("ws://resume.example")]
    [InlineData("https://resume.example")]
    [InlineData("nonsense")]
    public void The_token_is_never_taken_to_a_place_without_encryption(string address)
    {
        Hear("""{"op":0,"t":"READY","s":1,"d":{"session_id":"s","resume_gateway_url":"ADDRESS"}}""".Replace("ADDRESS", address, StringComparison.Ordinal));
        _protocol.ResumeAt.ShouldBeNull();
    }

    private DiscordStep Hear(string payload)
    {
        using var document = JsonDocument.Parse(payload);
        (_protocol, var step) = _protocol.Hear(document.RootElement);
        return step;
    }

    private DiscordStep Hello() => Hear("""{"op":10,"d":{"heartbeat_interval":41250}}""");

    private void Ready() => Hear("""{"op":0,"t":"READY","s":1,"d":{"session_id":"s","resume_gateway_url":"wss://resume.example"}}""").IsReady.ShouldBeTrue();

    private RemoteMessage? Message(string text, string author = Author, string more = "")
    {
        var data = "{\"id\":\"10\",\"type\":0,\"channel_id\":\"20\",\"timestamp\":\"2026-11-23T12:00:00+00:00\",\"content\":\"" + text + "\",\"author\":" + author + more + "}";
        return Hear("{\"op\":0,\"t\":\"MESSAGE_CREATE\",\"s\":2,\"d\":" + data + "}").Message;
    }
}
