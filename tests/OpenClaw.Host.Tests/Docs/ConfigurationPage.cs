using System.Text;
using System.Text.RegularExpressions;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Tests.Docs;

/// <summary>Makes docs/configuration.md of the shipped conf files, whose comments say what a key is, and of the schema, which knows the variables.</summary>
internal static partial class ConfigurationPage
{
    private const string Top = """
        # Configuration

        <!-- Made of hocon/*.conf and the schema. Do not edit it: OPENCLAW_DOCS_UPDATE=1 dotnet run --project tests/OpenClaw.Host.Tests -- -class "*ConfigurationDocSpecs" -->

        Nothing needs to be set. What you want different goes into `~/.openclaw-actors/openclaw.conf`, a file of yours that no update touches:

        ```hocon
        openclaw {
          probe.interval = 5s
          notify.quiet = "22:00-07:00"
          gateways.work { url = "http://localhost:18790/" }
        }
        ```

        What wins: command line (`run --set KEY=VALUE`), environment, `~/.openclaw/.env`, `~/openclaw/.env`, `--config FILE`, your `openclaw.conf`, what is shipped. A wrong key or value stops the start with one line that says
        where it is and how to mend it (exit code 2).

        ```sh
        openclaw-actors config check
        openclaw-actors config show --changed
        ```

        Periods carry their unit (`ms`, `s`, `m`, `h`, `d`), sizes too (`KB`, `MB`, `GB`); a variable takes a whole number in the unit that is named with it. A key with † may stand in a gateway's block too
        (`openclaw.gateways.work.probe.interval = 30s`) and wins there. Only plain values: no `${...}`, no `include`.

        """;

    private static readonly IReadOnlyDictionary<string, string> Usual = new Dictionary<string, string>
    {
        ["floor"] = "The least urgent news it gets: info, resolved, warning, critical.",
        ["quiet"] = "Quiet hours of its own, for example \"23:00-06:00\", or \"none\"; empty: those of openclaw.notify.quiet.",
        ["api"] = "Where the service is; another one for a server of your own.",
        ["enabled"] = "on or off.",
        ["users"] = "Who may order something: ids, for example [123456789].",
        ["chats"] = "Where he may: ids of chats.",
        ["chat"] = "The chat's id, for example 123456789 or \"@mychannel\".",
        ["channel"] = "The channel's id, for example C0123456789; needed with the token.",
        ["server"] = "The server's address.",
        ["room"] = "The room's id, for example \"!abc:matrix.org\".",
        ["template"] = "JSON of your own; empty: ours.",
        ["repo"] = "For example \"you/alerts\".",
        ["host"] = "The mail server; with it the channel is on.",
        ["port"] = "Its port.",
        ["tls"] = "starttls, tls or none.",
        ["from"] = "The sender's address.",
        ["to"] = "One to twenty addresses.",
        ["user"] = "Who signs in; empty: nobody does.",
        ["ca-file"] = "Certificates (PEM) that are trusted besides the system's.",
    };

    // Where the comment names a variable only in passing.
    private static readonly IReadOnlyDictionary<string, string> Variables = new Dictionary<string, string>
    {
        ["ANTHROPIC_API_KEY"] = "Claude Code's key; without it the CLI's own login is used.",
        ["ANTHROPIC_BASE_URL"] = "Another address of Anthropic's API.",
        ["CLAUDE_CONFIG_DIR"] = "Where Claude Code keeps its login.",
        ["DISCORD_WEBHOOK_URL"] = "A webhook of the Discord channel where you are called; without it that channel is off.",
        ["OPENCLAW_ACTORS_DISCORD_BOT_TOKEN"] = "A bot of your own that hears your commands (docs/remote.md); a webhook cannot listen.",
        ["OPENCLAW_ACTORS_EMAIL_PASSWORD"] = "The password of openclaw.notify.email.user.",
    };

    /// <summary>The page.</summary>
    /// <param name="folder">The folder of the conf files.</param>
    public static string Make(string folder)
    {
        var page = new StringBuilder(Top.ReplaceLineEndings("\n"));
        var comments = new List<string>();
        foreach (var name in (string[])["openclaw.conf", "gateways.conf"]) File(page, Path.Combine(folder, name), comments);
        page.Append("\n## From the environment only\n\nWhat is secret, or OpenClaw's own. In the environment of the daemon, or in `~/.openclaw/.env` (mode 600); nowhere else.\n\n| variable | of | meaning |\n|---|---|---|\n");
        foreach (var key in SettingsSchema.General.Where(static k => k.VariableOnly).OrderBy(static k => k.Variable, StringComparer.Ordinal))
            page.Append($"| `{key.Variable}` | `{key.Key}` | {Cell(About(key, comments))} |\n");
        return page.ToString();
    }

    /// <summary>Every key that has a row.</summary>
    public static IReadOnlySet<string> KeysOf(string page) => KeyCell().Matches(page).Select(static m => m.Groups[1].Value).Concat(VariableCell().Matches(page).Select(static m => m.Groups[1].Value)).ToHashSet();

