namespace OpenClaw.Actors.Notifying;

/// <summary>
/// What the outbox's store has not taken yet, oldest news first: the news before what became of it, and of that only the newest on each channel. Bounded.
/// One write is under way at a time; what fails stays, and does not hold up the rest for ever. It belongs to the voice, which notes, and is worked off by its
/// keeper, which may die over it: hence the lock.
/// </summary>
internal sealed class UnwrittenNews
{
    /// <summary>Pieces of news of which something is still to be written, at most; beyond it the oldest is forgotten.</summary>
    public const int Capacity = 1000;

    private const int FailuresOfARound = 3;
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private Piece? _underWay;
    private int _failures;

    /// <summary>Something is still to be written.</summary>
    public bool IsAny
    {
        get
        {
            lock (_lock) return _entries.Count > 0;
        }
    }

    /// <summary>News is to be kept.</summary>
    public void Keep(Announcement news)
    {
        lock (_lock) Of(news.Key).News = news;
    }

    /// <summary>What has become of news on a channel is to be written down.</summary>
    public void Mark(string channel, string key, DeliveryMark mark, string? handle = null)
    {
        lock (_lock) Of(key).Marks[channel] = (mark, handle);
    }

    /// <summary>Whoever wrote has died. What was under way is written again: nobody knows whether it was.</summary>
    public void BeginAnew()
    {
        lock (_lock) (_underWay, _failures) = (null, 0);
    }

    /// <summary>What to write now. Null while a write is under way, when there is nothing, and when enough has failed: the call after that begins anew.</summary>
    public Piece? Next()
    {
        lock (_lock)
        {
            if (_underWay is not null) return null;
            if (_failures >= FailuresOfARound || _failures >= _entries.Count)
            {
                _failures = 0;
                return null;
            }

            var next = _entries[_failures];
            if (next.News is { } news) return _underWay = new Piece(next.Key, news, null, default, null);
            var (channel, (mark, handle)) = next.Marks.First();
            return _underWay = new Piece(next.Key, null, channel, mark, handle);
        }
    }

    /// <summary>The write under way has ended well.</summary>
    /// <returns>What was written.</returns>
    public Piece Written()
    {
        lock (_lock)
        {
            var (done, entry) = (_underWay!, Of(_underWay!.Key));
            _underWay = null;
            if (done.News is not null) entry.News = null;
            // A newer mark may have come meanwhile.
            else if (entry.Marks.TryGetValue(done.Channel!, out var newest) && newest == (done.Mark, done.Handle)) entry.Marks.Remove(done.Channel!);
            if (entry is { News: null, Marks.Count: 0 }) _entries.Remove(entry);
            return done;
        }
    }

    /// <summary>The write under way has failed.</summary>
    /// <param name="isStoreStuck">Nothing was heard of it: that is no fault of this piece, and the next one would fare no better.</param>
    public void Failed(bool isStoreStuck)
    {
        lock (_lock)
        {
            _underWay = null;
            _failures = isStoreStuck ? FailuresOfARound : _failures + 1;
        }
    }

    private Entry Of(string key)
    {
        if (_entries.Find(u => u.Key == key) is { } known) return known;
        if (_entries.Count >= Capacity) _entries.RemoveAt(_entries[0].Key == _underWay?.Key ? 1 : 0);
        var added = new Entry(key);
        _entries.Add(added);
        return added;
    }

    /// <summary>One call of the store: to keep the news, or to mark what became of it.</summary>
    internal sealed record Piece(string Key, Announcement? News, string? Channel, DeliveryMark Mark, string? Handle);

    private sealed class Entry(string key)
    {
        public string Key { get; } = key;

        public Announcement? News { get; set; }

        public SortedDictionary<string, (DeliveryMark Mark, string? Handle)> Marks { get; } = new(StringComparer.Ordinal);
    }
}
