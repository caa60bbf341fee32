using OpenClaw.Host.Logging;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Logging;

public sealed class UntrustedTextSpecs
{
    [Theory]
    [InlineData("a\r\nb\tc  d\u001b[0m", 100, "a b c d [0m")]
    [InlineData("  x  ", 100, "x")]
    [InlineData("abcdef", 4, "abc…")]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("ab👩‍👩‍👧‍👦", 6, "ab…")]
    [InlineData("\u202Eevil\u2066", 100, "evil")]
    public void One_line_is_clean_and_short(string text, int limit, string expected) => UntrustedText.OneLine(text, limit).ShouldBe(expected);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public void No_text_is_longer_than_its_limit_or_half_a_character(int limit)
    {
        foreach (var text in (string[])[string.Concat(Enumerable.Repeat("😀", 500)), "e" + new string('\u0301', 500), new string('x', 500)])
        {
            var cut = UntrustedText.OneLine(text, limit);
            cut.Length.ShouldBeLessThanOrEqualTo(limit);
            System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(cut)).ShouldBe(cut);
        }
    }

    [Theory]
    [InlineData("\u001b[90m2026\u001b[39m \u001b[1;31mred\u001b[0m", "2026 red")]
    [InlineData("\u001b]0;title\u0007text\u001b]8;;http://x\u001b\\link", "textlink")]
    [InlineData("no [31m colour \u001b", "no [31m colour \u001b")]
    public void Colours_are_taken_out_whole(string text, string expected) => UntrustedText.WithoutColours(text).ShouldBe(expected);

    [Fact]
    public void Lines_stay_lines() => UntrustedText.Lines("a\n  b\r\nc\u0007", 100).ShouldBe("a\n  b \nc");
}
