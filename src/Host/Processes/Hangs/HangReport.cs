using System.Globalization;
using System.Text;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Processes.Hangs;

/// <summary>
/// What a gateway that hangs looked like before it was ended. Its parts are untrusted text: cleaned, redacted and bounded as they come in. They may come from
/// several threads, and the report may be read before the last one has come.
/// </summary>
/// <param name="process">The process.</param>
/// <param name="port">The gateway's port.</param>
/// <param name="takenAt">When it is taken.</param>
public sealed class HangReport(ProcessEntry process, int port, DateTimeOffset takenAt)
{
    /// <summary>The longest part in UTF-16 units where no other limit is given.</summary>
    public const int PartLimit = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly StringBuilder _parts = new();

    /// <summary>The name of its file: sorted by name the reports are sorted by time.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{takenAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-pid{process.Identity.Pid}.txt");

    /// <summary>Adds a part; an empty one is said to be empty.</summary>
    /// <param name="title">What it is.</param>
    /// <param name="text">The text as it was read.</param>
    /// <param name="limit">Its longest length in UTF-16 units.</param>
    public void Add(string title, string text, int limit = PartLimit)
    {
        var clean = Redactor.Redact(UntrustedText.Lines(text, limit));
        lock (_gate)
            _parts.Append("\n== ").Append(title).Append(" ==\n").Append(clean.Length == 0 ? "(nothing)" : clean).Append('\n');
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (_gate)
        {
            return string.Create(CultureInfo.InvariantCulture, $"""
                Hang report of an OpenClaw gateway, taken before it was ended. Everything below its head comes from that process or its log: untrusted text.
                taken   {takenAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}
                process {process.Identity}, started {process.StartedAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}
                command {process.Command}
                port    {port}

                """) + _parts;
        }
    }
}
