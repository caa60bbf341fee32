using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Playbook;

/// <summary>Makes findings. Every word that may come from outside is cleaned and redacted here; paths in facts are left as they are, since a remedy acts on them.</summary>
internal static class Found
{
    private const int LongestLine = 400;

    // Facts that are words for people or models; all others are taken literally.
    private static readonly string[] Words = ["message", "messages", "text", "command", "hint", "why", "reason", "result", "check", "plugin"];

    /// <summary>With this it cannot start or serve.</summary>
    public static Finding Blocking(string id, double confidence, string summary, string source, params IReadOnlyList<(string Name, string? Value)> facts) =>
        Of(id, FindingSeverity.Blocking, confidence, summary, source, facts);

    /// <summary>It may be the cause, or will hurt.</summary>
    public static Finding Warning(string id, double confidence, string summary, string source, params IReadOnlyList<(string Name, string? Value)> facts) =>
        Of(id, FindingSeverity.Warning, confidence, summary, source, facts);

    /// <summary>Good to know.</summary>
    public static Finding Info(string id, double confidence, string summary, string source, params IReadOnlyList<(string Name, string? Value)> facts) =>
        Of(id, FindingSeverity.Info, confidence, summary, source, facts);

    /// <summary>The same with why we think so.</summary>
    public static Finding Because(this Finding finding, params IEnumerable<string> evidence) =>
        finding with { Evidence = [.. finding.Evidence, .. evidence.Select(Clean).Where(static line => line.Length > 0)] };

    /// <summary>A list as a fact.</summary>
    public static string List(IEnumerable<string> items) => string.Join('\n', items);

    /// <summary>Untrusted text in one line, without secrets.</summary>
    public static string Clean(string text) => UntrustedText.OneLine(Redactor.Redact(text), LongestLine);

    private static Finding Of(string id, FindingSeverity severity, double confidence, string summary, string source, IReadOnlyList<(string Name, string? Value)> facts) =>
        new(id, severity, Clean(summary), [], confidence, [Clean(source)])
        {
            Facts = facts.Where(static fact => fact.Value is not null)
                .ToDictionary(static fact => fact.Name, static fact => Words.Contains(fact.Name) ? List(fact.Value!.Split('\n').Select(Clean)) : fact.Value!, StringComparer.Ordinal),
        };
}
