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
    [InlineData("https://automation.example.org/hooks/catch/1234567/abcdefghij", "abcdefghij")]
    [InlineData("redis://:hunter2secret@10.0.0.1/0", "hunter2secret")]
    [InlineData("""{"token":"abc\"def ghi"}""", "def ghi")]
    [InlineData("{ token: 'correct horse battery' }", "horse")]
    [InlineData("token: \"correct horse battery\"", "horse")]
    [InlineData("password=123-abc-456", "123-abc")]
    [InlineData("password=12345678901234", "12345678901234")]
    [InlineData("authorization: bearer abcdefghijklmnop1234", "abcdefghijklmnop1234")]
    [InlineData("http://bots.example.org/bot123456789:AAExampleExampleExampleExampleExamp/getMe", "AAExample")]
    [InlineData("aws AKIAABCDEFGHIJKLMNOP", "AKIAABCD")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abcdefghijk", "eyJzdWIi")]
    [InlineData("xoxb-123456789012-abcdefghijkl", "abcdefghijkl")]
    [InlineData("message from +49 170 1234567 arrived", "1234567")]
    [InlineData("whatsapp:+14155550123 is linked", "4155550123")]
    [InlineData("call (415) 555-0123", "555-0123")]
    [InlineData("call 415-555-0123 now", "555-0123")]
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
    [InlineData("2026-11-24T02:48:06.0427051+00:00 [gateway] http server listening (14 plugins: anthropic; 4.9s)")]
    [InlineData("pid 14903 (start 5111825), 1795488401898 ms, v2026.9.6, 127.0.0.1:18789, +12 -3 lines")]
    [InlineData("ExecMainStartTimestamp=Tue 2026-11-24 02:46:41 UTC NRestarts=2 TimeoutStopUSec=330000ms")]
    [InlineData("basic configuration, bearer authentication, 1.2.3-456-7890, main-20261124-010203")]
    [InlineData("POST http://127.0.0.1:18789/hooks/agent")]
    [InlineData("@@ -1,12 +1,13 @@")]
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
        foreach (var bait in (string[])["a", "token", "token=", "\"token\":\"", "https://", "a.", "-----BEGIN PRIVATE KEY-----", "eyJ", "eyJ-", "x@", "\"token\":\"a\\\\", "+1 2", "http://a/hook/"])
            Redactor.Redact(string.Concat(Enumerable.Repeat(bait, 20_000 / bait.Length))).ShouldNotBeEmpty();
    }, TestContext.Current.CancellationToken);
}
