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
        GivenUp += Drop(_events, MostEvents, _underWay?.Events ?? 0);
        Drop(_news, MostNews, _underWay?.News ?? 0);
    }

    /// <summary>The last thing that is done: all that waits is handed over, and nobody waits for the end. What is on its way already is known to the book by its number.</summary>
    public Task Leave() => HasWaiting ? journal.Append(gateway, [.. _events], [.. _news], CancellationToken.None) : Task.CompletedTask;

    /// <summary>Writes all that waits. Fails as the book does. May not be called while a write is under way.</summary>
    public Task<string?> Write()
    {
        _underWay = (_events.Count, _news.Count);
        // Not given up with its actor: what was decided is carried out, and the next life must know of it.
        return journal.Append(gateway, [.. _events], [.. _news], CancellationToken.None);
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

    // Behind what is under way: that may be in the book already.
    private static int Drop<T>(List<T> list, int most, int underWay)
    {
        var tooMany = Math.Clamp(list.Count - most, 0, list.Count - underWay);
        list.RemoveRange(underWay, tooMany);
        return tooMany;
    }
}
