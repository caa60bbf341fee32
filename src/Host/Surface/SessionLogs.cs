using System.Text;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Doctors.ClaudeCode;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Surface;

/// <summary>What a doctor with a session says while it works: the plain lines that its owner can read on disk, to look at only.</summary>
/// <param name="home">The state folder.</param>
internal sealed class SessionLogs(string home)
{
    private const int MostLines = 1000;
    private const int LongestLine = 4000;

    /// <summary>The lines from this one on, of the session that was begun last; no more than a thousand at once. Null when there was no session.</summary>
    public async Task<SessionLogJson?> Of(string incident, int from, CancellationToken cancel)
    {
        if (!IncidentFolder.CanBeNamed(incident)) return null;
        var root = new IncidentFolder(home, new IncidentId(incident)).Root;
        if (IncidentFolder.OfAllDoctors(root).MaxBy(static folder => File.GetLastWriteTimeUtc(folder.Launch)) is not { } folder) return null;
        var isRunning = !File.Exists(folder.Exit) && !File.Exists(folder.Closed);
        var (lines, next) = await Read(folder.Log, from, isRunning, cancel);
        return new SessionLogJson(lines, next, isRunning, folder.Root == root ? Configuration.DoctorNames.Claude : Path.GetFileName(folder.Root));
    }

    private static async Task<(IReadOnlyList<string> Lines, int Next)> Read(string path, int from, bool isRunning, CancellationToken cancel)
    {
        if (!File.Exists(path)) return ([], from);
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var text = new StreamReader(file, Encoding.UTF8);
        var (lines, number) = (new List<string>(), 0);
        var line = await text.ReadLineAsync(cancel);
        while (line is not null && lines.Count < MostLines)
        {
            var next = await text.ReadLineAsync(cancel);
            // The last line of a file that grows may be half of one: it is told when it is whole.
            if (next is null && isRunning && !EndsWithBreak(file)) break;
            if (number++ >= from) lines.Add(Redactor.Redact(PlainText.Line(line, LongestLine)));
            line = next;
        }

        return (lines, Math.Max(from, number));
    }

    // What was read, to its end; more may have come meanwhile.
    private static bool EndsWithBreak(FileStream file)
    {
        Span<byte> last = stackalloc byte[1];
        return file.Position == 0 || (RandomAccess.Read(file.SafeFileHandle, last, file.Position - 1) == 1 && last[0] == (byte)'\n');
    }
}
