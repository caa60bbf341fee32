using OpenClaw.Actors.Notifying;

namespace OpenClaw.Simulation.Tests.Worlds;

/// <summary>The other side of a channel: what has arrived there, and whether anybody could know that it had.</summary>
public sealed class ModelChannel(World world, string name, Severity floor)
{
    private readonly Dictionary<string, History> _news = [];

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>What it wants at least.</summary>
    public Severity Floor { get; } = floor;

    /// <summary>How it is dead; null when it lives.</summary>
    public int? Death { get; set; }

    /// <summary>Whether news has arrived.</summary>
    public bool Has(string key) => _news.TryGetValue(key, out var history) && history.Arrivals > 0;

    /// <summary>How often news has arrived.</summary>
    public int Count(string key) => _news.TryGetValue(key, out var history) ? history.Arrivals : 0;

    /// <summary>All that arrived, as often as it did.</summary>
    public IEnumerable<(string Key, int Times)> All => _news.Select(static n => (n.Key, n.Value.Arrivals));

    /// <summary>A try begins.</summary>
    public void Begin(Announcement news, Daemon by)
    {
        var history = Of(news.Key);
        if (history is { Arrivals: > 0, IsCertain: true } && Knows(history, by)) world.Fail($"{Name} was told {news.Key} again by life {by.Number}, although life {history.Life} had heard that it arrived");
    }

    /// <summary>It arrives.</summary>
    public void Arrive(Announcement news, Daemon by)
    {
        var history = Of(news.Key);
        if (++history.Arrivals > 1)
        {
            world.Tally.Count("news arrived twice");
            if (!news.MayBeRepeat && (history.Life == by.Number || history.MarkAtKill is not null) && Knows(history, by)) world.Fail($"{Name} got {news.Key} twice, and the second does not say that it may be a repeat");
        }

        // What an earlier life had heard, this one could not read, and has written over.
        if (history.Life != by.Number && !Knows(history, by)) history.IsCertain = false;
        (history.Life, history.MarkAtKill) = (by.Number, null);
        world.Tell($"{Name} gets {news.Key}{(news.MayBeRepeat ? " (maybe again)" : "")}");
        if (news.Severity == Severity.Critical) world.Tally.Count("alert arrived");
    }

    /// <summary>The end of a try was heard; null when nobody can tell how it ended.</summary>
    public void End(Announcement news, Delivery? answer)
    {
        if (answer is Delivery.Delivered) Of(news.Key).IsCertain = true;
        else if (answer is null) world.Tally.Count("try with an unknown end");
    }

    /// <summary>The daemon was killed: what it knew is what is on the disk.</summary>
    public void Forget()
    {
        foreach (var (key, history) in _news)
        {
            var mark = world.Disk.Marked(Name, key);
            history.MarkAtKill = mark;
            history.IsCertain &= mark == DeliveryMark.Delivered;
        }
    }

    // A later life knows what was written down before the kill, once it could read that.
    private static bool Knows(History history, Daemon by) => history.Life == by.Number || by.HasReadItsNews;

    private History Of(string key) => _news.TryGetValue(key, out var known) ? known : _news[key] = new History();

    private sealed class History
    {
        public int Arrivals { get; set; }

        public int Life { get; set; }

        public bool IsCertain { get; set; }

        public DeliveryMark? MarkAtKill { get; set; }
    }
}
