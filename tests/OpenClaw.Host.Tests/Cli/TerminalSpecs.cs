using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Tests.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli;

/// <summary>The built program in real terminals, pipes and shells.</summary>
public sealed class TerminalSpecs
{
    private const string Escape = "\u001b";

    [Fact]
    public async Task A_terminal_gets_colours_and_what_is_none_or_wants_none_gets_no_escape()
    {
        await using var owner = new OwnersProgram();
        (await owner.InTerminal(120, "check")).Output.ShouldContain($"{Escape}[");

        (await owner.InTerminal(120, "check --no-color")).Output.ShouldNotContain(Escape);
        (await owner.Bash("openclaw-actors check | cat")).Output.ShouldNotContain(Escape);
        (await owner.Bash("export TERM=dumb; script -qec 'openclaw-actors check' /dev/null")).Output.ShouldNotContain(Escape);
        owner.Environment["NO_COLOR"] = "1";
        (await owner.InTerminal(120, "check")).Output.ShouldNotContain(Escape);
        (await owner.InTerminal(120, "diagnose --quick")).Output.ShouldNotContain(Escape);
        (await owner.InTerminal(120, "playbook")).Output.ShouldNotContain(Escape);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("incidents")]
    [InlineData("incidents --remedies")]
    [InlineData("playbook")]
    [InlineData("config show")]
    [InlineData("digest")]
    [InlineData("--help")]
    [InlineData("incidents --help")]
    [InlineData("drill --help")]
    public async Task Forty_columns_are_enough(string verb)
    {
        await using var owner = new OwnersProgram();
        owner.Environment["NO_COLOR"] = "1";
        await Fill(owner, 3);

        var lines = (await owner.InTerminal(40, verb)).Output.Split('\n').Select(static l => l.TrimEnd('\r')).ToArray();

        lines.Length.ShouldBeGreaterThan(3);
        lines.Where(static l => l.Length > 40).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pipe_that_is_closed_early_ends_it_quietly()
    {
        await using var owner = new OwnersProgram();
        await Fill(owner, 2000);

        var said = await owner.Bash("openclaw-actors incidents --limit 10000 | head -1; echo ${PIPESTATUS[0]}; openclaw-actors incidents --limit 10000 --json | head -1; openclaw-actors config show | head -1");

        said.Errors.ShouldBeEmpty();
        said.Output.Split('\n')[1].ShouldBe("0");
    }

    [Theory]
    [InlineData("incidents --limt 3", 2, "openclaw-actors incidents: \"--limt\" is not known here. Did you mean --limit? 'openclaw-actors incidents --help' shows what is.")]
    [InlineData("incidnts", 2, "openclaw-actors: \"incidnts\" is not known here. Did you mean incidents? 'openclaw-actors --help' shows what is.")]
    [InlineData("notify", 2, "openclaw-actors notify: say which: test. 'openclaw-actors notify --help' tells of each.")]
    [InlineData("incident", 2, "openclaw-actors incident: Required argument 'id' missing for command: 'incident'. 'openclaw-actors incident --help' shows how it is written.")]
    [InlineData("incident nope", 2, "There is no incident \"nope\" in the book. 'openclaw-actors incidents' lists the newest.")]
    [InlineData("incidents --before nope", 2, "--before \"nope\": there is no such incident in the book. Begin with the first page again.")]
    [InlineData("pause --for 2x", 2, "--for \"2x\": a pause is longer than zero and at most 30 days. Write for example --for 90m or --for 2h.")]
    [InlineData("drill kil", 2, "drill \"kil\" is unknown. Did you mean kill?")]
    [InlineData("drill kill --limit 2x", 2, "--limit \"2x\": from 10 seconds to an hour. Write for example --limit 5m.")]
    [InlineData("drill kill other", 2, "There is no gateway \"other\". Known: main.")]
    public async Task What_cannot_be_understood_is_one_line_that_says_how_it_is_meant(string verb, int code, string line)
    {
        await using var owner = new OwnersProgram();

        var said = await owner.Bash($"openclaw-actors {verb}");

        said.Code.ShouldBe(code);
        said.Errors.TrimEnd().ShouldBe(line);
        said.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_types_nothing_is_told_what_there_is()
    {
        await using var owner = new OwnersProgram();

        var said = await owner.Run();

        said.Code.ShouldBe(ExitCodes.Usage);
        said.Output.ShouldContain("openclaw-actors [command] [options]");
        said.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_state_folder_of_another_user_is_one_line_and_74_for_every_verb_that_reads_it()
    {
        await using var owner = new OwnersProgram();
        Assert.SkipUnless((await owner.Bash("setpriv --reuid=65534 --clear-groups true")).Code == 0, "only root may become somebody else to look at this");
        await Fill(owner, 1);
        File.SetUnixFileMode(owner.StateFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.SetUnixFileMode(owner.Home, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);

        foreach (var verb in new[] { "incidents", "incident main-1", "status", "playbook suggest", "drill kill --yes", "pause" })
        {
            var said = await owner.Bash($"setpriv --reuid=65534 --clear-groups openclaw-actors {verb}");
            Assert.SkipWhen(said.Errors.Contains("cannot execute", StringComparison.Ordinal) || said.Code is 126 or 127, "somebody else may not run this build");
            said.Code.ShouldBeOneOf(ExitCodes.StateUnusable, ExitCodes.Usage, ExitCodes.NotReachable);
            said.Errors.TrimEnd().ShouldNotContain('\n', verb);
            said.Errors.ShouldNotContain("   at ", Case.Sensitive, verb);
            said.Errors.ShouldNotContain("bug", Case.Insensitive, verb);
        }
    }

    private static async Task Fill(OwnersProgram owner, int incidents)
    {
        using var book = new Book(owner.StateFolder, TimeProvider.System, NullLogger<Book>.Instance);
        var (journal, main, start) = (new SqliteIncidentJournal(book, NullLogger<SqliteIncidentJournal>.Instance), new GatewayId("main"), DateTimeOffset.UtcNow.AddDays(-2));
        for (var i = 0; i < incidents; i++)
            await journal.Append(main, Tales.Ended(main, start.AddSeconds(i * 60), GatewayPhase.ConfigBlocked, Outcome.HealedAfterHumanCall, TimeSpan.FromSeconds(9), "forced restart"), [], CancellationToken.None);
    }
}
