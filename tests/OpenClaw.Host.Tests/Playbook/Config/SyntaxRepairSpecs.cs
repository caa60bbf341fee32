using OpenClaw.Host.Playbook.Config;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Config;

public sealed class SyntaxRepairSpecs
{
    private static readonly Json5Document Served = Configs.Doc(Configs.Served);

    [Theory]
    [InlineData("18789,", "18789")]
    [InlineData("18789,", "18789,,")]
    [InlineData("\"port\": 18789", "\"port\"= 18789")]
    [InlineData("18789,", "18789;")]
    [InlineData("\"loopback\"", "“loopback”")]
    [InlineData("\"loopback\"", "\"loopback”")]
    [InlineData("\"bind\"", "“bind”")]
    public void A_slip_with_one_meaning_is_mended_and_all_else_stays(string piece, string slip) => Mended(Configs.Served.But(piece, slip)).ShouldBe(Configs.Served);

    [Fact]
    public void Several_slips_are_mended_together() =>
        Mended(Configs.Served.But("18789,", "18789").But("\"#AA5533\"", "“#AA5533”").But("\"mode\": \"local\",", "\"mode\"= \"local\",,")).ShouldBe(Configs.Served);

    [Fact]
    public void The_last_brackets_are_added_when_nothing_else_is_missing()
    {
        Mended(Configs.Served.TrimEnd()[..^1]).ShouldBe(Configs.Served);
        Mended("{a:{b:{c:\"x\"", "{a:{b:{c:'x'}}}").ShouldBe("{a:{b:{c:\"x\"\n}\n}\n}\n");
    }

    [Theory]
    [InlineData("{\n  a: 1,\n  b: 'tw", "{a: 1, b: 'two'}")]
    [InlineData("{\n  a: 1,\n  b: 187", "{a: 1, b: 18789}")]
    [InlineData("{\n  a: 1,", "{a: 1, b: 2}")]
    [InlineData("{a: {x: 1, b: 2}", "{a: {x: 1}, b: 2}")]
    [InlineData("{a: 1", null)]
    public void A_text_of_which_something_was_cut_off_is_not_completed(string text, string? served) => SyntaxRepair.Mend(text, Json5Document.OrNull(served)).ShouldBeNull();

    [Theory]
    [InlineData("{a: local}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{a: 1 b: 2}")]
    [InlineData("{a: \"x, \"b\": 1}")]
    [InlineData("{\n<<<<<<< HEAD\n  a: 1\n=======\n  a: 2\n>>>>>>> other\n}")]
    [InlineData("{a: \"one ” two ”\n}")]
    [InlineData("{a:[1\n2\n3\n4\n5\n6\n7]}")]
    [InlineData("")]
    [InlineData("hello")]
    public void What_may_be_meant_in_two_ways_is_refused(string text) => SyntaxRepair.Mend(text, Configs.Doc("{a:1}")).ShouldBeNull();

    [Fact]
    public void Debris_of_a_crash_at_the_end_is_cut_off() => Mended(Configs.Served + "\0\0\0\uFEFF\0").ShouldBe(Configs.Served);

    [Theory]
    [InlineData("{a: True, b: None}", "{a: true, b: null}")]
    public void The_words_of_another_language_are_translated(string text, string expected) => Mended(text).ShouldBe(expected);

    private static string? Mended(string text, string? served = null) => SyntaxRepair.Mend(text, served is null ? Served : Configs.Doc(served))?.Document.Text;
}
