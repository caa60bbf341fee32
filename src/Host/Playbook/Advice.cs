using OpenClaw.Host.Doctors;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook.Catalogue;

namespace OpenClaw.Host.Playbook;

/// <summary>A catalogue entry in words for the owner, with what was found.</summary>
internal static class Advice
{
    /// <summary>What is wrong: the entry's title and what was seen.</summary>
    public static string Cause(CatalogueEntry entry, Diagnosis diagnosis) =>
        Plain(diagnosis.Findings.FirstOrDefault(f => entry.When.All.Contains(f.Id) || entry.When.Any.Contains(f.Id)) is { } seen ? $"{entry.Title}: {seen.Summary}" : entry.Title);

    /// <summary>What its owner should do, with the command.</summary>
    public static string Of(CatalogueEntry entry, Diagnosis diagnosis, Patient patient) => Plain(CatalogueWords.YourTurn(entry, diagnosis, patient));

    private static string Plain(string text) => Redactor.Redact(PlainText.Line(text, 1000));
}
