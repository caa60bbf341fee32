using System.Globalization;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Remote;
using OpenClaw.Host.Surface;
using Spectre.Console;

namespace OpenClaw.Host.Cli;

/// <summary>Incidents for people, in a terminal. What came from processes, logs and doctors is cleaned before it is shown.</summary>
internal static class IncidentsView
{
    private const int LongestLine = 1000;
    private const int LongestCell = 60;

    /// <summary>A line for each incident; two where the terminal is narrow.</summary>
    public static void Table(IReadOnlyList<IncidentSummary> incidents, DateTimeOffset now, TextWriter output)
    {
        if (Narrow(output) is { } width)
        {
            foreach (var x in incidents)
                Lines(output, width, x.Id.Value, $"{IncidentWords.Of(x.Cause)}, {IncidentWords.Length(x, now)}, tier {(int)x.Tier}, {IncidentWords.Ending(x)}");
            return;
        }

        var table = NewTable("id", "since (UTC)", "lasted", "found to be", "tier", "outcome", "tries", "calls");
        foreach (var x in incidents)
        {
            Row(
                table, x.Id.Value, IncidentWords.Moment(x.Since), IncidentWords.Length(x, now), IncidentWords.Of(x.Cause), Text((int)x.Tier), IncidentWords.Ending(x),
                Text(x.Restarts + x.Treatments), Text(x.Calls));
        }

        Write(table, output);
    }

    /// <summary>A line for each remedy.</summary>
    public static void Table(IEnumerable<(GatewayId Gateway, GatewayPhase Cause, RemedyRecord Record)> remedies, TextWriter output)
    {
        if (Narrow(output) is { } width)
        {
            foreach (var (gateway, cause, record) in remedies) Lines(output, width, record.Remedy, $"{gateway}, {IncidentWords.Of(cause)}: tried {Text(record.Tried)}, healed {Text(record.Healed)}");
            return;
        }

        var table = NewTable("gateway", "found to be", "remedy", "tried", "healed");
        foreach (var (gateway, cause, record) in remedies) Row(table, gateway.Value, IncidentWords.Of(cause), record.Remedy, Text(record.Tried), Text(record.Healed));
        Write(table, output);
    }

    /// <summary>The whole story of one incident: a line for each event, below it what each witness said.</summary>
    public static void Story(IncidentSummary incident, IReadOnlyList<IncidentEvent> events, IReadOnlyList<TreatmentEntry> sessions, IReadOnlyList<RemoteEntry> remote, DateTimeOffset now, TextWriter output)
    {
        Terminal.Tell(output, $"{Line(incident.Id.Value)}: {Telling.Phrase(incident.Cause)}, tier {(int)incident.Tier}, {Line(IncidentWords.Ending(incident))}");
        Terminal.Tell(output, $"since {IncidentWords.Moment(incident.Since)} UTC, {IncidentWords.Length(incident, now)}");
        if (events.Count == 0) Terminal.Tell(output, IncidentWords.WithoutEvents(incident, now));
        foreach (var e in events)
        {
            output.WriteLine();
            Terminal.Tell(output, $"{IncidentWords.Moment(e.At)}  {Line(Telling.Line(e))}");
            foreach (var detail in Details(e)) Terminal.Tell(output, $"    {Line(detail)}");
        }

        foreach (var session in sessions)
        {
            output.WriteLine();
            Terminal.Tell(output, Line(Session(session)));
        }

        if (remote.Count > 0) output.WriteLine();
        foreach (var x in remote) Terminal.Tell(output, $"{IncidentWords.Moment(x.At)}  {Line($"{x.From}: {x.Command}: {x.Outcome}")}");
    }

    /// <summary>What lies beside the book: who was told, what was changed, and what waits for a yes.</summary>
    public static void Beside(StoryJson story, TextWriter output)
    {
        if (story.Changes.Count + story.Deliveries.Count > 0 || story.Proposal is not null) output.WriteLine();
        foreach (var x in story.Changes) Terminal.Tell(output, $"{IncidentWords.Moment(x.At)}  {Line($"changed by {x.By}{(x.TakenBack ? ", taken back" : "")}: {x.What} ({x.File})")}");
        foreach (var x in story.Deliveries) Terminal.Tell(output, $"{IncidentWords.Moment(x.At)}  {Line($"{x.Channel}: {x.Title}: {x.State.ToLowerInvariant()}{(x.Why is null ? "" : $" ({x.Why})")}")}");
        if (story.Proposal is { } open) Terminal.Tell(output, $"{IncidentWords.Moment(open.At)}  {Line($"{open.By} proposes {open.Mark}: {open.Plan} (openclaw-actors approve {story.Incident.Id} --show)")}");
    }

    private static string Session(TreatmentEntry x) => string.Create(
        CultureInfo.InvariantCulture,
        $"{x.Doctor}, session {x.Session ?? "without an id"}, since {IncidentWords.Moment(x.StartedAt)}: {x.Turns} turns, {x.ToolCalls} tool calls ({x.Denials} refused), {(x.CostUsd > 0 ? PlainText.Money(x.CostUsd) : "cost not known")}, {(x.Healed, x.EndedAt) switch
        {
            (true, _) => "the gateway was healthy with it",
            (false, _) => "it did not help",
            (null, null) => "at work",
            _ => "called off",
        }}");

    // Some events carry more than their line says.
    private static IEnumerable<string> Details(IncidentEvent e) => e switch
    {
        Opened { Witnesses.Count: 0 } x => x.Evidence,
        HumanCalled x => [$"your turn: {x.YourTurn}", .. x.Witnesses],
        RepairClosed { Diff: { Length: > 0 } changed } x => ["the doctor has changed:", .. changed.TrimEnd('\n').Split('\n'), .. x.Witnesses],
        RepairClosed { Proposal: { Diff.Length: > 0 } proposed } x => ["proposed:", .. proposed.Diff.TrimEnd('\n').Split('\n'), .. x.Witnesses],
        Resolved x => [$"proof: {x.Proof}", .. x.Witnesses],
        _ => e.Witnesses,
    };

    private static Table NewTable(params IReadOnlyList<string> names)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var name in names) table.AddColumn(new TableColumn(name) { NoWrap = true });
        return table;
    }

    private static void Row(Table table, params IReadOnlyList<string> cells) => table.AddRow([.. cells.Select(static cell => Markup.Escape(UntrustedText.OneLine(cell, LongestCell)))]);

    private static void Write(Table table, TextWriter output) => Terminal.Of(output).Write(table);

    // A table that is cut off at the edge says less than lines.
    private static int? Narrow(TextWriter output) => Terminal.Of(output) is var console && Terminal.IsWide(console) ? null : console.Profile.Width;

    private static void Lines(TextWriter output, int width, string head, string text)
    {
        output.WriteLine(UntrustedText.OneLine(head, width));
        foreach (var line in TextRows.Wrap(Line(text), width - 2)) output.WriteLine($"  {line}");
    }

    private static string Line(string text) => UntrustedText.OneLine(text, LongestLine);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
