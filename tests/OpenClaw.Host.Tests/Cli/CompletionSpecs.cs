using Microsoft.Extensions.Logging.Abstractions;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Cli.Completion;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Tests.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli;

/// <summary>completion: what real shells offer at Tab, by the script and the program as they are shipped.</summary>
public sealed class CompletionSpecs
{
    [Theory]
    [InlineData("openclaw-actors inc", "incident incidents")]
    [InlineData("openclaw-actors notify ", "test")]
    [InlineData("openclaw-actors incidents --lo", "--longer-than")]
    [InlineData("openclaw-actors pause m", "main")]
    [InlineData("openclaw-actors incidents --cause config", "config-blocked")]
    [InlineData("openclaw-actors drill ", "config hang kill main")]
    [InlineData("openclaw-actors completion z", "zsh")]
    [InlineData("openclaw-actors incident main-2026112", "main-20261123-031504")]
    public async Task Bash_offers_what_fits_here(string line, string offered)
    {
        await using var owner = new OwnersProgram();
        await Book(owner);

        (await Tab(owner, line)).ShouldBe(offered);
    }

    [Fact]
    public async Task A_program_that_is_called_by_its_path_is_completed_too()
    {
        await using var owner = new OwnersProgram();

        (await Tab(owner, $"{OwnersProgram.Program} res", OwnersProgram.Program)).ShouldBe("resume");
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_read_offers_nothing_and_says_nothing()
    {
        await using var owner = new OwnersProgram("nonsense = 1");

        (await Tab(owner, "openclaw-actors pause m")).ShouldBe("");
    }

    [Theory]
    [InlineData("zsh", "zsh -n")]
    [InlineData("fish", "fish --no-execute")]
    [InlineData("bash", "bash -n")]
    public async Task The_script_of_a_shell_is_understood_by_it(string shell, string check)
    {
        await using var owner = new OwnersProgram();
        Assert.SkipUnless((await owner.Bash($"command -v {shell}")).Code == 0, $"{shell} is not installed here");

        var said = await owner.Bash($"openclaw-actors completion {shell} > script && {check} script");

        said.Code.ShouldBe(0, said.Errors);
        said.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_shell_that_is_not_known_is_refused_in_one_line()
    {
        var errors = new StringWriter();

        (await CompletionVerb.Run("bsh", new StringWriter(), errors)).ShouldBe(ExitCodes.Usage);

        errors.ToString().TrimEnd().ShouldBe("there is no script for \"bsh\". Did you mean bash? Known: bash, fish, zsh.");
    }

    private static async Task Book(OwnersProgram owner)
    {
        using var book = new Book(owner.StateFolder, TimeProvider.System, NullLogger<Book>.Instance);
        var journal = new SqliteIncidentJournal(book, NullLogger<SqliteIncidentJournal>.Instance);
        foreach (var e in Tales.Ended(new GatewayId("main"), new DateTimeOffset(2026, 11, 23, 3, 15, 4, TimeSpan.Zero), GatewayPhase.Down, Outcome.HealedByWatchdog, TimeSpan.FromSeconds(9), "start"))
            await journal.Append(new GatewayId("main"), [e], [], CancellationToken.None);
    }

    // As bash calls it at Tab.
    private static async Task<string> Tab(OwnersProgram owner, string line, string program = "openclaw-actors")
    {
        var said = await owner.Bash(
            $$"""
            source <(openclaw-actors completion bash)
            COMP_LINE='{{line}}'; COMP_POINT=${#COMP_LINE}
            read -ra COMP_WORDS <<< "$COMP_LINE"; [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=("")
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            complete -p openclaw-actors > /dev/null || exit 9
            _openclaw_actors '{{program}}'
            echo "${COMPREPLY[*]}"
            """);
        said.Code.ShouldBe(0, said.Errors);
        said.Errors.ShouldBeEmpty();
        return said.Output.TrimEnd();
    }
}
