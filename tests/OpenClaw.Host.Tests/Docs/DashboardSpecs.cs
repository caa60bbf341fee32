using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using OpenClaw.Host.Metrics;
using OpenClaw.Host.Tests.Metrics;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Docs;

/// <summary>The dashboard, the rules, and what is written of the metrics: each says what the program does.</summary>
public sealed partial class DashboardSpecs
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));
    private static readonly string Folder = Path.Combine(Root, "dashboards");
    private static readonly JsonElement Dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "grafana.json"))).RootElement;
    private static readonly string Rules = File.ReadAllText(Path.Combine(Folder, "alerts.yml"));

    /// <summary>Every metric of ours that the dashboard or the rules name.</summary>
    public static IReadOnlySet<string> Named { get; } =
        Expressions().Append(Rules).SelectMany(static text => Metric().Matches(text)).Select(static m => m.Value).ToHashSet();

    [Fact]
    public void Each_metric_that_is_named_is_one_of_the_catalogue_and_each_of_the_catalogue_is_on_the_dashboard()
    {
        var known = MetricCatalogue.All.SelectMany(static m => m.Kind == MetricKind.Histogram ? [$"{m.Exposed}_bucket", $"{m.Exposed}_count", $"{m.Exposed}_sum"] : new[] { m.Exposed }).ToHashSet();
        Named.Except(known).ShouldBeEmpty();
        var shown = string.Join('\n', Expressions());
        MetricCatalogue.All.Where(m => !shown.Contains(m.Exposed, StringComparison.Ordinal)).Select(static m => m.Name).ShouldBeEmpty();
    }

    [Fact]
    public void Each_label_that_is_asked_for_is_one_that_its_metric_has()
    {
        foreach (var expression in Expressions().Concat(Rules.Split('\n').Where(static l => l.Contains(" expr: ", StringComparison.Ordinal))))
        {
            foreach (Match use in Selector().Matches(expression))
            {
                var metric = MetricCatalogue.All.Single(m => use.Groups[1].Value == m.Exposed || use.Groups[1].Value.StartsWith($"{m.Exposed}_", StringComparison.Ordinal) && m.Kind == MetricKind.Histogram);
                Label().Matches(use.Groups[2].Value).Select(static m => m.Groups[1].Value).Except([.. metric.Labels, "instance", "job", "le"]).ShouldBeEmpty(expression);
            }
        }
    }

    [Fact]
    public void The_dashboard_can_be_imported_asks_for_its_data_source_and_says_of_each_panel_what_it_shows()
    {
        Dashboard.GetProperty("uid").GetString().ShouldBe("openclaw-actors");
        Dashboard.GetProperty("templating").GetProperty("list").EnumerateArray().Select(static v => (v.GetProperty("name").GetString(), v.GetProperty("type").GetString()))
            .ShouldBe([("datasource", "datasource"), ("instance", "query"), ("gateway", "query")]);
        var panels = Panels().ToArray();
        panels.Select(static p => p.GetProperty("id").GetInt32()).Distinct().Count().ShouldBe(panels.Length);
        foreach (var panel in panels.Where(static p => p.GetProperty("type").GetString() != "row"))
        {
            var title = panel.GetProperty("title").GetString();
            title.ShouldNotBeNullOrEmpty();
            panel.GetProperty("description").GetString().ShouldNotBeNullOrEmpty(title);
            panel.GetProperty("datasource").GetProperty("uid").GetString().ShouldBe("${datasource}", title);
            foreach (var target in panel.GetProperty("targets").EnumerateArray()) target.GetProperty("datasource").GetProperty("uid").GetString().ShouldBe("${datasource}", title);
        }
    }

    [Fact]
    public void No_panel_lies_on_another_one_or_beside_the_board()
    {
        var places = Panels().Select(static p => p.GetProperty("gridPos"))
            .Select(static g => (X: g.GetProperty("x").GetInt32(), Y: g.GetProperty("y").GetInt32(), W: g.GetProperty("w").GetInt32(), H: g.GetProperty("h").GetInt32())).ToArray();
        places.ShouldAllBe(static p => p.X >= 0 && p.X + p.W <= 24);
        places.SelectMany(static p => Enumerable.Range(p.X, p.W).SelectMany(x => Enumerable.Range(p.Y, p.H).Select(y => (x, y)))).GroupBy(static c => c).ShouldAllBe(static g => g.Count() == 1);
    }

    [Fact]
    public async Task Promtool_takes_every_expression_of_the_dashboard()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("dashboard-").FullName, "rules.yml");
        var rules = Expressions().Where(static e => !e.StartsWith("label_values", StringComparison.Ordinal)).Select(static (e, i) => $"      - record: panel:{i}\n        expr: {JsonSerializer.Serialize(Filled(e))}\n");
        await File.WriteAllTextAsync(file, $"groups:\n  - name: panels\n    rules:\n{string.Concat(rules)}");
        var (code, said) = await Promtool.OrSkip(["check", "rules", file]);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        code.ShouldBe(0, said);
    }

    [Fact]
    public async Task Promtool_takes_the_rules()
    {
        var (code, said) = await Promtool.OrSkip(["check", "rules", Path.Combine(Folder, "alerts.yml")]);
        code.ShouldBe(0, said);
        said.ShouldContain($"SUCCESS: {Alerts().Count} rules found");
    }

    [Fact]
    public async Task Each_alert_fires_when_it_must_and_not_before()
    {
        var tests = await File.ReadAllTextAsync(Path.Combine(Folder, "alerts.test.yml"));
        Alerts().Where(name => !Regex.IsMatch(tests, $@"alertname: {name}\s+exp_alerts:\s+- exp_labels")).ShouldBeEmpty("an alert that is not tried");
        Alerts().Where(name => !Regex.IsMatch(tests, $@"alertname: {name}\s+exp_alerts: \[\]")).ShouldBeEmpty("an alert that is not tried when it must be quiet");
        var (code, said) = await Promtool.OrSkip(["test", "rules", "alerts.test.yml"], folder: Folder);
        code.ShouldBe(0, said);
    }

    [Fact]
    public void Each_alert_says_what_is_so_what_it_means_and_where_it_is_written_what_to_do()
    {
        var anchors = File.ReadLines(Path.Combine(Root, "docs", "TROUBLESHOOTING.md")).Where(static l => l.StartsWith('#')).Select(static l => l.TrimStart('#', ' ').ToLowerInvariant().Replace(' ', '-')).ToHashSet();
        var parts = Regex.Split(Rules, @"- alert: ").Skip(1).ToArray();
        foreach (var part in parts)
        {
            var name = part.Split('\n')[0];
            foreach (var word in new[] { "expr:", "severity:", "summary:", "description:" }) part.ShouldContain(word, Case.Sensitive, name);
            var runbook = Regex.Match(part, @"runbook_url: docs/TROUBLESHOOTING\.md#([a-z]+)").Groups[1].Value;
            runbook.ShouldBe(name.ToLowerInvariant());
            anchors.ShouldContain(runbook);
        }
    }

    [Fact]
    public void The_document_lists_each_metric_as_it_is_and_no_other_one()
    {
        var rows = File.ReadLines(Path.Combine(Root, "docs", "metrics.md")).Where(static l => l.StartsWith("| `openclaw", StringComparison.Ordinal)).ToArray();
        rows.ShouldBe(MetricCatalogue.All.Select(Row));
    }

    private static string Row(Metric metric) =>
        $"| `{metric.Name}` | `{metric.Exposed}` | {metric.Kind.ToString().ToLowerInvariant()} | {metric.Unit ?? "–"} | {(metric.Labels.Count == 0 ? "–" : string.Join(", ", metric.Labels.Select(static l => $"`{l}`")))} | {metric.Meaning} |";

    private static List<string> Alerts() => [.. Regex.Matches(Rules, @"- alert: (\w+)").Select(static m => m.Groups[1].Value)];

    private static JsonElement.ArrayEnumerator Panels() => Dashboard.GetProperty("panels").EnumerateArray();

    private static IEnumerable<string> Expressions() =>
    [
        .. Panels().Where(static p => p.TryGetProperty("targets", out _)).SelectMany(static p => p.GetProperty("targets").EnumerateArray()).Select(static t => t.GetProperty("expr").GetString()!),
        .. Dashboard.GetProperty("annotations").GetProperty("list").EnumerateArray().Select(static a => a.GetProperty("expr").GetString()!),
        .. Dashboard.GetProperty("templating").GetProperty("list").EnumerateArray().Where(static v => v.GetProperty("type").GetString() == "query").Select(static v => v.GetProperty("definition").GetString()!),
    ];

    // As Grafana fills them in.
    private static string Filled(string expression) =>
        new (string Variable, string Value)[] { ("$__rate_interval", "1m"), ("$__interval", "1m"), ("$__range", "1d"), ("$instance", ".*"), ("$gateway", ".*") }
            .Aggregate(expression, static (text, v) => text.Replace(v.Variable, v.Value, StringComparison.Ordinal));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"\bopenclaw_[a-z_]+", RegexOptions.CultureInvariant)]
    private static partial Regex Metric();

    [GeneratedRegex(@"\b(openclaw_[a-z_]+)\{([^}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Selector();

    [GeneratedRegex(@"([a-z_]+)\s*(?:=~|!~|!=|=)", RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
