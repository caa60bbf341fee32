using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Journal;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli;

/// <summary>Whatever happens in a verb, its user gets one line and a code that says what it was.</summary>
public sealed class EntryPointSpecs : IDisposable
{
    private const string Secret = "https://discord.com/api/webhooks/1/a-secret-of-the-owner";
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("entry-");
    private readonly StringWriter _errors = new();

    private string Line => _errors.ToString().TrimEnd();

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task A_bug_is_one_line_and_70_and_what_is_known_of_it_is_in_a_file_of_the_owner_s_alone()
    {
        (await Guarded(static () => throw new InvalidOperationException($"nobody\nthought of {Secret}"))).ShouldBe(70);

        Line.ShouldNotContain('\n');
        Line.ShouldStartWith("some verb ends by a bug of its own: InvalidOperationException: nobody thought of ");
        Line.ShouldNotContain("   at ");
        var report = Directory.GetFiles(Path.Combine(_home.FullName, "reports")).ShouldHaveSingleItem();
        Line.ShouldContain(report);
        File.GetUnixFileMode(report).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var text = await File.ReadAllTextAsync(report);
        text.ShouldContain(nameof(A_bug_is_one_line_and_70_and_what_is_known_of_it_is_in_a_file_of_the_owner_s_alone), Case.Sensitive, "the stack trace");
        (Line + text).ShouldNotContain("of-the-owner");
    }

    [Fact]
    public async Task A_bug_is_one_line_too_where_there_is_no_state_folder_or_the_settings_are_broken()
    {
        (await Guarded(static () => throw new InvalidOperationException("x"), Path.Combine(_home.FullName, "none"))).ShouldBe(70);
        Line.ShouldBe("some verb ends by a bug of its own: InvalidOperationException: x");
        await File.WriteAllTextAsync(Path.Combine(_home.FullName, "openclaw.conf"), "nonsense = 1\n");
        (await Guarded(static () => throw new InvalidOperationException("x"))).ShouldBe(70);
        Directory.GetFiles(Path.Combine(_home.FullName, "reports")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task No_more_than_twenty_reports_are_kept()
    {
        for (var i = 0; i < 22; i++) await Guarded(static () => throw new InvalidOperationException("x"));

        Directory.GetFiles(Path.Combine(_home.FullName, "reports")).Length.ShouldBeLessThanOrEqualTo(21);
    }

    [Fact]
    public async Task What_the_state_folder_and_the_settings_refuse_keeps_its_own_code()
    {
        (await Guarded(static () => throw new UnauthorizedAccessException("Access to the path '/x' is denied."))).ShouldBe(ExitCodes.StateUnusable);
        (await Guarded(static () => throw new IOException("no space"))).ShouldBe(ExitCodes.StateUnusable);
        (await Guarded(static () => throw new ConfigurationException("a: b"))).ShouldBe(ExitCodes.Usage);
        (await Guarded(static () => throw new BookRefusedException("newer"))).ShouldBe(ExitCodes.Usage);
        _errors.ToString().ReplaceLineEndings("|").ShouldBe("some verb: Access to the path '/x' is denied.|some verb: no space|a: b|newer|");
        Directory.Exists(Path.Combine(_home.FullName, "reports")).ShouldBeFalse();
    }

    private Task<int> Guarded(Func<Task<int>> work, string? home = null) => EntryPoint.Guarded(
        "some verb", _ => work(), null,
        () => new SettingsSources(AppContext.BaseDirectory, _home.FullName, new Dictionary<string, string> { ["OPENCLAW_ACTORS_HOME"] = home ?? _home.FullName, ["DISCORD_WEBHOOK_URL"] = Secret }), _errors);
}
