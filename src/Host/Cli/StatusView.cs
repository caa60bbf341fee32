using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Daemon;
using OpenClaw.Host.Logging;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OpenClaw.Host.Cli;

/// <summary>A status for people: a table, or plain lines where a table has no room.</summary>
internal static class StatusView
{
    // Below it each cell of the table would be folded to a few letters.
    private const int NarrowestTable = 72;
    private const int LongestLine = 500;

    /// <summary>Writes it.</summary>
    public static void Show(DaemonStatus status, TextWriter output)
    {
        var console = Terminal.Of(output);
        console.Write(Of(status, console.Profile.Width));
        console.WriteLine();
    }

    /// <summary>As something that can be drawn again and again.</summary>
    public static IRenderable Of(DaemonStatus status, int width)
    {
        var rows = new List<IRenderable>();
        if (width >= NarrowestTable) rows.Add(Table(status));
        else rows.AddRange(status.Gateways.SelectMany(Narrow));
        rows.AddRange(status.Gateways.Where(static g => !g.Healthy).SelectMany(static g => g.Evidence).Select(static line => new Text($"  {Line(line)}")));
        rows.AddRange(status.Channels.Where(static c => c.Failing).Select(static c => new Text(Line($"channel {c.Name} fails since {Moment(c.Since)}: {c.Why}"), new Style(Color.Yellow))));
        rows.Add(new Text($"openclaw-actors {status.Version}, pid {status.Pid}, since {Moment(status.StartedAt)} UTC"));
        return new Rows(rows);
    }

    /// <summary>One gateway in a plain line.</summary>
    public static string Line(GatewayLine gateway) =>
        Line($"{gateway.Id}: {gateway.Phase} since {Moment(gateway.Since)} UTC{(gateway.Incident is null ? "" : $", incident {gateway.Incident} (tier {gateway.Tier})")}{(gateway.Healthy || gateway.Evidence.Count == 0 ? "" : $": {gateway.Evidence[0]}")}");

    private static Table Table(DaemonStatus status)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("gateway", "phase", "since (UTC)", "incident");
        foreach (var gateway in status.Gateways)
        {
            table.AddRow(
                Markup.Escape(Line(gateway.Id)), $"[{Colour(gateway)}]{Markup.Escape(Line(gateway.Phase))}[/]", Moment(gateway.Since),
                Markup.Escape(gateway.Incident is null ? "-" : Line($"{gateway.Incident} (tier {gateway.Tier})")));
        }

        return table;
    }

    private static IEnumerable<IRenderable> Narrow(GatewayLine gateway)
    {
        yield return new Markup($"{Markup.Escape(Line(gateway.Id))}: [{Colour(gateway)}]{Markup.Escape(Line(gateway.Phase))}[/]");
        yield return new Text($"  since {Moment(gateway.Since)}");
        if (gateway.Incident is { } incident) yield return new Text(Line($"  {incident} (tier {gateway.Tier})"));
    }

    private static string Line(string text) => UntrustedText.OneLine(text, LongestLine);

    private static string Moment(DateTimeOffset? at) => at is { } known ? $"{known.UtcDateTime:yyyy-MM-dd HH:mm:ss}" : "-";

    private static string Colour(GatewayLine gateway) => gateway switch
    {
        { Healthy: true } => "green",
        { Phase: nameof(GatewayPhase.Paused) or nameof(GatewayPhase.Updating) } => "yellow",
        _ => "red",
    };
}
