using OpenClaw.Host.Playbook.Config;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Config;

public sealed class Json5DocumentSpecs
{
    [Theory]
    [InlineData("0x1F", 31d)]
    [InlineData("+.5", .5)]
    [InlineData("5.", 5d)]
    [InlineData("-1e3", -1000d)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("NaN", double.NaN)]
    [InlineData("true", true)]
    [InlineData("null", null)]
    [InlineData("'it\\'s'", "it's")]
    [InlineData("\"a\\x41\\u00e9\\\r\nb\\0\"", "aAéb\0")]
    [InlineData("\uFEFF// c\n/* d */ 'x' // e", "x")]
    public void A_value_means_what_JSON5_says(string text, object? meaning) => ((Json5Scalar)Configs.Doc(text).Root).Value.ShouldBe(meaning);

    [Theory]
    [InlineData("{a:1 b:2}", 1, 6)]
    [InlineData("{\n  a: 01\n}", 2, 6)]
    [InlineData("{\n  a: yes\n}", 2, 6)]
    [InlineData("{\"a\": \"x\n}", 1, 9)]
    [InlineData("{a:1}}", 1, 6)]
    [InlineData("{,}", 1, 2)]
    [InlineData("{a:1", 1, 5)]
    [InlineData("[1,,2]", 1, 4)]
    [InlineData("", 1, 1)]
    [InlineData("{a = 1}", 1, 4)]
    [InlineData("/* never", 1, 1)]
    [InlineData("'\\1'", 1, 3)]
    [InlineData("1e", 1, 1)]
    [InlineData("0x", 1, 1)]
    public void A_mistake_has_its_place(string text, int line, int column)
    {
        Json5Document.TryParse(text, out _, out var error).ShouldBeFalse();
        (error!.Line, error.Column).ShouldBe((line, column), error.Message);
    }

    [Fact]
    public void Of_keys_that_are_there_twice_the_last_one_counts() => Configs.Doc("{a:1,\"a\":{b:[2,'x']}}").Words("a", "b", "1").ShouldBe("x");

    [Fact]
    public void Values_are_the_same_however_they_are_written() =>
        Json5Value.Same(Configs.Doc("{a:0x10,'b':[1.0,\"x\"],a:16}").Root, Configs.Doc("{\"b\":[1,'x'], \"a\":16}").Root).ShouldBeTrue();

    [Fact]
    public void What_is_nested_too_deeply_is_refused_and_does_not_overflow()
    {
        Json5Document.TryParse(new string('[', 200) + new string(']', 200), out _, out _).ShouldBeTrue();
        Json5Document.TryParse(new string('[', 2_000_000), out _, out var error).ShouldBeFalse();
        error!.Message.ShouldContain("deep");
    }

    [Fact]
    public void An_error_says_nothing_of_the_secrets_in_the_text()
    {
        Json5Document.TryParse("{token: hunter2, }", out _, out var error).ShouldBeFalse();
        error!.ToString().ShouldNotContain("hunter2");
    }
}
