using System.Text.RegularExpressions;

namespace OpenClaw.Host.Logging;

/// <summary>
/// Takes secrets and personal addresses out of text before it is given to a model, a log or a report. The text is hostile: every pattern is bounded, and none looks
/// at a place more than a few thousand times.
/// </summary>
internal static partial class Redactor
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mark = "[redacted]";

    /// <summary>Words of names whose values are secret.</summary>
    private const string Secret = "token|secret|passw(?:or)?d|passphrase|api[_-]?key|access[_-]?key|credential|private[_-]?key|webhook";

    /// <summary>The patterns in the order in which they are used: what is known by its surroundings before what is known by its own form.</summary>
    internal static IReadOnlyList<SecretPattern> Patterns { get; } =
    [
        new("private key", PrivateKey(), Mark),
        new("webhook address", Webhook(), $"$1{Mark}"),
        new("some hook's address", Hook(), $"$1{Mark}"),
        new("user and password in an address", UserInfo(), $"$1{Mark}@"),
        new("value of a secret name in JSON within JSON", EscapedSecret(), $"$1{Mark}$2"),
        new("value of a secret name in double quotes", QuotedSecret(), $"$1{Mark}$2"),
        new("value of a secret name in single quotes", SingleQuotedSecret(), $"$1{Mark}$2"),
        new("value of a secret name", BareSecret(), $"$1{Mark}"),
        new("authorization", Bearer(), $"$1{Mark}"),
        new("Telegram bot's token", TelegramToken(), Mark),
        new("JSON web token", WebToken(), Mark),
        new("token of a known form", Token(), Mark),
        new("e-mail address", Email(), Mark),
        new("telephone number", Phone(), Mark),
    ];

    /// <summary>The text without any of <see cref="Patterns"/>.</summary>
    public static string Redact(string text)
    {
        foreach (var pattern in Patterns) text = pattern.Form.Replace(text, pattern.Replacement);
        return text;
    }

    [GeneratedRegex(@"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|\z)")]
    private static partial Regex PrivateKey();

    // The path of such an address is the secret itself.
    [GeneratedRegex(@"(https?://(?:(?:[\w-]{1,40}\.)?discord(?:app)?\.com/api/(?:v\d+/)?webhooks|hooks\.slack\.com/[a-z]{1,20}|api\.telegram\.org|[\w.-]{1,100}\.webhook\.office\.com|events\.pagerduty\.com/integration|hc-ping\.com)/)[^\s""'\\<>)\]]+", RegexOptions.IgnoreCase)]
    private static partial Regex Webhook();

    // OpenClaw's own /hooks/agent is no secret: what is long enough to be one is taken for one.
    [GeneratedRegex(@"(https?://[^\s/""'\\<>]{1,200}/(?:[\w.-]{1,40}/){0,6}(?:web)?hooks?/)[^\s""'\\<>)\]]{16,2000}", RegexOptions.IgnoreCase)]
    private static partial Regex Hook();

    [GeneratedRegex(@"(\w{2,10}://)[^\s/@:""']{0,100}:[^\s/@""']{1,200}@")]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(\\""[\w.-]{0,40}(?:" + Secret + @")[\w-]{0,40}\\""\s{0,5}:\s{0,5}\\"")(?:[^""\\\r\n]|\\\\\\""|\\[^""\r\n]){1,4000}(\\"")", RegexOptions.IgnoreCase)]
    private static partial Regex EscapedSecret();

    [GeneratedRegex(@"((?:\b|[""'])[\w.-]{0,40}(?:" + Secret + @")[\w-]{0,40}[""']?\s{0,5}[:=]\s{0,5}"")(?:[^""\\\r\n]|\\[^\r\n]){1,4000}("")", RegexOptions.IgnoreCase)]
    private static partial Regex QuotedSecret();

    [GeneratedRegex(@"((?:\b|[""'])[\w.-]{0,40}(?:" + Secret + @")[\w-]{0,40}[""']?\s{0,5}[:=]\s{0,5}')(?:[^'\\\r\n]|\\[^\r\n]){1,4000}(')", RegexOptions.IgnoreCase)]
    private static partial Regex SingleQuotedSecret();

    // A number, a path or a boolean after such a word is a limit or a setting ("max_tokens: 4096"), no secret.
    [GeneratedRegex(@"(\b[\w.-]{0,40}(?:token|secret|passw(?:or)?d|passphrase|api[_-]?key|access[_-]?key|credential|private[_-]?key)[\w-]{0,40}[""'\\]{0,3}\s{0,5}[:=]\s{0,5}[""'\\]{0,3})(?!\d{1,9}(?![\w-])|true\b|false\b|null\b|\[redacted\])[^\s""'\\,;(){}\[\]]{4,4000}", RegexOptions.IgnoreCase)]
    private static partial Regex BareSecret();

    // "basic configuration" is none: there is a digit or a sign in what is encoded.
    [GeneratedRegex(@"(\b(?:[Bb]earer|BEARER|[Bb]asic|BASIC|Bot)\s{1,3})(?=[A-Za-z._~-]{0,200}[0-9=+/])[A-Za-z0-9+/=._~-]{12,4000}")]
    private static partial Regex Bearer();

    // Also behind "bot", where there is no border of a word.
    [GeneratedRegex(@"(?<!\d)\d{8,10}:[\w-]{35}(?![\w-])")]
    private static partial Regex TelegramToken();

    // Begun only where such a thing can begin: in a run of beginnings each would be followed to its end.
    [GeneratedRegex(@"(?<![\w-])eyJ[\w-]{10,2000}\.[\w-]{10,4000}\.[\w-]{5,1000}")]
    private static partial Regex WebToken();

    [GeneratedRegex(@"\b(?:sk-[\w-]{8,300}|gh[opusr]_\w{20,255}|github_pat_\w{20,255}|glpat-[\w-]{20,64}|xox[a-z]-[\w-]{10,255}|xapp-[\w-]{10,255}|A[KS]IA[0-9A-Z]{16}|AIza[\w-]{35}|npm_\w{36}|[MNO][\w-]{23,28}\.[\w-]{6}\.[\w-]{27,40})")]
    private static partial Regex Token();

    [GeneratedRegex(@"\b[\w.%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}\b")]
    private static partial Regex Email();

    // With its plus, or in the form of North America: anything else could be a pid, a port, a time or a version.
    [GeneratedRegex(@"(?<![\w.+-])(?:\+[1-9](?:[ .()-]{0,2}\d){7,14}|(?<![:/])\(\d{3}\) ?\d{3}-\d{4}|(?<![:/])\d{3}-\d{3}-\d{4})(?![\w:-])")]
    private static partial Regex Phone();
}

/// <summary>One form of a secret.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Form">How it is known.</param>
/// <param name="Replacement">What stays.</param>
internal sealed record SecretPattern(string Name, Regex Form, string Replacement);
