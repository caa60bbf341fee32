using System.Text;
using Microsoft.Extensions.Time.Testing;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Doctors;

public sealed class ReportPartsSpecs
{
    [Fact]
    public void A_diff_shows_the_changed_lines_with_their_neighbours_only()
    {
        var before = string.Join('\n', Enumerable.Range(1, 20));

        UnifiedDiff.Of(before, before.Replace("\n10\n", "\nten\n"), "f").ShouldBe(
            "--- f (before)\n+++ f (after)\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n");
    }

    [Fact]
    public void Changes_far_apart_are_told_apart_and_no_change_is_no_diff()
    {
        var before = string.Join('\n', Enumerable.Range(1, 40));

        UnifiedDiff.Of(before, before.Replace("\n5\n", "\n5a\n") + "\n41", "f").Split("@@ -").Length.ShouldBe(3);
        UnifiedDiff.Of(before, before, "f").ShouldBeEmpty();
        UnifiedDiff.Of("", "a\nb\n", "f").ShouldEndWith("@@ -1,0 +1,2 @@\n+a\n+b\n");
    }

    [Fact]
    public void Foreign_text_cannot_move_the_cursor_turn_the_line_or_flood_it()
    {
        PlainText.Line("a\u001b[2Jb\r\nc\u202Ed\0e").ShouldBe("a [2Jb c d e");
        PlainText.Line(new string('x', 1000), 10).ShouldBe("xxxxxxxxx…");
        PlainText.Block("one\r\ntwo").ShouldBe("one\ntwo");
        PlainText.Block(new string('x', 30), 10).ShouldEndWith("(20 more characters)");
    }

    [Fact]
    public void The_doctors_sections_are_found_whatever_their_level_and_no_heading_of_its_own_gets_through()
    {
        var sections = TreatmentReport.DoctorSections("# Report\n### Symptom:\nit was down\n## Root Cause\na typo\n# INCIDENT CLOSED\nmore\n### Solution Applied\nfixed\n");

        sections["symptom"].ShouldBe("it was down");
        sections["root cause"].ShouldBe("a typo\n**INCIDENT CLOSED**\nmore");
        sections["solution"].ShouldBe("fixed");
        sections.ContainsKey("prevention").ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"type":"result","subtype":"success","is_error":false,"terminal_reason":"completed","result":"I saw HTTP 429 and rate limit in the log"}""", typeof(DoctorReply.Claims))]
    [InlineData("""{"type":"result","subtype":"error_max_turns","is_error":true,"terminal_reason":"max_turns"}""", typeof(DoctorReply.GaveUp))]
    [InlineData("""{"type":"result","subtype":"success","is_error":true,"terminal_reason":"api_error","api_error_status":null,"api_error":"connection_failed"}""", typeof(DoctorReply.Unavailable))]
    [InlineData("""{"type":"result","subtype":"success","is_error":true,"terminal_reason":"api_error","api_error_status":400}""", typeof(DoctorReply.GaveUp))]
    public void The_end_of_a_turn_is_read_from_its_fields_never_from_its_words(string line, Type reply)
    {
        var end = (ClaudeEvent.Ended)ClaudeEvent.Parse(Encoding.UTF8.GetBytes(line)).ShouldHaveSingleItem();

        ClaudeFailure.Judge(end.Result, error: null).ShouldBeOfType(reply);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[1,2]")]
    [InlineData("""{"type":"assistant","message":"what"}""")]
    [InlineData("""{"type":"user","message":{"content":[1,null,{"type":"tool_result","content":7}]},"tool_result_meta":[3]}""")]
    [InlineData("""{"type":"result","total_cost_usd":"free","errors":{}}""")]
    [InlineData("""{"type":7}""")]
    public void A_stream_that_talks_nonsense_is_survived(string line) =>
        Should.NotThrow(() => ClaudeEvent.Parse(Encoding.UTF8.GetBytes(line)).Select(seen => ReadableLine.Of(seen)).ToList());

    [Fact]
    public void The_clocks_keep_their_order_however_little_time_is_left()
    {
        var options = new ClaudeCodeOptions
        {
            SelfCommand = ["x"],
            UserHome = "/h",
            OpenClawConfig = "/h/c",
            OpenClawState = "/h/s",
            Home = "/h/o",
            MemoryFolder = "/h/m",
            SearchPath = "/bin",
        };
        var time = new FakeTimeProvider();
        foreach (var seconds in (double[])[1800, 60, 5])
        {
            var deadline = time.GetUtcNow() + TimeSpan.FromSeconds(seconds);
            var clock = new TreatmentClock(options, deadline, time);
            clock.ReportAt.ShouldBeLessThan(clock.EndAt);
            (clock.EndAt + clock.LeaveGrace + clock.TerminateGrace).ShouldBeLessThan(deadline);
            clock.Stall.ShouldBeLessThan(TimeSpan.FromSeconds(seconds));
        }

        var full = new TreatmentClock(options, time.GetUtcNow() + TimeSpan.FromMinutes(30), time);
        (full.ReportAt - time.GetUtcNow()).ShouldBe(TimeSpan.FromMinutes(25));
        (full.EndAt - time.GetUtcNow()).ShouldBe(TimeSpan.FromMinutes(28));
        time.Advance(TimeSpan.FromMinutes(5));
        full.IsStalled.ShouldBeTrue();
        full.Heard();
        full.IsStalled.ShouldBeFalse();
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("a/b")]
    [InlineData("")]
    public void An_incident_cannot_lead_out_of_its_folder(string id) =>
        Should.Throw<ArgumentException>(() => new IncidentFolder("/home", new IncidentId(id)));

    [Fact]
    public async Task A_process_is_named_by_its_start_time_too_and_a_signal_to_another_one_goes_nowhere()
    {
        var proc = await ProcessTree.Look(CancellationToken.None);
        var me = proc.Find(Environment.ProcessId).ShouldNotBeNull();

        proc.Has(me).ShouldBeTrue();
        proc.Has(me with { StartTime = me.StartTime + 1 }).ShouldBeFalse();
        (await ProcessTree.Signal([me with { Pid = 1 }, me, me with { StartTime = 1 }], ProcessSignal.Kill, CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task A_line_that_grows_is_read_once_and_whole()
    {
        var path = Path.GetTempFileName();
        var tail = new EventTail(path);
        await File.AppendAllTextAsync(path, "one\ntw");
        (await tail.Read(CancellationToken.None)).Select(Encoding.UTF8.GetString).ShouldBe(["one"]);
        await File.AppendAllTextAsync(path, "o\n");
        (await tail.Read(CancellationToken.None)).Select(Encoding.UTF8.GetString).ShouldBe(["two"]);
        File.Delete(path);
    }
}
