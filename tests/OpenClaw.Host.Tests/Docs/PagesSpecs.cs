using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Docs;

/// <summary>What can be held of the pages without running what they say, which the story <c>The_pages_as_they_are_read</c> does.</summary>
public sealed partial class PagesSpecs
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    public static TheoryData<string> Owners => ["README.md", "docs/QUICKSTART.md", "docs/TROUBLESHOOTING.md", "docs/LINUX_SETUP.md", "docs/operations.md", "docs/configuration.md"];

    [Theory]
    [MemberData(nameof(Owners))]
    public void A_box_says_what_it_is_so_that_no_command_goes_unchecked(string page) =>
        Fences(File.ReadAllLines(Path.Combine(Root, page))).ShouldAllBe(static language => language == "sh" || language == "hocon" || language == "text" || language == "json");

    [Fact]
    public void Every_link_between_the_pages_leads_somewhere()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Root, "README.md")).ToArray();
        var broken = new List<string>();
        foreach (var page in pages)
        {
            foreach (var target in Links(File.ReadAllText(page)))
            {
                var (path, anchor) = target.IndexOf('#', StringComparison.Ordinal) is >= 0 and var cut ? (target[..cut], target[(cut + 1)..]) : (target, "");
                var file = path.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, path));
                if (!Path.Exists(file)) broken.Add($"{Path.GetRelativePath(Root, page)}: {target}");
                else if (anchor.Length > 0 && file.EndsWith(".md", StringComparison.Ordinal) && !Anchors(File.ReadAllText(file)).Contains(anchor)) broken.Add($"{Path.GetRelativePath(Root, page)}: {target} (no such heading)");
            }
        }

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void What_the_alerts_point_at_is_there() =>
        Anchors(File.ReadAllText(Path.Combine(Root, "docs", "TROUBLESHOOTING.md"))).IsSupersetOf(["gateway-down", "healer-absent", "incident-too-long", "doctor-cost", "alerts-failing", "lost-mail", "restart-storm"]).ShouldBeTrue();

    private static IEnumerable<string> Fences(string[] lines)
    {
        var isOpen = false;
        foreach (var line in lines.Where(static l => l.StartsWith("```", StringComparison.Ordinal)))
        {
            if (!isOpen) yield return line[3..];
            isOpen = !isOpen;
        }
    }

    private static IEnumerable<string> Links(string text) => Link().Matches(Code().Replace(text, "")).Select(static m => m.Groups[1].Value).Where(static to => !to.Contains("://", StringComparison.Ordinal) && !to.StartsWith("mailto:", StringComparison.Ordinal));

    // As GitHub makes them of headings.
    private static HashSet<string> Anchors(string text) =>
    [
        .. Anchor().Matches(text).Select(static m => m.Groups[1].Value),
        .. Heading().Matches(text).Select(static m => NoSlug().Replace(m.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-')),
    ];

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"\]\(([^)\s]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"```[\s\S]*?```|`[^`\n]*`", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex(@"<a id=""([^""]+)""></a>", RegexOptions.CultureInvariant)]
    private static partial Regex Anchor();

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.CultureInvariant)]
    private static partial Regex NoSlug();
}
