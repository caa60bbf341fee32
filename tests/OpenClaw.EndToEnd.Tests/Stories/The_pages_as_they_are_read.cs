using OpenClaw.EndToEnd.Tests.Docs;
using OpenClaw.EndToEnd.Tests.Npm;

namespace OpenClaw.EndToEnd.Tests.Stories;

/// <summary>Each command in README and the owner's pages, word for word and in order, on a clean account with the real gateway under a real systemd.</summary>
[Trait("Category", "RealGateway")]
public sealed class The_pages_as_they_are_read(InstalledPrograms installed, DocsSources sources, ITestOutputHelper output) : IClassFixture<DocsSources>
{
    [Fact]
    public Task A_newcomer_s_walk_from_nothing_to_a_watched_gateway_and_on_to_his_farewell() =>
        Walk("docs/QUICKSTART.md", "docs/configuration.md", "docs/LINUX_SETUP.md", "docs/TROUBLESHOOTING.md", "docs/operations.md");

    [Fact]
    public Task What_the_README_says_is_so() => Walk("README.md");

    private async Task Walk(params string[] pages)
    {
        await using var walk = new DocsWalk(installed.OrSkip(), sources);
        try
        {
            foreach (var page in pages) await walk.Read(page);
            await walk.Verdict();
        }
        finally
        {
            foreach (var line in walk.Told) output.WriteLine(line);
            output.WriteLine($"{walk.Told.Count(static line => line.Contains(" ran ", StringComparison.Ordinal))} blocks ran, {walk.Told.Count(static line => line.Contains(" not run: ", StringComparison.Ordinal))} did not");
        }
    }
}
