using Spectre.Console;

namespace OpenClaw.Host.Demo;

/// <summary>Shows a demo to people.</summary>
internal interface IDemoView : IAsyncDisposable
{
    /// <summary>Shows an event. From any thread, never two at once.</summary>
    void Show(DemoEvent e);
}

/// <summary>Chooses the view that the place where the output goes can show.</summary>
internal static class DemoView
{
    /// <summary>The live view on a terminal, plain lines everywhere else and wherever they were asked for (<c>--plain</c>, <c>NO_COLOR</c>, <c>TERM=dumb</c>).</summary>
    public static IDemoView For(IAnsiConsole console, bool plain, DateTimeOffset start, TimeProvider time) =>
        plain || !console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Ansi || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
            ? new PlainView(console.Profile.Out.Writer, start)
            : new LiveView(console, start, time);
}
