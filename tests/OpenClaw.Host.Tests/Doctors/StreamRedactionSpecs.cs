using System.Text.Json.Nodes;
using OpenClaw.Host.Doctors.ClaudeCode;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Doctors;

public sealed class StreamRedactionSpecs
{
    [Fact]
    public void What_a_tool_has_read_loses_its_secrets_and_the_line_stays_json_with_all_its_names()
    {
        var line = new JsonObject
        {
            ["type"] = "user",
            ["session_id"] = "sk-looks-like-a-key-0123456789",
            ["message"] = new JsonObject
            {
                ["content"] = new JsonArray(new JsonObject { ["tool_use_id"] = "toolu_1", ["content"] = "{\n  \"token\": \"hunter2hunter2\",\n  \"port\": 18789\n}" }),
            },
            ["list"] = new JsonArray("ghp_0123456789abcdefghij", 1, null),
        };
        var kept = JsonNode.Parse(StreamRedaction.Of(line.ToJsonString()))!;
        ((string?)kept["session_id"]).ShouldBe("sk-looks-like-a-key-0123456789");
        ((string?)kept["message"]!["content"]![0]!["tool_use_id"]).ShouldBe("toolu_1");
        ((string?)kept["message"]!["content"]![0]!["content"]).ShouldBe("{\n  \"token\": \"[redacted]\",\n  \"port\": 18789\n}");
        kept["list"]!.ToJsonString().ShouldBe("[\"[redacted]\",1,null]");
    }

    [Fact]
    public void A_secret_whose_word_is_the_name_of_the_member_goes_too()
    {
        var kept = JsonNode.Parse(StreamRedaction.Of("""{"input":{"password":"hunter2hunter2","max_tokens":4096,"path":"/tmp/x"}}"""))!;
        kept["input"]!.ToJsonString().ShouldBe("""{"password":"[redacted]","max_tokens":4096,"path":"/tmp/x"}""");
    }

    [Fact]
    public void Noise_is_redacted_as_text() => StreamRedaction.Of("warning: token=hunter2hunter2 {").ShouldBe("warning: token=[redacted] {");

    [Theory(Timeout = 120_000)]
    [InlineData("a.")]
    [InlineData("2026-11-24 [gateway] listening ")]
    public Task A_line_of_ten_megabytes_is_cut_and_stays_JSON_without_a_secret(string hostile) => Task.Run(
        () =>
        {
            const string Token = "sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789";
            var flood = string.Concat(Enumerable.Repeat(hostile, 10_000_000 / hostile.Length));
            // One token in sight, one that the cut halves, one behind it.
            var text = $"{Token} {flood[..(256 * 1024 - Token.Length - 20)]} {Token} {flood} {Token}";
            var kept = StreamRedaction.Of(new JsonObject { ["type"] = "user", ["result"] = text, ["after"] = $"token={Token}" }.ToJsonString());

            kept.Length.ShouldBeLessThan(300_000);
            kept.ShouldNotContain(Token[..20]);
            JsonNode.Parse(kept).ShouldNotBeNull()["type"].ShouldNotBeNull().GetValue<string>().ShouldBe("user");

            var plain = StreamRedaction.Plain(text);
            plain.Length.ShouldBeLessThan(300_000);
            plain.ShouldNotContain(Token[..20]);
            plain.ShouldEndWith($"[{text.Length} characters, cut]");
        }, TestContext.Current.CancellationToken);
}
