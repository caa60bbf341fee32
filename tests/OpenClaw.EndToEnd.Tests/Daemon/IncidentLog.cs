using System.Globalization;
using System.Text.Json.Nodes;
using OpenClaw.EndToEnd.Tests.Scratch;

namespace OpenClaw.EndToEnd.Tests.Daemon;

/// <summary>The events of incidents as the daemon's log files tell them, oldest first.</summary>
/// <param name="actorsHome">The daemon's own folder.</param>
internal sealed class IncidentLog(string actorsHome)
{
    private static readonly string[] Names = ["Opened", "RepairOrdered", "RepairClosed", "Waited", "Escalated", "HumanCalled", "ProposalApproved", "Acknowledged", "Resolved"];

    /// <summary>All of them.</summary>
    public IReadOnlyList<IncidentLine> All()
    {
        var folder = Path.Combine(actorsHome, "logs");
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).SelectMany(Lines)]
            : [];
    }

    /// <summary>Those of one name.</summary>
    public IReadOnlyList<IncidentLine> Of(string name) => [.. All().Where(line => line.Name == name)];

    /// <summary>Messages within the daemon that nobody took: each is a bug of ours, whatever else went well.</summary>
    public IReadOnlyList<string> LostMail()
    {
        var folder = Path.Combine(actorsHome, "logs");
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).SelectMany(Whole).Select(line => line.ToJsonString()).Where(line => line.Contains("Lost mail", StringComparison.Ordinal))]
            : [];
    }

    private static IEnumerable<JsonObject> Whole(string file) =>
        // The last line may still be in the writing; it is whole at the next look.
        ScratchHome.ReadShared(file).Split('\n')[..^1].Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!.AsObject());

    private static IEnumerable<IncidentLine> Lines(string file) =>
        Whole(file)
            .Where(line => Names.Contains((string?)line["Event"]))
            .Select(line => new IncidentLine(
                (string)line["Event"]!, (string?)line["Line"] ?? "", DateTimeOffset.Parse((string)line["@t"]!, CultureInfo.InvariantCulture)));
}

/// <summary>One event of an incident.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Words">What it says.</param>
/// <param name="At">When it was written.</param>
internal sealed record IncidentLine(string Name, string Words, DateTimeOffset At)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Words}";
}
