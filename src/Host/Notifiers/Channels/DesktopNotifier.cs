using System.Globalization;
using System.Text;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Notifiers.Channels;

/// <summary>
/// A notification on this machine's desktop, by the tool that it has for that: <c>notify-send</c> (libnotify) on Linux, <c>osascript</c> on macOS. The news is an argument, never a
/// part of a script, and never an option.
/// </summary>
/// <param name="tools">What it works with.</param>
/// <param name="tool">The tool.</param>
/// <param name="program">Where it is, a name in PATH or a path.</param>
/// <param name="floor">The least severe news it wants.</param>
internal sealed class DesktopNotifier(ChannelTools tools, DesktopTool tool, string program, Severity floor) : INotifier
{
    // What a desktop shows of it is less; the rest is there when it is opened.
    private const int BodyLimit = 1000;

    private const string Missing = "There is no notify-send in PATH. Install libnotify-bin (Debian, Ubuntu) or libnotify, or set openclaw.notify.desktop.enabled = off";

    private static readonly string[] Script = ["-e", "on run argv", "-e", "display notification (item 2 of argv) with title \"OpenClaw\" subtitle (item 1 of argv)", "-e", "end run"];

    private readonly HostCommand _command = new(program, tools.Time);

    /// <summary>Its settings.</summary>
    public static ChannelKind Kind { get; } = new("desktop", [new("notify.desktop.enabled")], static read =>
    {
        if (!read.Switch("enabled")) return null;
        var (floor, tool) = (read.Floor, OperatingSystem.IsMacOS() ? DesktopTool.OsaScript : DesktopTool.NotifySend);
        return tools => new DesktopNotifier(tools, tool, tool == DesktopTool.OsaScript ? "osascript" : "notify-send", floor);
    });

    /// <inheritdoc/>
    public string Name => "desktop";

    /// <inheritdoc/>
    public Severity Floor => floor;

    /// <inheritdoc/>
    public async Task<Delivery> Deliver(Announcement announcement, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (!IsThere()) return new Delivery.Refused(tool == DesktopTool.OsaScript ? "There is no osascript in PATH" : Missing) { IsChannelDead = true };
        var (title, body) = (PlainNews.Title(announcement), PlainNews.Body(announcement, BodyLimit));
        var answer = await _command.Run(tool == DesktopTool.OsaScript ? [.. Script, title, body] : NotifySend(announcement.Severity, title, body), cancel, tools.Timeout);
        return answer.ExitCode switch
        {
            0 => new Delivery.Delivered(),
            null => new Delivery.TryLater(null, string.Create(CultureInfo.InvariantCulture, $"The desktop's tool could not be run or did not end within {tools.Timeout.TotalSeconds:0.#} s"))
            {
                MayHaveArrived = true,
            },
            // Without its own words: they may quote what it was given.
            { } code => new Delivery.TryLater(
                null, string.Create(CultureInfo.InvariantCulture, $"The desktop's tool failed ({code}). Is anybody logged in to the desktop of this user, with something that shows notifications?")),
        };
    }

    // A title begins with its sign, so that it is no option; where options may also follow, "--" ends them.
    private static string[] NotifySend(Severity severity, string title, string body) =>
    [
        "--app-name=OpenClaw",
        $"--urgency={severity switch { Severity.Critical => "critical", Severity.Warning => "normal", _ => "low" }}",
        "--",
        title,
        Plain(body),
    ];

    // A body is markup (Desktop Notifications Specification), and notify-send reads C's escapes in it first (g_strcompress): \074 would be a '<' again.
    private static string Plain(string body)
    {
        var plain = new StringBuilder(body.Length + 64);
        foreach (var c in body)
        {
            _ = c switch
            {
                '\\' => plain.Append(@"\\"),
                '&' => plain.Append("&amp;"),
                '<' => plain.Append("&lt;"),
                '>' => plain.Append("&gt;"),
                _ => plain.Append(c),
            };
        }

        return plain.ToString();
    }

    private bool IsThere() => program.Contains('/', StringComparison.Ordinal)
        ? File.Exists(program)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, program)));
}

/// <summary>What shows a notification.</summary>
internal enum DesktopTool
{
    /// <summary>libnotify's, over the session's D-Bus.</summary>
    NotifySend,

    /// <summary>macOS's own.</summary>
    OsaScript,
}
