using System.Text.Json;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Playbook.Catalogue;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Cli;

/// <summary>playbook suggest: what doctors have proven, and whether the playbook could have done it.</summary>
public sealed class SuggestCommandSpecs : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 3, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("suggest-");
    private readonly StringWriter _output = new();
    private readonly TreatmentsInMemory _book = new();
    private readonly Catalogue _catalogue = Catalogue.Shipped();

    /// <summary>A catalogue's entry for one finding with a remedy that asks as shipped.</summary>
    private CatalogueEntry Asking => _catalogue.Entries.First(static e => e.When.All.Count == 1 && e.When.Any.Count == 0 && e.Remedies.Contains("database-restore"));

    [Fact]
    public async Task Where_nothing_was_proven_it_says_so()
    {
        _book.Entries.Add(new("main", "i1", "claude-code", "Down", Start) { Healed = false, Actions = ["ok - Bash: openclaw status"] });
        (await Ask()).ShouldContain("no repair by a doctor has been proven here");
    }

    [Fact]
    public async Task A_trouble_that_the_playbook_knows_and_may_not_mend_is_offered_with_its_setting()
    {
        var signature = $"Down {Asking.When.All[0]}";
        _book.Entries.Add(new("main", "i1", "claude-code", signature, Start) { Healed = true, Actions = ["ok - Edit: \u001b[31m/x"], Diff = "-a\n+b\n" });
        _book.Entries.Add(new("main", "i2", "codex", signature, Start.AddDays(1)) { Healed = true, Diff = "-c\n+d\n" });
        var said = await Ask();
        said.ShouldContain($"{signature}: 2 proven, by claude-code, codex; last in i2");
        said.ShouldContain("    +d");
        said.ShouldContain("openclaw.doctor.playbook.remedies.database-restore = auto");
        said.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task A_remedy_that_a_model_has_chosen_is_offered_when_it_is_no_longer_allowed()
    {
        _book.Entries.Add(new("main", "i1", "chat", "Down", Start) { Healed = true, Actions = ["ok - remedy config-rollback: puts it back", "ok - remedy ../../evil = x: y"] });
        (await Ask()).ShouldContain("no remedy of the playbook that is not used already");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_root.FullName, ".openclaw-actors")).FullName, "openclaw.conf"), "openclaw.doctor.playbook.remedies.config-rollback = off\n");
        var said = await Ask();
        said.ShouldContain("openclaw.doctor.playbook.remedies.config-rollback = auto");
        said.ShouldNotContain("remedies.../");
    }

    [Fact]
    public async Task A_program_gets_the_same_as_JSON()
    {
        _book.Entries.Add(new("main", "i1", "claude-code", "Wedged", Start) { Healed = true, Actions = ["ok - Bash: openclaw config set a b"] });
        var repair = JsonDocument.Parse(await Ask(json: true)).RootElement.GetProperty("repairs")[0];
        repair.GetProperty("signature").GetString().ShouldBe("Wedged");
        repair.GetProperty("healed").GetInt32().ShouldBe(1);
        repair.GetProperty("settings").GetArrayLength().ShouldBe(0);
    }

    public void Dispose() => _root.Delete(recursive: true);

    private async Task<string> Ask(bool json = false)
    {
        _output.GetStringBuilder().Clear();
        var errors = new StringWriter();
        var sources = new SettingsSources(AppContext.BaseDirectory, _root.FullName, new Dictionary<string, string>());
        (await new SuggestCommand(sources, _catalogue, _ => _book, _output, errors).Run(json, CancellationToken.None)).ShouldBe(ExitCodes.Ok, errors.ToString());
        return _output.ToString();
    }
}
