using System.Text;
using System.Text.RegularExpressions;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Processes;

/// <summary>Turns a command line into text that may be shown: no secrets, no control characters, not long.</summary>
public static partial class CommandText
{
    /// <summary>The longest text in characters.</summary>
    public const int MaxLength = 200;

    private const string Hidden = "***";
    private const string SecretName = @"[\w.-]*(?:token|key|secret|password|passwd|credential)[\w.-]*";

    /// <summary>The arguments in one line.</summary>
    public static string Of(IReadOnlyList<string> arguments)
    {
        var text = new StringBuilder();
        var hideNext = false;
        foreach (var argument in arguments)
        {
            if (argument.Length == 0)
                continue;
            if (text.Length > 0)
                text.Append(' ');
            var isFlag = argument.StartsWith("--", StringComparison.Ordinal);
            text.Append(hideNext && !isFlag ? Hidden : Mask(argument));
            hideNext = SecretFlag().IsMatch(argument);
        }

        return Clean(text.ToString());
    }

    /// <summary>Text of unknown origin in one line: control characters become spaces, and it is cut to <see cref="MaxLength"/>.</summary>
    public static string Clean(string text, int maxLength = MaxLength) => UntrustedText.OneLine(text, maxLength);

    private static string Mask(string argument)
    {
        // An argument that is one assignment loses its whole value: the value may hold spaces.
        if (SecretAssignment().Match(argument) is { Success: true } whole)
            return whole.Groups[1].Value + Hidden;
        argument = SecretInside().Replace(argument, "$1" + Hidden);
        argument = UserInAddress().Replace(argument, "://" + Hidden + "@");
        argument = Webhook().Replace(argument, "$1" + Hidden);
        argument = Authorization().Replace(argument, "$1 " + Hidden);
        return KnownToken().Replace(argument, Hidden);
    }

    [GeneratedRegex("^-{1,2}" + SecretName + "$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretFlag();

    [GeneratedRegex("^(-{0,2}" + SecretName + "=)", RegexOptions.IgnoreCase)]
    private static partial Regex SecretAssignment();

    [GeneratedRegex(@"(\b" + SecretName + @"[""']?(?:\s*[=:]\s*|\s+)[""']?)[^\s""']+", RegexOptions.IgnoreCase)]
    private static partial Regex SecretInside();

    [GeneratedRegex(@"://[^/\s@]+@")]
    private static partial Regex UserInAddress();

    [GeneratedRegex(@"(/api/webhooks/\d+/|hooks\.slack\.com/services/)\S+", RegexOptions.IgnoreCase)]
    private static partial Regex Webhook();

    [GeneratedRegex(@"\b(bearer|basic)\s+\S+", RegexOptions.IgnoreCase)]
    private static partial Regex Authorization();

    [GeneratedRegex(@"\b(?:sk|xox[a-z]|gh[a-z]|glpat)[-_][\w-]{8,}")]
    private static partial Regex KnownToken();
}
