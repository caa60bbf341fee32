using OpenClaw.Host.Logging;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Logging;

public sealed class RedactorSpecs
{
    [Theory]
    [InlineData("https://discord.com/api/webhooks/1234567890/AbCdEf-secret_x", "AbCdEf-secret_x")]
    [InlineData("POST https://hooks.slack.com/services/T000/B000/XXXXsecretXXXX failed", "XXXXsecretXXXX")]
    [InlineData("https://api.telegram.org/bot123456789:AAExampleExampleExampleExampleExampl/sendMessage", "AAExample")]
    [InlineData("connecting to redis://user:hunter2secret@10.0.0.1/0", "hunter2secret")]
    [InlineData("Authorization: Bearer abcdefghijklmnop1234", "abcdefghijklmnop1234")]
    [InlineData("key sk-ant-REDACTED in use", "abcdefghijklmnop")]
    [InlineData("""{"gateway":{"auth":{"token":"correct horse battery"}}}""", "correct horse")]
    [InlineData("""{\"botToken\": \"abcd1234efgh\"}""", "abcd1234efgh")]
    [InlineData("OPENCLAW_GATEWAY_TOKEN=s3cr3tvalue", "s3cr3tvalue")]
    [InlineData("password: opensesame", "opensesame")]
    [InlineData("mail to owner.name@mail.example.org now", "owner.name")]
    [InlineData("ghp_abcdefghijklmnopqrstuvwxyz0123456789", "abcdefghijkl")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\nMIIEdef\n-----END RSA PRIVATE KEY-----", "MIIEdef")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIEcut-off-by-the-log", "MIIEcut")]
    public void A_secret_does_not_survive(string text, string secret)
    {
        var redacted = Redactor.Redact(text);

        redacted.ShouldNotContain(secret);
        redacted.ShouldContain(Redactor.Mark);
    }

    [Theory]
    [InlineData("\"max_tokens\": 4096, \"input_tokens\":1000")]
    [InlineData("gateway.bind: Invalid input (allowed: \"auto\", \"lan\", \"loopback\")")]
    [InlineData("listening on http://127.0.0.1:18789/healthz, pid 4242")]
    [InlineData("\"requireToken\": true")]
    [InlineData("/home/me/.openclaw/logs/gateway.err.log line 12")]
    public void What_a_doctor_needs_stays(string text) => Redactor.Redact(text).ShouldBe(text);

    [Fact]
    public void JSON_stays_JSON()
    {
        var redacted = Redactor.Redact("""{"channels":{"discord":{"token":"abc\"def","enabled":true}},"list":["sk-ant-REDACTED"]}""");

        Should.NotThrow(() => System.Text.Json.JsonDocument.Parse(redacted), redacted);
        redacted.ShouldNotContain("12345678");
    }

    [Fact(Timeout = 120_000)]
    public Task Hostile_text_cannot_make_it_search_for_ever() => Task.Run(static () =>
    {
        foreach (var bait in (string[])["a", "token", "token=", "\"token\":\"", "https://", "a.", "-----BEGIN PRIVATE KEY-----", "eyJ", "x@"])
            Redactor.Redact(string.Concat(Enumerable.Repeat(bait, 20_000 / bait.Length))).ShouldNotBeEmpty();
    }, TestContext.Current.CancellationToken);
}
