using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Actors.Incidents;

/// <summary>
/// The way of one gateway's events to the book and back. What cannot be written waits here and goes with the next write, so that a book whose disk was full
/// for a day has no gap; one write is under way at a time, so that a disk that hangs does not pile them up. Used by one actor; only the port runs elsewhere.
/// </summary>
internal sealed class BookKeeper(IIncidentJournal journal, GatewayId gateway, CancellationToken stopped)
{
    // A month of an incident that waits for its owner; what a disk that is gone for longer costs is the oldest of it.
    private const int MostEvents = 5000;
    private const int MostNews = 200;

    private readonly List<IncidentEvent> _events = [];
    private readonly List<Announcement> _news = [];
    private (int Events, int News)? _underWay;

    /// <summary>The book was read: what was before the healer's start is known.</summary>
    public bool IsRead { get; private set; }

    /// <summary>A reading is under way.</summary>
    public bool IsReading { get; private set; }

    /// <summary>A write is under way; another one would only wait behind it.</summary>
    public bool IsWriting => _underWay is not null;

    /// <summary>Something waits to be written.</summary>
    public bool HasWaiting => _events.Count > 0 || _news.Count > 0;

    /// <summary>Events that were given up, as too many waited.</summary>
    public int GivenUp { get; private set; }

    /// <summary>Reads the book. Fails as the book does.</summary>
    public Task<BookContent> Read()
    {
        IsReading = true;
        return journal.Load(gateway, stopped);
    }

    /// <summary>The reading is over.</summary>
    public void Answered(bool isRead) => (IsReading, IsRead) = (false, IsRead || isRead);

    /// <summary>Takes in what is to be written.</summary>
    public void Add(IReadOnlyList<IncidentEvent> events, IReadOnlyList<Announcement> news)
    {
        _events.AddRange(events);
        _news.AddRange(news);
        if (_underWay is not null) return;
        GivenUp += Drop(_events, MostEvents);
        Drop(_news, MostNews);
    }

    /// <summary>Writes all that waits. Fails as the book does. May not be called while a write is under way.</summary>
    public Task<string?> Write()
    {
        _underWay = (_events.Count, _news.Count);
        return journal.Append(gateway, [.. _events], [.. _news], stopped);
    }

    /// <summary>The write that was under way has ended.</summary>
    /// <param name="isWritten">False: what it was to write waits on. It may be in the book all the same, which knows an event again.</param>
    public void Ended(bool isWritten)
    {
        var (events, news) = _underWay ?? default;
        _underWay = null;
        if (!isWritten) return;
        _events.RemoveRange(0, events);
        _news.RemoveRange(0, news);
    }

    private static int Drop<T>(List<T> list, int most)
    {
        var tooMany = Math.Max(0, list.Count - most);
        list.RemoveRange(0, tooMany);
        return tooMany;
    }
}
