using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Catalogue;
using OpenClaw.Host.Playbook.Remedies;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook;

public sealed class RemedyOrderSpecs
{
    private static readonly IReadOnlyList<IRemedy> All =
    [
        new Named("file", Reach.File, 1), new Named("cheap", Reach.Setting, 1), new Named("dear", Reach.Setting, 60), new Named("mark", Reach.Nothing, 90),
    ];

    [Fact]
    public void What_can_cost_the_owner_least_comes_first_whatever_its_record() =>
        Order([Entry("a", "file", "mark")], new RemedyScore("a", "file", 9, 9), new RemedyScore("a", "mark", 9, 0)).ShouldBe(["mark", "file"]);

    [Fact]
    public void Among_equals_the_record_of_this_host_decides_and_a_failure_puts_one_behind_what_was_never_tried()
    {
        Order([Entry("a", "cheap", "dear")], new RemedyScore("a", "dear", 1, 1)).ShouldBe(["dear", "cheap"]);
        Order([Entry("a", "cheap", "dear")], new RemedyScore("a", "cheap", 1, 0)).ShouldBe(["dear", "cheap"]);
        Order([Entry("a", "cheap", "dear")], new RemedyScore("b", "dear", 9, 9)).ShouldBe(["cheap", "dear"], "the record of another failure says nothing");
    }

    [Fact]
    public void Then_the_place_of_the_entry_then_the_time_it_takes()
    {
        Order([Entry("a", "dear"), Entry("b", "cheap")]).ShouldBe(["dear", "cheap"]);
        Order([Entry("a", "dear", "cheap")]).ShouldBe(["cheap", "dear"]);
    }

    [Fact]
    public void Each_remedy_comes_once_for_the_entry_with_which_it_is_first()
    {
        RemedyOrder.Of([Entry("a", "cheap"), Entry("b", "cheap", "unknown")], All, [new("b", "cheap", 3, 3)]).ShouldHaveSingleItem().Entry.Id.ShouldBe("b");
        Order([Entry("a", "cheap") with { Then = CatalogueAction.TellOwner }]).ShouldBeEmpty();
    }

    private static string[] Order(IReadOnlyList<CatalogueEntry> entries, params RemedyScore[] scores) => [.. RemedyOrder.Of(entries, All, scores).Select(static x => x.Remedy.Name)];

    private static CatalogueEntry Entry(string id, params string[] remedies) =>
        new() { Id = id, Title = id, When = new(), Then = CatalogueAction.Remedy, Remedies = remedies, Advice = id };

    private sealed record Named(string Name, Reach Reach, int Seconds) : IRemedy
    {
        public string Title => Name;

        public TimeSpan Cost => TimeSpan.FromSeconds(Seconds);

        public Task<RemedyPlan?> Plan(Diagnosis diagnosis, Patient patient, CancellationToken cancel) => Task.FromResult<RemedyPlan?>(null);
    }
}
