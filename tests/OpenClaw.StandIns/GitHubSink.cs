using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;

namespace OpenClaw.StandIns;

/// <summary>
/// GitHub's issues (docs.github.com/rest/issues, version 2022-11-28) of one repository. With an empty script it does as GitHub does with what it is told: keeps issues and comments, answers
/// 401 without the token, 422 for a body that breaks its schema.
/// </summary>
public sealed partial class GitHubSink : WebhookSink
{
    /// <summary>The repository that it has.</summary>
    public const string Repository = "owner/alerts";

    /// <summary>Who has the token.</summary>
    public const long Owner = 7;

    private readonly ConcurrentQueue<SinkAnswer?> _faults = new();
    private readonly List<JsonObject> _issues = [];
    private readonly Dictionary<long, List<JsonObject>> _comments = [];
    private bool _losesAnswer;

    private GitHubSink(string token) => Secret = token;

    /// <inheritdoc/>
    public override string Secret { get; }

    /// <summary>Its issues, the oldest first.</summary>
    public IReadOnlyList<JsonObject> Issues => _issues;

    /// <inheritdoc/>
    protected override string Path => "/";

    /// <summary>Starts one.</summary>
    public static async Task<GitHubSink> Start(string token)
    {
        var sink = new GitHubSink(token);
        await sink.Listen();
        return sink;
    }

    /// <summary>The texts of an issue's comments.</summary>
    public IReadOnlyList<string> Comments(long issue) => [.. _comments.GetValueOrDefault(issue, []).Select(static c => (string)c["body"]!)];

    /// <summary>Writes a comment as somebody.</summary>
    public void Comment(long issue, string text, long writer)
    {
        if (!_comments.TryGetValue(issue, out var comments)) _comments[issue] = comments = [];
        comments.Add(new JsonObject { ["body"] = text, ["user"] = new JsonObject { ["id"] = writer } });
    }

    /// <summary>What the next writing calls come to, instead of being done; null: that one is done.</summary>
    public void FailWrites(params SinkAnswer?[] answers)
    {
        foreach (var answer in answers) _faults.Enqueue(answer);
    }

    /// <summary>The next writing call is done, and its answer is lost.</summary>
    public void LoseNextAnswer() => _losesAnswer = true;

    /// <inheritdoc/>
    protected override SinkAnswer Judge(SinkCall call)
    {
        if (call.Headers.GetValueOrDefault("authorization") != $"Bearer {Secret}") return new SinkAnswer.Status(401, Body: """{"message":"Bad credentials"}""");
        if (call.Headers.GetValueOrDefault("user-agent") is not { Length: > 0 }) return new SinkAnswer.Status(403, Body: """{"message":"Request forbidden by administrative rules."}""");
        if (Place().Match(call.PathAndQuery) is not { Success: true } place) return new SinkAnswer.Status(404, Body: """{"message":"Not Found"}""");
        var query = HttpUtility.ParseQueryString(place.Groups["query"].Value);
        var issue = place.Groups["issue"].Value is { Length: > 0 } text ? _issues.SingleOrDefault(i => i["number"]!.ToString() == text) : null;
        if (place.Groups["issue"].Success && issue is null) return new SinkAnswer.Status(404, Body: """{"message":"Not Found"}""");
        if (call.Method != "GET" && _faults.TryDequeue(out var fault) && fault is not null) return fault;
        var answer = (call.Method, issue, place.Groups["comments"].Success) switch
        {
            ("GET", null, _) => Ok(Page(_issues.Where(i => i["labels"]!.AsArray().Any(l => (string)l!["name"]! == query["labels"])).Reverse(), query["per_page"], query["page"])),
            ("GET", { } one, false) => Ok(one),
            ("GET", { } one, true) => Ok(Page(_comments.GetValueOrDefault((long)one["number"]!, []), query["per_page"], query["page"])),
            ("POST", null, _) => Open(JsonNode.Parse(call.Body)!.AsObject()),
            ("POST", { } one, true) => Say(one, JsonNode.Parse(call.Body)!.AsObject()),
            ("PATCH", { } one, false) => Change(one, JsonNode.Parse(call.Body)!.AsObject()),
            _ => new SinkAnswer.Status(404),
        };
        if (call.Method == "GET" || !_losesAnswer) return answer;
        _losesAnswer = false;
        return new SinkAnswer.Drop();
    }

    private SinkAnswer.Status Open(JsonObject body)
    {
        if (Only(body, "title", "body", "labels", "assignees", "milestone", "type") is { } odd) return odd;
        if ((string)body["title"]! is not { Length: > 0 and <= 256 } || ((string)body["body"]!).Length > 65536) return Invalid;
        var issue = new JsonObject
        {
            ["number"] = _issues.Count + 1L,
            ["title"] = (string)body["title"]!,
            ["body"] = (string)body["body"]!,
            ["state"] = "open",
            ["user"] = new JsonObject { ["id"] = Owner },
            ["labels"] = new JsonArray([.. body["labels"]!.AsArray().Select(static l => new JsonObject { ["name"] = (string)l! })]),
        };
        _issues.Add(issue);
        return Ok(issue, 201);
    }

    private SinkAnswer.Status Say(JsonObject issue, JsonObject body)
    {
        if (Only(body, "body") is { } odd) return odd;
        if ((string)body["body"]! is not { Length: > 0 and <= 65536 } text) return Invalid;
        Comment((long)issue["number"]!, text, Owner);
        return Ok(new JsonObject { ["id"] = 1 }, 201);
    }

    private static SinkAnswer.Status Change(JsonObject issue, JsonObject body)
    {
        if (Only(body, "title", "body", "state", "state_reason", "labels") is { } odd) return odd;
        if ((string)body["state"]! is not ("open" or "closed") || (string?)body["state_reason"] is not (null or "completed" or "not_planned" or "duplicate" or "reopened")) return Invalid;
        issue["state"] = (string)body["state"]!;
        return Ok(issue);
    }

    private static SinkAnswer.Status Invalid => new(422, Body: """{"message":"Validation Failed"}""");

    private static SinkAnswer.Status? Only(JsonObject body, params string[] known) => body.Any(p => !known.Contains(p.Key)) ? Invalid : null;

    private static JsonArray Page(IEnumerable<JsonObject> all, string? size, string? page)
    {
        var (each, number) = (int.Parse(size ?? "30", CultureInfo.InvariantCulture), int.Parse(page ?? "1", CultureInfo.InvariantCulture));
        return [.. all.Skip((number - 1) * each).Take(each).Select(static i => i.DeepClone())];
    }

    private static SinkAnswer.Status Ok(JsonNode body, int code = 200) => new(code, Body: body.ToJsonString());

    [GeneratedRegex(@"\A/repos/owner/alerts/issues(/(?<issue>[0-9]+)(?<comments>/comments)?)?(\?(?<query>.*))?\z")]
    private static partial Regex Place();
}
