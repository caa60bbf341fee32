using OpenClaw.Host.Playbook.Config;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Config;

public sealed class Json5EditSpecs
{
    [Theory]
    [InlineData("{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}", "b", "{\n  \"a\": 1,\n  \"c\": 3\n}")]
    [InlineData("{\n  \"a\": 1,\n  \"c\": 3\n}", "c", "{\n  \"a\": 1\n}")]
    [InlineData("{\n  \"a\": 1,\n  \"c\": 3,\n}", "c", "{\n  \"a\": 1,\n}")]
    [InlineData("{ a: 1, b: 2, c: 3 }", "b", "{ a: 1, c: 3 }")]
    [InlineData("{ a: 1, b: 2 }", "b", "{ a: 1 }")]
    [InlineData("{\n  a: 1\n}", "a", "{\n}")]
    [InlineData("{\r\n  a: 1, // one\r\n  b: 2, // two\r\n}", "b", "{\r\n  a: 1, // one\r\n  // two\r\n}")]
    [InlineData("{\n  a: 1, // one\n  // about b\n  b: 2\n}", "b", "{\n  a: 1 // one\n  // about b\n}")]
    [InlineData("{a:1,b:2,a:3}", "a", "{b:2}")]
    [InlineData("{a:1 /* x */ , b:2}", "a", "{/* x */  b:2}")]
    [InlineData("{x:{y:1,z:[1,2,3]}}", "x.z.1", "{x:{y:1,z:[1,3]}}")]
    public void A_member_goes_with_its_comma_and_its_line_and_nothing_else(string text, string path, string expected) => Configs.Doc(text).Remove(Configs.Path(path)).Text.ShouldBe(expected);

    [Theory]
    [InlineData("{\n  a: 1,\n  c: 3\n}", "{ a: 9, b: 2, c: 3 }", "b", "{\n  a: 1,\n  b: 2,\n  c: 3\n}")]
    [InlineData("{\n  a: 1 // one\n}", "{ a: 9, 'b': 2 }", "b", "{\n  a: 1, // one\n  'b': 2\n}")]
    [InlineData("{\n  a: 1, // one\n}", "{ a: 9, b: 2 }", "b", "{\n  a: 1, // one\n  b: 2,\n}")]
    [InlineData("{\n  b: 2\n}", "{ a: 9, b: 2 }", "a", "{\n  a: 9,\n  b: 2\n}")]
    [InlineData("{ b: 2 }", "{ b: 2, c: 3 }", "c", "{ b: 2, c: 3 }")]
    [InlineData("{\n\ta: {}\n}", "{ a: { b: 1 } }", "a.b", "{\n\ta: {\n\t\tb: 1\n\t}\n}")]
    [InlineData("{}", "{ a: { b: 1 }, c: 1 }", "a.b", "{\n  a: { b: 1 }\n}")]
    [InlineData("{ a: 'x' }", "{ a: { b: 1 }, c: 1 }", "a.b", "{ a: { b: 1 } }")]
    [InlineData("{ a: 1, b: 0x2 }", "{ a: 5 }", "a", "{ a: 5, b: 0x2 }")]
    [InlineData("{ a: 1, b: 0x2 }", "{ a: 5 }", "b", "{ a: 1 }")]
    public void A_path_goes_back_to_what_it_was(string text, string served, string path, string expected) =>
        Configs.Doc(text).Revert(Configs.Doc(served), Configs.Path(path)).Text.ShouldBe(expected);

    [Fact]
    public void The_differences_are_the_innermost_paths_and_meta_is_none() =>
        ConfigDiff.Of(Configs.Doc("{a:{b:1,c:2},d:[1,2],e:[1],meta:{x:1}}"), Configs.Doc("{a:{b:1.0,c:3,n:0},d:[1,3],e:[1,2],meta:{x:2}}"))
            .Select(static path => path.ToString()).ShouldBe(["a.c", "a.n", "d.1", "e"]);
}
