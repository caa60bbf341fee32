using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>What is on the disk: the book, the news and the ledger. It outlives every daemon.</summary>
public sealed class ModelDisk
{
    private readonly HashSet<(IncidentId Incident, int Number)> _known = [];
    private readonly List<Announcement> _news = [];
    private readonly Dictionary<(string Channel, string Key), DeliveryMark> _marks = [];
    private readonly Dictionary<string, int> _begun = [];

    /// <summary>The events, in the order in which they were written.</summary>
    public List<IncidentEvent> Events { get; } = [];

    /// <summary>The ledger as it was written last.</summary>
    public RestartLedger? Ledger { get; set; }

    /// <summary>Whether an event is in the book.</summary>
    public bool Has(IncidentEvent e) => _known.Contains((e.Incident, e.Number));

    /// <summary>Whether news is kept.</summary>
    public bool Has(string key) => _news.Exists(n => n.Key == key);

    /// <summary>What became of news on a channel, as far as is written; null when nothing is.</summary>
    public DeliveryMark? Marked(string channel, string key) => _marks.TryGetValue((channel, key), out var mark) ? mark : null;

    /// <summary>Writes into the book.</summary>
    public string? Append(IReadOnlyList<IncidentEvent> events, IReadOnlyList<Announcement> news)
    {
        foreach (var e in events.Where(e => _known.Add((e.Incident, e.Number)))) Events.Add(e);
        foreach (var n in news) Keep(n);
        return null;
    }

    /// <summary>Keeps news.</summary>
    public bool Keep(Announcement news)
    {
        if (Has(news.Key)) return false;
        _news.Add(news);
        return true;
    }

    /// <summary>Marks news.</summary>
    public bool Mark(string channel, string key, DeliveryMark mark)
    {
        if (!Has(key)) return false;
        _marks[(channel, key)] = mark;
        return true;
    }

    /// <summary>All news with what became of it.</summary>
    public IReadOnlyList<KeptNews> News(IReadOnlyList<string> channels)
    {
        foreach (var channel in channels) _begun.TryAdd(channel, _news.Count);
        return [.. _news.Select((n, i) => new KeptNews(n, channels
            .Select(c => (Channel: c, Mark: i < _begun[c] ? DeliveryMark.NotForIt : Marked(c, n.Key)))
            .Where(static m => m.Mark is not null)
            .ToDictionary(static m => m.Channel, static m => m.Mark!.Value)))];
    }
}
