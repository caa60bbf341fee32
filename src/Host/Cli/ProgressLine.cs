using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Cli;

/// <summary>Says on standard error what long work is at, for a person at a terminal only; the line is gone when it ends.</summary>
internal sealed class ProgressLine : IDisposable
{
    private const string ToLineStart = "\r\u001b[K";

    private readonly TextWriter? _errors;

    private ProgressLine(TextWriter? errors) => _errors = errors;

    /// <summary>Begins with this text; nothing is shown where nobody looks.</summary>
    public static ProgressLine Begin(TextWriter errors, string text)
    {
        var line = new ProgressLine(Terminal.IsLively(errors) ? errors : null);
        line.Say(text);
        return line;
    }

    /// <summary>Shows another text.</summary>
    public void Say(string text) => _errors?.Write(ToLineStart + UntrustedText.OneLine(text, Math.Max(10, TextRows.WidthOf(_errors) - 1)));

    /// <inheritdoc/>
    public void Dispose() => _errors?.Write(ToLineStart);
}
