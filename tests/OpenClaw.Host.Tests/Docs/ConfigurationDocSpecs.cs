using System.Runtime.CompilerServices;
using OpenClaw.Host.Configuration;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Docs;

/// <summary>docs/configuration.md is what the shipped files and the schema say. OPENCLAW_DOCS_UPDATE=1 writes it anew.</summary>
public sealed class ConfigurationDocSpecs
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));
    private static readonly string Page = Path.Combine(Root, "docs", "configuration.md");

    [Fact]
    public void The_page_is_what_the_shipped_files_say()
    {
        var made = ConfigurationPage.Make(Path.Combine(Root, "hocon"));
        if (Environment.GetEnvironmentVariable("OPENCLAW_DOCS_UPDATE") is "1") File.WriteAllText(Page, made);
        File.ReadAllText(Page).ShouldBe(made, "hocon/*.conf or the schema has changed: make the page anew with OPENCLAW_DOCS_UPDATE=1, as its first lines say");
    }

    [Fact]
    public void Every_key_has_its_row_and_every_row_a_meaning()
    {
        var rows = ConfigurationPage.KeysOf(File.ReadAllText(Page));
        SettingsSchema.General.Select(static k => k.Key).Concat(SettingsSchema.OfGateway.Select(static k => $"gateways.main.{k.Key}")).Where(key => !rows.Contains(key)).ShouldBeEmpty();
        File.ReadLines(Page).Where(static line => line.StartsWith("| `", StringComparison.Ordinal) && line.EndsWith("|  |", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
