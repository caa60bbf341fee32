using System.Globalization;
using System.Text;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Doctors.Records;

/// <summary>
/// <c>recovery-learnings.md</c> in the memory folder, as the original named it: one entry for each repair by a doctor that our own probes have proven. It is for people
/// (and for the assistant itself, whose memory folder it is); what we act on is in the book.
/// </summary>
public static class RecoveryLearnings
{
    /// <summary>The file's name.</summary>
    public const string Name = "recovery-learnings.md";

    private const int LargestFile = 256 * 1024;
    private const int LongestPart = 2000;
    private const string Heading = "## ";

    /// <summary>Adds an entry at the end; the oldest ones go when the file becomes too large.</summary>
    /// <param name="folder">The memory folder.</param>
    /// <param name="at">When, in the owner's time.</param>
    /// <param name="incident">The incident.</param>
    /// <param name="parts">Symptom, Root cause, Solution, Prevention: title and text, untrusted.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static async Task Add(string folder, DateTimeOffset at, string incident, IReadOnlyList<(string Title, string Text)> parts, CancellationToken cancel)
    {
        var path = Path.Combine(folder, Name);
        var entry = new StringBuilder();
        entry.Append(CultureInfo.InvariantCulture, $"{Heading}{at:yyyy-MM-dd HH:mm} — Recovery Learning ({PlainText.Line(incident, 100)})\n\n");
        foreach (var (title, text) in parts) entry.Append("### ").Append(title).Append("\n\n").Append(Quiet(text)).Append("\n\n");
        entry.Append("---\n\n");
        var before = Encoding.UTF8.GetString(await PrivateFiles.Read(path, cancel));
        if (before.Contains($"({incident})", StringComparison.Ordinal)) return;
        var all = before + entry;
        while (all.Length > LargestFile && all.IndexOf($"\n{Heading}", StringComparison.Ordinal) is > 0 and var next) all = all[(next + 1)..];
        PrivateFiles.Folder(folder, ours: false);
        await PrivateFiles.Write(path, Encoding.UTF8.GetBytes(all), cancel);
    }

    // A heading of its own would cut the entry in two.
    private static string Quiet(string text) =>
        string.Join('\n', Redactor.Redact(PlainText.Block(text, LongestPart)).Split('\n').Select(static line => line.StartsWith('#') ? $"\\{line}" : line));
}