    private static void File(StringBuilder page, string path, List<string> comments)
    {
        var entries = HoconFile.Read(path).Entries.ToLookup(static e => int.Parse(e.From[(e.From.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
        var (lines, blocks, comment, isTable, wasInline) = (System.IO.File.ReadAllLines(path), new Stack<string>(), new List<string>(), false, false);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith('#')) comment.Add(line.TrimStart('#').Trim());
            else if (line.Length == 0)
            {
                // A comment that stands alone is about all that follows; the file's own head is said above.
                if (comment.Count > 0 && blocks.Count > 0) Prose(page, comment, ref isTable);
                if (comment.Count > 0) comments.Add(string.Join(' ', comment));
                comment.Clear();
            }
            else if (line.EndsWith('{'))
            {
                var full = string.Join('.', blocks.Reverse().Append(line[..^1].Trim()));
                blocks.Push(line[..^1].Trim());
                if (full != SettingsSchema.Root) page.Append($"\n## `{full}`\n");
                if (comment.Count > 0) page.Append($"\n{Escaped(string.Join(' ', comment))}\n");
                comments.Add(string.Join(' ', comment));
                (isTable, wasInline) = (false, false);
                comment.Clear();
            }
            else
            {
                var text = string.Join(' ', comment);
                if (text.Length > 0) comments.Add(text);
                var isInline = line.Contains('{');
                if (isInline)
                {
                    page.Append($"\n### `{string.Join('.', blocks.Reverse().Append(line[..line.IndexOf('{')].Trim()))}`\n");
                    if (text.Length > 0) page.Append($"\n{Escaped(text)}\n");
                    isTable = false;
                }
                else if (wasInline && entries[i + 1].Any()) page.Append($"\n## More of `{string.Join('.', blocks.Reverse())}`\n");

                if (entries[i + 1].Any()) wasInline = isInline;
                if (entries[i + 1].Any() && !isTable) page.Append("\n| key | default | unit | variable | meaning |\n|---|---|---|---|---|\n");
                isTable |= entries[i + 1].Any();
                foreach (var entry in entries[i + 1])
                {
                    var meaning = !isInline && text.Length > 0 ? text : Usual.GetValueOrDefault(Last(entry.Key)) ?? "As above.";
                    page.Append(Row(entry, meaning));
                }

                if (line == "}" && blocks.Count > 0)
                {
                    blocks.Pop();
                    if (isTable && blocks.Count > 0 && NextKey(lines, i)) page.Append($"\n## More of `{string.Join('.', blocks.Reverse())}`\n");
                    (isTable, wasInline) = (false, false);
                }

                comment.Clear();
            }
        }
    }

    // Whether keys of the outer block follow the inner one, which need a heading of their own.
    private static bool NextKey(string[] lines, int at) => lines.Skip(at + 1).Select(static l => l.Trim()).FirstOrDefault(static l => l.Length > 0 && !l.StartsWith('#')) is { } next && next != "}" && !next.Contains('{');

    private static void Prose(StringBuilder page, List<string> comment, ref bool isTable)
    {
        page.Append($"\n{Escaped(string.Join(' ', comment))}\n");
        isTable = false;
    }

    private static string Row(HoconEntry entry, string meaning)
    {
        var key = entry.Key[(SettingsSchema.Root.Length + 1)..];
        var known = SettingsSchema.Find(key);
        var variable = known?.Variable is null ? "-" : $"`{known.Variable}`{known.Unit switch { VariableUnit.Seconds => " (seconds)", VariableUnit.Minutes => " (minutes)", _ => "" }}";
        return $"| `{entry.Key}`{(known is { PerGateway: true } ? " †" : "")} | {(entry.Text.Length == 0 ? "none" : $"`{entry.Text}`")} | {Unit(entry)} | {variable} | {Cell(meaning)} |\n";
    }

    private static string Unit(HoconEntry entry) => entry.Items is not null ? "list"
        : Period().IsMatch(entry.Text) ? "period" : Size().IsMatch(entry.Text) ? "size" : Number().IsMatch(entry.Text) ? "number" : entry.Text is "on" or "off" ? "on, off" : "text";

    // The sentences that name it.
    private static string About(KnownKey key, IEnumerable<string> comments) => Variables.GetValueOrDefault(key.Variable!)
        ?? (string.Join(' ', comments.SelectMany(static c => Sentence().Split(c)).Where(s => NameOf(key.Variable!).IsMatch(s)).Distinct().Take(2)) is { Length: > 0 } found ? found : "");

    private static Regex NameOf(string variable) => new($@"(?<!\w){Regex.Escape(variable)}(?!\w)", RegexOptions.CultureInvariant);

    private static string Last(string key) => key[(key.LastIndexOf('.') + 1)..];

    private static string Cell(string text) => Escaped(text).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Escaped(string text) => text.Replace("<", "&lt;", StringComparison.Ordinal).Replace("{", "&#123;", StringComparison.Ordinal);

    [GeneratedRegex(@"\A\d+(?:\.\d+)?(?:ms|s|m|h|d)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Period();

    [GeneratedRegex(@"\A\d+(?:KB|MB|GB)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Size();

    [GeneratedRegex(@"\A\d+(?:\.\d+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<=[.:])\s+(?=[A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^\| `openclaw\.([^`]+)`", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex KeyCell();

    [GeneratedRegex(@"^\| `[A-Z_0-9]+` \| `([^`]+)`", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex VariableCell();
}
