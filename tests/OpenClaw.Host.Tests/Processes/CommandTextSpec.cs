using OpenClaw.Host.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Processes;

public sealed class CommandTextSpec
{
    private const string Secret = "hunter2hunter2";

    [Theory]
    [InlineData("openclaw", "gateway", "--token", Secret)]
    [InlineData("openclaw", "--gateway-token=" + Secret)]
    [InlineData("env", "OPENAI_API_KEY=" + Secret, "openclaw")]
    [InlineData("env", "DB_PASSWORD=two words " + Secret)]
    [InlineData("sh", "-c", "OPENCLAW_GATEWAY_TOKEN=" + Secret + " openclaw gateway run")]
    [InlineData("sh", "-c", "openclaw gateway run --password '" + Secret + "' --port 1")]
    [InlineData("curl", "-H", "Authorization: Bearer " + Secret)]
    [InlineData("curl", "https://user:" + Secret + "@example.org/")]
    [InlineData("curl", "https://discord.com/api/webhooks/123456/" + Secret)]
    [InlineData("node", """{"client_secret":"hunter2hunter2"}""")]
    [InlineData("tool", "sk-ant-" + Secret)]
    public void A_secret_in_a_command_line_is_never_shown(params string[] arguments)
    {
        var text = CommandText.Of(arguments);

        text.ShouldNotContain("hunter2");
        text.ShouldContain("***");
        text.ShouldStartWith(arguments[0]);
    }

    [Fact]
    public void What_is_no_secret_stays()
    {
        CommandText.Of(["python3", "-m", "http.server", "18789"]).ShouldBe("python3 -m http.server 18789");
        CommandText.Of(["openclaw", "--token", "--port", "1"]).ShouldBe("openclaw --token --port 1");
    }

    [Fact]
    public void Control_characters_cannot_forge_a_line_or_paint_the_terminal() =>
        CommandText.Of(["evil\nroot logged in", "\u001b[31mred"]).ShouldBe("evil root logged in [31mred");

    [Fact]
    public void A_long_command_line_is_cut()
    {
        var text = CommandText.Of([new string('x', 5000)]);

        text.Length.ShouldBe(CommandText.MaxLength);
        text.ShouldEndWith("…");
    }
}
