using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpenClaw.Actors.Doctoring;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Doctors.Cases;

/// <summary>A case as a model reads it: data between two lines with a word that nobody could have foreseen.</summary>
internal static class CaseText
{
    /// <summary>A word that nobody could have written into a log beforehand.</summary>
    public static string Nonce() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>The case, every line of it cleaned, redacted and without a way out of a fence.</summary>
    public static string Data(CaseFile file)
    {
        var data = new StringBuilder();
        data.Append("Gateway: ").Append(file.Gateway).Append('\n');
        data.Append("Symptom: ").Append(Safe(file.Symptom)).Append('\n');
        data.Append("Since: ").Append(file.OpenedAt.ToString("u", CultureInfo.InvariantCulture)).Append('\n');
        data.Append("Evidence:\n").Append(Bullets(file.Evidence)).Append('\n');
        data.Append("Tried so far:\n").Append(Bullets(file.History));
        if (file.Past.Count > 0) data.Append("\nEarlier outages of this kind, newest first:\n").Append(Bullets([.. file.Past.Select(Earlier)]));
        if (file.FollowUp is { } followUp) data.Append("\nAfter the last treatment:\n").Append(Bullets([followUp]));
        foreach (var section in file.Material)
            data.Append('\n').Append(Safe(section.Title)).Append(":\n").Append(string.Join('\n', section.Text.Split('\n').Select(static line => $"| {Safe(line)}")));
        return data.ToString();
    }

    private static string Earlier(IncidentSummary past)
    {
        var lasted = past.Lasted is { } length ? $", lasted {Telling.Phrase(length)}" : "";
        var tried = past.Tried.IsEmpty ? "nothing was tried" : $"tried {string.Join(", ", past.Tried)}";
        var end = past is { IsHealedByUs: true, Remedy: { } remedy } ? $"healed by {remedy}" : past.Outcome is { } outcome ? Telling.Phrase(outcome) : "not ended";
        return $"{past.Since.ToString("u", CultureInfo.InvariantCulture)}{lasted}: {tried}; {end}";
    }

    /// <summary>A list, a line each.</summary>
    public static string Bullets(IReadOnlyList<string> lines) =>
        lines.Count == 0 ? "- (nothing)" : string.Join('\n', lines.TakeLast(100).Select(static line => $"- {Safe(line)}"));

    private static string Safe(string text) => Redactor.Redact(PlainText.Line(text, 2000));
}
