using System.Globalization;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Logging;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OpenClaw.Host.Demo;

/// <summary>Draws a picture for a screen of a given size: beside each other where there is room, below each other where there is not.</summary>
internal static class DemoScreen
{
    private const int WideFrom = 110;
    private const int NarrowBelow = 60;
    private const int Gap = 2;

    /// <summary>Lines for the head, the rules and the gateway.</summary>
    private const int Fixed = 9;

    private static readonly Style Grey = new(Color.Grey);

    /// <summary>The picture as something to render, never higher than the screen.</summary>
    public static IRenderable Draw(DemoPicture picture, TimeSpan clock, int width, int height)
    {
        // The last line of a terminal stays free: writing into it scrolls the picture away.
        var room = Math.Max(4, height - 1 - Fixed);
        var head = new List<IRenderable> { Head(picture, clock, width), new Rule { Style = Grey }, Gateway(picture, width) };
        head.AddRange(Enum.GetValues<Tier>().Select(tier => TierLine(picture, tier, width)));
        if (width >= WideFrom)
        {
            var left = width * 3 / 5;
            var right = width - left - Gap;
            var columns = new Grid()
                .AddColumn(new GridColumn { Width = left, Padding = new Padding(0, 0, Gap, 0) })
                .AddColumn(new GridColumn { Width = right, Padding = new Padding(0) });
            columns.AddRow(Section("timeline", Timeline(picture, room + 1, left)), Section("Discord", Inbox(picture, room + 1, right, textLines: 3)));
            return new Rows([.. head, columns]);
        }

        var inbox = Math.Clamp(room / 3, 1, 5);
        return new Rows(
            [.. head, Section("timeline", Timeline(picture, room - inbox, width)), Section("Discord", Inbox(picture, inbox, width, textLines: 0))]);
    }

    private static Paragraph Head(DemoPicture picture, TimeSpan clock, int width)
    {
        var act = picture.Act is { } a ? $"act {a.Number} of {DemoAct.All.Count}: {a.Title}" : "setting the stage";
        return Line(width, ($"{Clock(clock)} {(width < NarrowBelow ? "" : "OpenClaw.Actors: ")}{act}", StyleOf(Tone.Heading)));
    }

    private static Paragraph Gateway(DemoPicture picture, int width) => Line(
        width, (Name("gateway", "g", width), Style.Plain), ($"● {DemoLine.Phrase(picture.Phase)}", StyleOf(DemoLine.ToneOf(picture.Phase))));

    private static Paragraph TierLine(DemoPicture picture, Tier tier, int width)
    {
        var name = tier switch
        {
            Tier.Watchdog => "watchdog",
            Tier.Prober => "health check",
            Tier.Doctor => "doctor",
            _ => "human",
        };
        var line = picture.Tiers[tier];
        return Line(width, (Name($"{(int)tier} {name}", $"{(int)tier}", width), Style.Plain), (line.Text, StyleOf(line.Tone)));
    }

    private static string Name(string name, string initial, int width) => width < NarrowBelow ? $"{initial} " : $"{name,-15}";

    private static Rows Section(string title, List<IRenderable> lines) =>
        new([new Rule(title) { Style = Grey, Justification = Justify.Left }, .. lines]);

    private static List<IRenderable> Timeline(DemoPicture picture, int lines, int width) => Filled(
        picture.Timeline.TakeLast(lines).Select(t => Line(width, ($"{Clock(t.At)} {t.Line.Who,-8}", Grey), (t.Line.Text, StyleOf(t.Line.Tone)))), lines);

    private static List<IRenderable> Inbox(DemoPicture picture, int lines, int width, int textLines) => Filled(
        picture.Inbox.SelectMany(m => (Paragraph[])[Line(width, ($"{Clock(m.At)} {DemoLine.Title(m.Message.Title)}", StyleOf(Tone.Busy))), .. Words(m.Message, width, textLines)]).TakeLast(lines),
        lines);

    private static IEnumerable<Paragraph> Words(ReceivedMessage message, int width, int lines)
    {
        const string Indent = "       ";
        var room = width - Indent.Length;
        var line = "";
        var wrapped = new List<string>();
        foreach (var word in UntrustedText.OneLine(message.Text, room * (lines + 1)).Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > room)
            {
                wrapped.Add(line);
                line = "";
            }

            line += line.Length == 0 ? word : $" {word}";
        }

        return wrapped.Append(line).Take(lines).Select(text => Line(width, ($"{Indent}{text}", Grey)));
    }

    private static List<IRenderable> Filled(IEnumerable<IRenderable> lines, int count)
    {
        var filled = lines.ToList();
        while (filled.Count < count) filled.Add(new Text(" "));
        return filled;
    }

    /// <summary>One line, cut to the width: a paragraph that wraps would push the rest of the picture off the screen.</summary>
    private static Paragraph Line(int width, params ReadOnlySpan<(string Text, Style Style)> spans)
    {
        var paragraph = new Paragraph();
        var left = width;
        foreach (var (text, style) in spans)
        {
            var cut = UntrustedText.Cut(text, left);
            paragraph.Append(cut, style);
            left -= cut.Length;
        }

        return paragraph;
    }

    private static string Clock(TimeSpan at) => at.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture).PadLeft(6);

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Heading => new Style(decoration: Decoration.Bold),
        Tone.Bad => new Style(Color.Red),
        Tone.Busy => new Style(Color.Yellow),
        Tone.Good => new Style(Color.Green),
        _ => Style.Plain,
    };
}
