using OpenClaw.Host.Remote;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Remote;

/// <summary>What is a command, and above all what is none.</summary>
public sealed class RemoteCommandsSpecs
{
    private static readonly string[] Gateways = ["main", "work"];

    public static TheoryData<string, string> Commands => new()
    {
        { "help", "help" },
        { "/start", "help" },
        { "  /Status  ", "status" },
        { "/status@my_healer_bot", "status" },
        { "incidents", "incidents" },
        { "ack", "ack" },
        { "ack main-20261123-031504", "ack main-20261123-031504" },
        { "pause 30m", "pause 1800s" },
        { "pause 1.5h", "pause 5400s" },
        { "pause work 2h  moving   house", "pause work 7200s moving house" },
        { "resume", "resume" },
        { "resume work", "resume work" },
        { "approve", "approve" },
        { "undo main-20261123-031504", "undo main-20261123-031504" },
        { "RESTART", "restart" },
        { "123456", "confirm" },
        { "confirm 123456", "confirm" },
    };

    public static TheoryData<string> None => new()
    {
        "",
        "   ",
        "hello",
        "statuses",
        "status please",
        "status; restart",
        "status && rm -rf /",
        "restart main work",
        "restart ../../etc/passwd",
        "restart $(reboot)",
        "ack \"main\"",
        "undo Main",
        "pause",
        "pause main",
        "pause forever",
        "pause 0m",
        "pause 31d",
        "pause -30m",
        "pause 3０m",
        "pause ３０m",
        "pause elsewhere 30m",
        "confirm",
        "confirm 123456 now",
        "123 456",
        "12345",
        "1234567",
        "１２３４５６",
        "١٢٣٤٥٦",
        "۱۲۳۴۵۶",
        "12345６",
        "123456\u200b",
        "ac\u212A",
        "ѕtatus",
        "status\u0000",
        "status\nrestart",
        "pause 30m\nrestart",
        "pause 30m x\u2028restart",
        "restart@my_bot",
        "@my_bot restart",
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void What_is_a_command_is_kept_in_our_own_words(string text, string words)
    {
        var command = RemoteCommands.Parse(text, Gateways);
        command.ShouldNotBeOfType<RemoteCommand.Unclear>();
        command.Words.ShouldBe(words);
    }

    [Theory]
    [MemberData(nameof(None))]
    public void Whatever_is_not_exactly_a_command_is_none_and_nothing_of_it_is_repeated(string text)
    {
        var unclear = RemoteCommands.Parse(text, Gateways).ShouldBeOfType<RemoteCommand.Unclear>();
        if (text.Length > 12) unclear.Why.ShouldNotContain(text);
        unclear.Why.ShouldNotContain("\n");
    }

    [Fact]
    public void A_message_that_is_too_long_is_not_even_looked_at()
    {
        RemoteCommands.Parse("pause 30m " + new string('x', RemoteCommands.LongestText - 10), Gateways).ShouldBeOfType<RemoteCommand.Unclear>("a reason has a limit of its own");
        RemoteCommands.Parse(new string(' ', RemoteCommands.LongestText) + "help", Gateways).ShouldBeOfType<RemoteCommand.Unclear>();
        RemoteCommands.Parse("pause 30m " + new string('x', 200), Gateways).ShouldBeOfType<RemoteCommand.Pause>();
    }

    [Fact]
    public void A_code_in_digits_of_another_script_is_a_wrong_one() =>
        RemoteCommands.Parse("confirm １２３４５６", Gateways).ShouldBe(new RemoteCommand.Confirm("１２３４５６"));

    [Fact]
    public void A_reason_holds_nothing_that_turns_or_hides_text()
    {
        var pause = RemoteCommands.Parse("pause 30m evil\u202Etxt.exe\u200b!", Gateways).ShouldBeOfType<RemoteCommand.Pause>();
        pause.Reason.ShouldBe("evil txt.exe !");
    }
}
