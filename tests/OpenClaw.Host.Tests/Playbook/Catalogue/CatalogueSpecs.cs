using System.Text;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Catalogue;
using Shouldly;
using Xunit;
using Shelf = OpenClaw.Host.Playbook.Catalogue.Catalogue;

namespace OpenClaw.Host.Tests.Playbook.Catalogue;

public sealed class CatalogueSpecs
{
    private static readonly Shelf Shipped = Shelf.Shipped();

    [Fact]
    public void Every_entry_speaks_in_words_that_are_known()
    {
        var ids = typeof(FindingIds).GetFields().Select(static f => (string)f.GetRawConstantValue()!).ToHashSet();
        foreach (var entry in Shipped.Entries)
        {
            IReadOnlyList<string> named = [.. entry.When.All, .. entry.When.Any, .. entry.When.None];
            named.Where(id => !ids.Contains(id)).ShouldBeEmpty(entry.Id);
            named.Distinct().Count().ShouldBe(named.Count, $"{entry.Id} names a finding twice");
            (entry.When.All.Count + entry.When.Any.Count).ShouldBePositive(entry.Id);
            entry.Remedies.Where(static r => !RemedyNames.All.Contains(r)).ShouldBeEmpty(entry.Id);
            (entry.Remedies.Count > 0).ShouldBe(entry.Then == CatalogueAction.Remedy, entry.Id);
            entry.Advice.Length.ShouldBeGreaterThan(30, entry.Id);
            entry.Command.ShouldNotBeNullOrWhiteSpace($"{entry.Id}: the owner is told an exact command");
        }

        RemedyNames.All.Except(Shipped.Entries.SelectMany(static e => e.Remedies)).ShouldBeEmpty("a remedy that no entry calls for is never tried");
    }

    [Fact]
    public void Every_finding_is_told_by_some_entry_or_is_no_failure_by_itself()
    {
        var ids = typeof(FindingIds).GetFields().Select(static f => (string)f.GetRawConstantValue()!);
        var named = Shipped.Entries.SelectMany(static e => e.When.All.Concat(e.When.Any)).ToHashSet();
        ids.Where(id => !named.Contains(id)).ShouldBe([FindingIds.NotSeen]);
    }

    [Theory]
    [InlineData("config-syntax", "config.syntax", "exit.repeated", "config.changed")]
    [InlineData("config-invalid", "config.invalid", "exit.words")]
    [InlineData("config-refused-at-start", "config.refused-at-start", "config.changed", "job.given-up")]
    [InlineData("config-missing", "config.missing")]
    [InlineData("config-unreadable", "config.unreadable")]
    [InlineData("config-owner", "config.unreadable", "state.owner")]
    [InlineData("config-newer", "config.newer", "config.invalid")]
    [InlineData("config-changed", "config.changed", "exit.repeated")]
    [InlineData("gateway-lock-owned", "lock.owned", "database.migration")]
    [InlineData("port-taken", "port.taken", "exit.repeated")]
    [InlineData("database-corrupt", "database.corrupt", "config.refused-at-start")]
    [InlineData("job-file-missing", "job.file-missing", "job.given-up", "job.changed")]
    [InlineData("job-wrong-port", "job.wrong-port", "port.elsewhere")]
    [InlineData("node-missing", "node.missing", "job.given-up")]
    [InlineData("package-incomplete", "package.incomplete", "exit.module", "job.given-up")]
    [InlineData("state-missing", "state.missing", "config.missing")]
    [InlineData("exit-unknown", "exit.words")]
    [InlineData("job-given-up", "job.given-up")]
    [InlineData("job-given-up", "job.given-up", "exit.words", "exit.repeated")]
    public void What_explains_most_comes_first(string expected, params string[] found) =>
        Shipped.Match(Diagnosed.These([.. found.Select(static id => Diagnosed.It(id))]))[0].Id.ShouldBe(expected);

    [Fact]
    public void Nothing_is_started_again_while_something_is_known_to_keep_it_from_starting() =>
        Shipped.Match(Diagnosed.These(Diagnosed.It("job.given-up"), Diagnosed.It("config.syntax"))).ShouldNotContain(static e => e.Remedies.Contains("start-again"));

    [Fact]
    public void A_warning_comes_after_what_keeps_the_gateway_from_serving() =>
        Shipped.Match(Diagnosed.These(Diagnosed.It("config.syntax"), Diagnosed.It("job.rival", FindingSeverity.Warning))).Select(static e => e.Id).ShouldBe(["config-syntax", "job-rival"]);

    [Fact]
    public void What_we_are_not_sure_of_does_not_count() =>
        Shipped.Match(Diagnosed.These(Diagnosed.It("config.syntax", confidence: 0.4))).ShouldBeEmpty();

    [Fact]
    public void An_entry_is_about_the_releases_it_names()
    {
        var shelf = new Shelf([Entry("old") with { OpenClaw = "<2026.9.6" }, Entry("any"), Entry("new") with { OpenClaw = ">=2026.9.6 <2027" }]);
        shelf.Match(Diagnosed.These(Diagnosed.It("x"))).Select(static e => e.Id).ShouldBe(["any", "new"]);
        shelf.Match(Diagnosed.These(Diagnosed.It("x")) with { OpenClaw = null }).Select(static e => e.Id).ShouldBe(["old", "any", "new"], "what is not known rules nothing out");
    }

    [Theory]
    [InlineData("[{\"id\":\"a\",\"title\":\"a\",\"when\":{\"all\":[\"x\"]},\"then\":\"Remedy\",\"advice\":\"a\",\"remedy\":\"y\"}]")]
    [InlineData("[{\"id\":\"a\",\"title\":\"a\",\"when\":{\"al\":[\"x\"]},\"then\":\"Remedy\",\"advice\":\"a\"}]")]
    [InlineData("[{\"id\":\"a\",\"title\":\"a\",\"when\":{\"all\":[\"x\"]},\"then\":\"Restart\",\"advice\":\"a\"}]")]
    [InlineData("[{\"id\":\"a\",\"title\":\"a\",\"when\":{\"all\":[\"x\"]},\"then\":\"Remedy\"}]")]
    [InlineData("[{\"id\":\"a\",\"id\":\"b\",\"title\":\"a\",\"when\":{},\"then\":\"Remedy\",\"advice\":\"a\"}]")]
    public void A_file_with_a_word_that_is_not_known_is_refused(string json) =>
        Should.Throw<FormatException>(() => CatalogueJson.Read("x.json", new MemoryStream(Encoding.UTF8.GetBytes(json)))).Message.ShouldStartWith("x.json");

    [Fact]
    public void Two_entries_of_one_name_are_refused() => Should.Throw<FormatException>(() => new Shelf([Entry("a"), Entry("a")])).Message.ShouldStartWith("a is twice");

    private static CatalogueEntry Entry(string id) => new() { Id = id, Title = id, When = new() { All = ["x"] }, Then = CatalogueAction.LeaveAlone, Advice = id };
}
