using System.Text.RegularExpressions;

namespace OpenClaw.Host.Logging;

/// <summary>Takes secrets and addresses out of text before it is given to a model, a log or a report. Every pattern is bounded: the text is hostile.</summary>
internal static partial class Redactor
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mark = "[redacted]";

    /// <summary>The text without private keys, webhook addresses, tokens, values of keys that sound secret, and e-mail addresses.</summary>
    public static string Redact(string text)
    {
        text = PrivateKey().Replace(text, Mark);
        text = Webhook().Replace(text, $"$1{Mark}");
        text = UserInfo().Replace(text, $"$1{Mark}@");
        text = QuotedSecret().Replace(text, $"$1{Mark}$2");
        text = BareSecret().Replace(text, $"$1{Mark}");
        text = Bearer().Replace(text, $"$1{Mark}");
        text = Token().Replace(text, Mark);
        return Email().Replace(text, Mark);
    }

    [GeneratedRegex(@"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|\z)")]
    private static partial Regex PrivateKey();

    // The path of such an address is the secret itself.
    [GeneratedRegex(@"(https?://(?:(?:[\w-]{1,40}\.)?discord(?:app)?\.com/api/(?:v\d+/)?webhooks|hooks\.slack\.com/[a-z]{1,20}|api\.telegram\.org|[\w.-]{1,100}\.webhook\.office\.com|events\.pagerduty\.com/integration|hc-ping\.com)/)[^\s""'\\<>)\]]+", RegexOptions.IgnoreCase)]
    private static partial Regex Webhook();

    [GeneratedRegex(@"(\w{2,10}://)[^\s/@:""']{1,100}:[^\s/@""']{1,200}@")]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"([""'][\w.-]{0,40}(?:token|secret|passw(?:or)?d|passphrase|api[_-]?key|credential|private[_-]?key|webhook)[\w-]{0,40}\\?[""']\s{0,5}:\s{0,5}\\?"")[^""\\\r\n]{1,4000}(\\?"")", RegexOptions.IgnoreCase)]
    private static partial Regex QuotedSecret();

    // A number, a path or a boolean after such a word is a limit or a setting ("max_tokens: 4096"), no secret.
    [GeneratedRegex(@"(\b[\w.-]{0,40}(?:token|secret|passw(?:or)?d|passphrase|api[_-]?key|credential|private[_-]?key)[\w-]{0,40}[""'\\]{0,3}\s{0,5}[:=]\s{0,5}[""'\\]{0,3})(?!\d+\b|true\b|false\b|null\b|\[redacted\])[^\s""'\\,;(){}\[\]]{4,4000}", RegexOptions.IgnoreCase)]
    private static partial Regex BareSecret();

    [GeneratedRegex(@"(\b(?:Bearer|Basic|Bot)\s{1,3})[A-Za-z0-9+/=._~-]{12,4000}")]
    private static partial Regex Bearer();

    [GeneratedRegex(@"\b(?:sk-[\w-]{8,300}|gh[opusr]_\w{20,255}|github_pat_\w{20,255}|glpat-[\w-]{20,64}|xox[a-z]-[\w-]{10,255}|xapp-[\w-]{10,255}|AKIA[0-9A-Z]{16}|AIza[\w-]{35}|npm_\w{36}|\d{8,10}:[\w-]{35}|eyJ[\w-]{10,2000}\.[\w-]{10,4000}\.[\w-]{5,1000}|[MNO][\w-]{23,28}\.[\w-]{6}\.[\w-]{27,40})")]
    private static partial Regex Token();

    [GeneratedRegex(@"\b[\w.%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}\b")]
    private static partial Regex Email();
}
