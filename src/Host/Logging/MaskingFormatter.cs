using Serilog.Events;
using Serilog.Formatting;

namespace OpenClaw.Host.Logging;

/// <summary>
/// The last wall before a log is written: renders an event, exception and properties included, and masks every known secret in what came out.
/// It works on the rendered text, as an enricher would reach neither the message's template nor an exception.
/// </summary>
internal sealed class MaskingFormatter(ITextFormatter inner, SecretMask mask) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var rendered = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        inner.Format(logEvent, rendered);
        output.Write(Printable(mask.Apply(rendered.ToString())));
    }

    // A terminal obeys control characters; a log line may hold text of others.
    private static string Printable(string text) =>
        text.Any(IsControl) ? string.Create(text.Length, text, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = IsControl(from[i]) ? '?' : from[i];
        }) : text;

    private static bool IsControl(char c) => char.IsControl(c) && c is not ('\n' or '\r' or '\t');
}
