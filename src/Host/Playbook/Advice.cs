using System.Text.RegularExpressions;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook.Catalogue;

namespace OpenClaw.Host.Playbook;

/// <summary>A catalogue entry in words for the owner, with the facts of what was found in it.</summary>
internal static partial class Advice
{
    /// <summary>What is wrong: the entry's title and what was seen.</summary>
    public static string Cause(CatalogueEntry entry, Diagnosis diagnosis) =>
        Plain(Matched(entry, diagnosis).FirstOrDefault() is { } seen ? $"{Filled(entry.Title, entry, diagnosis)}: {seen.Summary}" : Filled(entry.Title, entry, diagnosis));

    /// <summary>What its owner should do, with the command.</summary>
    public static string Of(CatalogueEntry entry, Diagnosis diagnosis) =>
        Plain(entry.Command is { } command ? $"{Filled(entry.Advice, entry, diagnosis)} Run: {Filled(command, entry, diagnosis)}" : Filled(entry.Advice, entry, diagnosis));

    /// <summary>The text with <c>{name}</c> replaced by the fact of that name; one that is not known stays as it is, so that nobody runs half a command.</summary>
    public static string Filled(string text, CatalogueEntry entry, Diagnosis diagnosis) => Name().Replace(text, name =>
        Matched(entry, diagnosis).Select(f => f.Fact(name.Groups[1].Value)).FirstOrDefault(static fact => fact is not null) is { } fact ? PlainText.Line(fact, 300) : name.Value);

    private static IEnumerable<Finding> Matched(CatalogueEntry entry, Diagnosis diagnosis) =>
        diagnosis.Findings.Where(f => entry.When.All.Contains(f.Id) || entry.When.Any.Contains(f.Id));

    private static string Plain(string text) => Redactor.Redact(PlainText.Line(text, 1000));

    [GeneratedRegex(@"\{([a-z]+)\}")]
    private static partial Regex Name();
}
