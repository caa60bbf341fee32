using System.Text;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Doctors.Agents;
using OpenClaw.Host.Doctors.ClaudeCode;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Doctors;

/// <summary>What the streams of the other agents mean; the words of failure are those of Codex 0.169.0 and Gemini CLI 0.61.0.</summary>
public sealed class AgentStreamSpecs
{
    [Theory]
    [InlineData("""{"type":"turn.failed","error":{"message":"Quota exceeded. Check your plan and billing details."}}""", UnavailableKind.Quota)]
    [InlineData("""{"type":"turn.failed","error":{"message":"You've hit your usage limit."}}""", UnavailableKind.Quota)]
    [InlineData("""{"type":"error","message":"Reconnecting... 1/5 (unexpected status 401 Unauthorized: no good key)"}""", UnavailableKind.Auth)]
    [InlineData("""{"type":"turn.failed","error":{"message":"unexpected status 404 Not Found: no such model"}}""", UnavailableKind.Model)]
    [InlineData("""{"type":"turn.failed","error":{"message":"exceeded retry limit, last status: 429 Too Many Requests"}}""", UnavailableKind.Quota)]
    [InlineData("""{"type":"turn.failed","error":{"message":"unexpected status 502 Bad Gateway"}}""", UnavailableKind.Server)]
    [InlineData("""{"type":"turn.failed","error":{"message":"stream disconnected before completion: error sending request for url"}}""", UnavailableKind.Network)]
    [InlineData("""{"type":"turn.failed","error":{"message":"Missing environment variable: `CODEX_API_KEY`."}}""", UnavailableKind.Auth)]
    public void Codex_says_why_it_is_not_available(string line, UnavailableKind expected) => End(CodexCli.Instance, line).ShouldBeOfType<DoctorReply.Unavailable>().Kind.ShouldBe(expected);

    [Theory]
    [InlineData("{ \\\"code\\\": 400, \\\"message\\\": \\\"API key not valid\\\" }", UnavailableKind.Auth)]
    [InlineData("{ \\\"code\\\": 429, \\\"status\\\": \\\"RESOURCE_EXHAUSTED\\\" }", UnavailableKind.Quota)]
    [InlineData("[API Error: no] Please wait and try again later. To increase your limits, request a quota increase through AI Studio, or switch to another /auth method", UnavailableKind.Quota)]
    [InlineData("[API Error: no]", UnavailableKind.Server)]
    [InlineData("{ \\\"code\\\": 404 }", UnavailableKind.Model)]
    [InlineData("{ \\\"code\\\": 503 }", UnavailableKind.Server)]
    [InlineData("TypeError: fetch failed", UnavailableKind.Network)]
    public void Gemini_says_why_it_is_not_available(string words, UnavailableKind expected) =>
        End(GeminiCli.Instance, """{"type":"result","status":"error","error":{"message":"WORDS"}}""".Replace("WORDS", words, StringComparison.Ordinal)).ShouldBeOfType<DoctorReply.Unavailable>().Kind.ShouldBe(expected);

    [Fact]
    public void A_refusal_that_another_doctor_would_meet_too_is_no_unavailability() =>
        End(CodexCli.Instance, """{"type":"turn.failed","error":{"message":"unexpected status 400 Bad Request: input too long"}}""").ShouldBeOfType<DoctorReply.GaveUp>();

    [Fact]
    public void A_command_of_Codex_that_its_sandbox_declined_is_a_denial() =>
        Parse(CodexCli.Instance, """{"type":"item.completed","item":{"type":"command_execution","id":"1","status":"declined","aggregated_output":"no"}}""")
            .ShouldHaveSingleItem().ShouldBeOfType<ClaudeEvent.Answered>().IsDenied.ShouldBeTrue();

    [Theory]
    [InlineData("""{"type":"tool_result","tool_id":"1","status":"error","output":"Path not in workspace: Attempted path \"/etc/passwd\"","error":{"type":"invalid_tool_params","message":"x"}}""")]
    [InlineData("""{"type":"tool_result","tool_id":"1","status":"error","output":"Tool \"run_shell_command\" not found.","error":{"type":"tool_not_registered","message":"x"}}""")]
    public void A_file_outside_of_the_working_folder_and_a_tool_that_it_was_not_given_are_denials_of_Gemini(string line) =>
        Parse(GeminiCli.Instance, line)
            .ShouldHaveSingleItem().ShouldBeOfType<ClaudeEvent.Answered>().IsDenied.ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[1,2]")]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":"item.completed","item":[1]}""")]
    [InlineData("""{"type":"item.completed","item":{"type":"file_change","changes":[1,{"path":2}]}}""")]
    [InlineData("""{"type":"turn.failed","error":"x"}""")]
    [InlineData("""{"type":"result","error":[2]}""")]
    [InlineData("""{"type":"tool_use","parameters":[2]}""")]
    public void A_stream_that_talks_nonsense_is_survived(string line)
    {
        foreach (var cli in AgentClis.All) Should.NotThrow(() => Parse(cli, line));
    }

    private static DoctorReply End(IAgentCli cli, string line) => cli.Judge(Parse(cli, line).ShouldHaveSingleItem().ShouldBeOfType<ClaudeEvent.Ended>().Result, null);

    private static IReadOnlyList<ClaudeEvent> Parse(IAgentCli cli, string line) => cli.Parse(Encoding.UTF8.GetBytes(line));
}
