using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// Issues in a repository of the owner's: one for each kind of trouble of a gateway, found again by a label and a mark in its text that is not shown. What happens is a comment; the end
/// closes it, the next time opens it again. Each text carries its news' mark, which is looked for before anything is written, so a repeat writes nothing. Limits (docs.github.com): 256
/// characters of title, 65536 of body.
/// </summary>
internal sealed partial class GitHubNotifier(ChannelTools tools, Uri api, SecretText token, string repository, Severity floor) : INotifier
{
    /// <summary>The label of our issues.</summary>
    public const string Label = "openclaw-actors";

    // At most 24,000 characters with its fence: that of a text of nothing but backticks is as long as the text, twice.
    private const int TextLimit = 8000;
    private const int PageSize = 100;
    private const int MostPages = 3;

    private readonly Uri _repository = new($"{api.AbsoluteUri.TrimEnd('/')}/repos/{repository}");

    /// <summary>Its settings.</summary>
    public static ChannelKind Kind { get; } = new("github", [ChannelKind.Secret("github", "token"), new("notify.github.repo"), new("notify.github.api")], static read =>
    {
        if (read.Secret("token") is not { } token) return null;
        var repo = read.Needed("repo", "token", "Set it to a repository, for example you/alerts; a private one, as alerts tell of your machine");
        if (!Repository().IsMatch(repo)) throw read.Wrong("repo", "it is no repository", "Write its owner and its name, for example you/alerts");
        var (api, floor) = (read.Url("api", "https://api.github.com"), read.Floor);
        return tools => new GitHubNotifier(tools, api, token, repo, floor);
    });

    /// <inheritdoc/>
    public string Name => "github";

    /// <inheritdoc/>
    public Severity Floor => floor;

    /// <inheritdoc/>
    public bool Groups => false;

