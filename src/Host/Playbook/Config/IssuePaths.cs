using System.Text.RegularExpressions;

namespace OpenClaw.Host.Playbook.Config;

/// <summary>
/// Which values of a config an issue of OpenClaw's check is about. OpenClaw writes a path with dots although keys may hold dots, names the parent of an unknown key and the
/// keys only in its words, and calls the whole <c>&lt;root&gt;</c>; so its text is laid over the config that it is about.
/// </summary>
internal static partial class IssuePaths
{
    /// <summary>The paths, each either in the config or one step out of it where something is missing; empty when the issue is about the whole.</summary>
    public static IReadOnlyList<OffendingPath> Of(ConfigIssue issue, Json5Document document)
    {
        var text = issue.Path is "<root>" or "." ? "" : Index().Replace(issue.Path, ".$1");
        var place = Resolve(document.Root, KeyPath.Root, text);
        if (IsAboutUnknownKeys(issue.Message))
        {
            var names = Quoted().Matches(issue.Message).Select(static m => m.Groups[1].Value).ToArray();
            foreach (var home in new[] { place, place.Parent ?? KeyPath.Root })
            {
                var unknown = names.Select(home.Then).Where(path => document.Slot(path) is not null).Select(static path => new OffendingPath(path, IsUnknownKey: true)).ToArray();
                if (unknown.Length > 0) return unknown;
            }
        }

        return place.Depth == 0 ? [] : [new(place, IsAboutUnknownKeys(issue.Message))];
    }

    /// <summary>The path of a text with dots: the longest keys that are there; what is left is taken at its dots.</summary>
    public static KeyPath Resolve(Json5Document document, string text) => Resolve(document.Root, KeyPath.Root, text);

    private static KeyPath Resolve(Json5Value value, KeyPath at, string text)
    {
        if (text.Length == 0) return at;
        var names = value switch
        {
            Json5Object members => members.Names.Where(name => text == name || text.StartsWith(name + ".", StringComparison.Ordinal)).OrderByDescending(static name => name.Length),
            Json5Array => [text.Split('.')[0]],
            _ => Enumerable.Empty<string>(),
        };
        foreach (var name in names)
        {
            if (value.Child(name) is { } child) return Resolve(child.Value, at.Then(name), text.Length == name.Length ? "" : text[(name.Length + 1)..]);
        }

        return text.Split('.').Aggregate(at, static (path, segment) => path.Then(segment));
    }

    private static bool IsAboutUnknownKeys(string message) =>
        message.Contains("nrecognized key", StringComparison.Ordinal) || message.Contains("additional propert", StringComparison.Ordinal) || message.Contains("nknown key", StringComparison.Ordinal);

    [GeneratedRegex(@"[""'`]([^""'`]{1,200})[""'`]")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\[(\d{1,9})\]")]
    private static partial Regex Index();
}

/// <summary>A value that OpenClaw refuses.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="IsUnknownKey">OpenClaw does not know its key.</param>
internal sealed record OffendingPath(KeyPath Path, bool IsUnknownKey);
