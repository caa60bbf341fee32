using System.Diagnostics;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Processes;
using OpenClaw.StandIns.MessagesApi;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Doctors;

public sealed class ClaudeCodeFailureSpecs
{
    public static TheoryData<int, string, UnavailableKind> ApiFailures => new()
    {
        { 429, "quota", UnavailableKind.Quota },
        { 403, "no", UnavailableKind.Auth },
        { 400, "Your credit balance is too low to access the Anthropic API.", UnavailableKind.Billing },
        { 404, "model: nothing-5", UnavailableKind.Model },
        { 529, "overloaded", UnavailableKind.Server },
    };

    [Theory]
    [MemberData(nameof(ApiFailures))]
    public async Task An_API_that_refuses_is_told_by_its_kind_within_seconds(int status, string message, UnavailableKind kind)
    {
        await using var bench = await DoctorBench.Open(_ => new Scenario());
        await using var failing = await MessagesApi.Start(new Scenario { Faults = [Fault.Status(status, Fault.Forever, message, ("retry-after", "3600"))] });
        bench.Options = bench.Options with { BaseUrl = failing.BaseUrl };
        var clock = Stopwatch.StartNew();

        var reply = (await bench.Doctor().Treat(bench.Case(), CancellationToken.None)).ShouldBeOfType<DoctorReply.Unavailable>();

        reply.Kind.ShouldBe(kind, reply.Note);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(40));
        await bench.NothingIsLeft();
    }

    [Fact]
    public async Task A_doctor_who_is_not_logged_in_says_so_without_a_request()
    {
        await using var bench = await DoctorBench.Open(static _ => new Scenario());
        bench.Options = bench.Options with { ApiKey = null };

        var reply = await bench.Doctor().Treat(bench.Case(), CancellationToken.None);

        reply.ShouldBeOfType<DoctorReply.Unavailable>().Kind.ShouldBe(UnavailableKind.Auth);
        bench.Api.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_program_that_is_not_installed_is_missing_and_nothing_is_left_behind()
    {
        await using var bench = await DoctorBench.Open(static _ => new Scenario());
        bench.Options = bench.Options with { Command = "claude-nowhere" };

        var reply = await bench.Doctor().Treat(bench.Case(), CancellationToken.None);

        reply.ShouldBeOfType<DoctorReply.Unavailable>().Kind.ShouldBe(UnavailableKind.Missing);
        Directory.Exists(bench.Options.Home).ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_that_is_killed_has_crashed_and_leaves_no_orphan(bool tmux)
    {
        await using var bench = await DoctorBench.Open(static b =>
        {
            b.Witness($"touch {b.Root}/began; (setsid sleep 301 {b.Root} &) 2>/dev/null; exec -a \"{b.Root} tool\" sleep 300");
            return Scenario.Of(Turn.Bash("openclaw status"), Turn.Say("never said"));
        });
        if (!tmux) bench.Options = bench.Options with { Tmux = null };
        var treatment = bench.Doctor().Treat(bench.Case(), CancellationToken.None);
        await DoctorBench.Until(() => File.Exists(Path.Combine(bench.Root, "began")), "the tool call");
        bench.Running().ShouldContain(static line => line.Contains("tool"));

        await ProcessTree.Signal([await bench.Claude()], ProcessSignal.Kill, CancellationToken.None);

        (await treatment).ShouldBeOfType<DoctorReply.Unavailable>().Kind.ShouldBe(UnavailableKind.Crashed);
        await bench.NothingIsLeft();
    }

    [Fact]
    public async Task Calling_a_treatment_off_ends_every_process_of_it()
    {
        await using var bench = await DoctorBench.Open(static b =>
        {
            b.Witness($"touch {b.Root}/began; trap '' TERM; exec -a \"{b.Root} tool\" sleep 300");
            return Scenario.Of(Turn.Bash("openclaw status"));
        });
        using var off = new CancellationTokenSource();
        var treatment = bench.Doctor().Treat(bench.Case(), off.Token);
        await DoctorBench.Until(() => File.Exists(Path.Combine(bench.Root, "began")), "the tool call");

        await off.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(treatment);
        await bench.NothingIsLeft();
    }

    [Fact]
    public async Task A_session_whose_cage_is_another_one_is_ended_at_once()
    {
        await using var bench = await DoctorBench.Open(static _ => new Scenario());
        bench.Options = bench.Options with
        {
            Command = bench.Script("claude", $$"""
                : > {{bench.Folder.CageProof}}
                read -r line
                echo '{"type":"system","subtype":"init","permissionMode":"bypassPermissions","tools":["Bash","Edit","Read","Write"],"mcp_servers":[]}'
                sleep 300 # {{bench.Root}}
                """),
        };

        var reply = await bench.Doctor().Treat(bench.Case(), CancellationToken.None);

        var unsafeSession = reply.ShouldBeOfType<DoctorReply.Unavailable>();
        unsafeSession.Kind.ShouldBe(UnavailableKind.UnsafeSession);
        unsafeSession.Note.ShouldContain("bypassPermissions");
        await bench.NothingIsLeft();
    }

    [Fact]
    public async Task A_session_that_does_not_prove_its_cage_is_told_nothing()
    {
        await using var bench = await DoctorBench.Open(static _ => new Scenario());
        bench.Options = bench.Options with { TrustTimeout = TimeSpan.FromMilliseconds(500), Command = bench.Script("claude", $"read -r line && echo \"$line\" > {bench.Root}/told; sleep 300") };

        var reply = await bench.Doctor().Treat(bench.Case(), CancellationToken.None);

        reply.ShouldBeOfType<DoctorReply.Unavailable>().Kind.ShouldBe(UnavailableKind.UnsafeSession);
        File.Exists(Path.Combine(bench.Root, "told")).ShouldBeFalse();
        await bench.NothingIsLeft();
    }

    [Fact]
    public async Task A_claude_that_does_not_know_our_options_is_too_old()
    {
        await using var bench = await DoctorBench.Open(static _ => new Scenario());
        bench.Options = bench.Options with { Command = bench.Script("claude", "echo \"error: unknown option '--permission-prompts'\" >&2; exit 1") };

        var reply = (await bench.Doctor().Treat(bench.Case(), CancellationToken.None)).ShouldBeOfType<DoctorReply.Unavailable>();

        reply.Kind.ShouldBe(UnavailableKind.Missing);
        reply.Note.ShouldContain("too old");
    }
}
