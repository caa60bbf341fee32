using System.Globalization;

namespace OpenClaw.Host.Demo;

/// <summary>One line for each event: seconds since the start, who, what. For pipes, logs and terminals without colour.</summary>
internal sealed class PlainView(TextWriter output, DateTimeOffset start) : IDemoView
{
    /// <inheritdoc/>
    public void Show(DemoEvent e)
    {
        if (DemoLine.Of(e) is not { } line) return;
        if (line.Tone == Tone.Heading) output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(e.At - start).TotalSeconds,6:0.0}  {line.Who,-8} {line.Text}"));
        output.Flush();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