    /// <inheritdoc/>
    public async Task<Delivery> Deliver(Announcement announcement, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var deadline = new CancellationTokenSource(tools.Timeout, tools.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        using var client = tools.Clients.CreateClient(HttpChannel.ClientName);
        var calls = new GitHubCalls(client, _repository, token, tools.Time, either.Token);
        try
        {
            return await Tell(announcement, calls);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        catch (OperationCanceledException)
        {
            return new Delivery.TryLater(null, string.Create(CultureInfo.InvariantCulture, $"GitHub did not answer within {tools.Timeout.TotalSeconds:0.#} s")) { MayHaveArrived = calls.Wrote };
        }
    }

    private static async Task<Delivery> Tell(Announcement news, GitHubCalls calls)
    {
        var (kind, key) = ($"kind={NewsMark.Of($"{news.Gateway.Value}\n{news.Signature ?? news.Incident?.Value ?? news.Key}")}", $"key={NewsMark.Of(news.Key)}");
        var (issue, stop) = await Find(news, kind, calls);
        if (stop is not null) return stop;
        if (issue is null)
        {
            var opened = await calls.Write(HttpMethod.Post, "issues", new JsonObject { ["title"] = Title(news), ["body"] = Text(news, $"{kind} {key}"), ["labels"] = new JsonArray(Label) });
            if (opened.Stop is not null) return opened.Stop;
            issue = Issue.Of(opened.Body);
            if (issue is null) return new Delivery.TryLater(null, "GitHub answered what is no issue") { MayHaveArrived = true };
        }
        else if (!issue.Body.Contains(key, StringComparison.Ordinal))
        {
            var (isTold, trouble) = await IsTold(news, issue, key, calls);
            if (trouble is not null) return trouble;
            if (!isTold && (await calls.Write(HttpMethod.Post, $"issues/{issue.Number}/comments", new JsonObject { ["body"] = Text(news, key) })).Stop is { } failed) return failed;
        }

        if (State(news) is { } state && state["state"]!.GetValue<string>() != issue.State && (await calls.Write(HttpMethod.Patch, $"issues/{issue.Number}", state)).Stop is { } unchanged) return unchanged;
        return new Delivery.Delivered { Handle = issue.Number };
    }

    // The incident's own issue first: what kind of trouble it is may have become clearer since.
    private static async Task<(Issue? Issue, Delivery? Stop)> Find(Announcement news, string kind, GitHubCalls calls)
    {
        if (int.TryParse(news.Earlier, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            var own = await calls.Read($"issues/{number}", mayLack: true);
            if (own.Stop is not null || Issue.Of(own.Body) is not null) return (Issue.Of(own.Body), own.Stop);
        }

        // A listing has what was written a moment ago; GitHub's search has it later.
        for (var page = 1; page <= MostPages; page++)
        {
            var listed = await calls.Read($"issues?labels={Label}&state=all&sort=updated&direction=desc&per_page={PageSize}&page={page}");
            if (listed.Stop is not null || listed.Body is not JsonArray issues) return (null, listed.Stop ?? Odd);
            if (issues.Select(Issue.Of).FirstOrDefault(issue => issue?.Body.Contains(kind, StringComparison.Ordinal) == true) is { } found) return (found, null);
            if (issues.Count < PageSize) break;
        }

        return default;
    }

    // Only what the issue's own author wrote: in a public repository anybody could write a mark.
    private static async Task<(bool IsTold, Delivery? Stop)> IsTold(Announcement news, Issue issue, string key, GitHubCalls calls)
    {
        var since = Uri.EscapeDataString((news.At.UtcDateTime - TimeSpan.FromDays(1)).ToString("s", CultureInfo.InvariantCulture) + "Z");
        for (var page = 1; page <= MostPages; page++)
        {
            var listed = await calls.Read($"issues/{issue.Number}/comments?since={since}&per_page={PageSize}&page={page}");
            if (listed.Stop is not null || listed.Body is not JsonArray comments) return (false, listed.Stop ?? Odd);
            if (comments.Any(c => Issue.Author(c) == issue.Writer && Issue.String(c, "body")?.Contains(key, StringComparison.Ordinal) == true)) return (true, null);
            if (comments.Count < PageSize) break;
        }

        return default;
    }

    private static Delivery Odd => new Delivery.TryLater(null, "GitHub answered what is no list");

    // What nothing follows is closed at once; news in between leaves it as it is.
    private static JsonObject? State(Announcement news) => news.Severity switch
    {
        Severity.Resolved => new() { ["state"] = "closed", ["state_reason"] = "completed" },
        Severity.Info when news.Incident is null => new() { ["state"] = "closed", ["state_reason"] = "completed" },
        Severity.Info => null,
        _ => new() { ["state"] = "open" },
    };

    private static string Title(Announcement news) => Reference().Replace(PlainNews.Title(news), static match => match.Value == "@" ? "＠" : match.Value.Replace('#', '＃'));

    // In a fence that is longer than any run of backticks in the text, nothing is markup, a name, a reference or the end of a comment.
    private static string Text(Announcement news, string marks)
    {
        var text = PlainNews.Text(news, TextLimit);
        var fence = new string('`', Math.Max(3, Longest(Backticks().EnumerateMatches(text)) + 1));
        return $"<!-- {Label} {marks} -->\n{fence}text\n{text}\n{fence}\n";
    }

    private static int Longest(Regex.ValueMatchEnumerator runs)
    {
        var longest = 0;
        foreach (var run in runs) longest = Math.Max(longest, run.Length);
        return longest;
    }

    [GeneratedRegex("`+", RegexOptions.CultureInvariant)]
    private static partial Regex Backticks();

    // A name that would be called, and what would be a link to an issue of this or another repository. An address or a package's version stays as it is.
    [GeneratedRegex(@"(?<!\w)@(?=\w)|#(?=\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9-]{0,38}/(?!\.{1,2}\z)[A-Za-z0-9._-]{1,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Repository();

    private sealed record Issue(string Number, string State, string Body, long? Writer)
    {
        // Null for what is none: a pull request is listed as one.
        public static Issue? Of(JsonNode? node) =>
            node is JsonObject all && all["pull_request"] is null && all["number"] is JsonValue value && value.TryGetValue<long>(out var number) && String(node, "state") is { } state
                ? new Issue(number.ToString(CultureInfo.InvariantCulture), state, String(node, "body") ?? "", Author(node))
                : null;

        public static long? Author(JsonNode? node) => node is JsonObject all && all["user"] is JsonObject user && user["id"] is JsonValue id && id.TryGetValue<long>(out var number) ? number : null;

        public static string? String(JsonNode? node, string name) => node is JsonObject all && all[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
    }
}
