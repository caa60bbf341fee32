using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Notifying;
using static OpenClaw.Actors.Tests.Support.FailableJournal;

namespace OpenClaw.Actors.Tests.Support;

/// <summary>An outbox's store in memory, with switches for what can go wrong with a real one, and an end of its life before any write that the spec likes.</summary>
public sealed class RememberedOutbox : IOutboxStore
{
    private readonly Lock _lock = new();
    private readonly List<(Announcement News, Dictionary<string, DeliveryMark> Marks)> _kept = [];
    private readonly HashSet<string> _channels = [];
    private readonly Dictionary<(string Channel, string Key), string> _handles = [];
    private readonly List<Call<bool>> _held = [];

    /// <summary>For reading.</summary>
    public Mood Reading { get; set; }

    /// <summary>For writing.</summary>
    public Mood Writing { get; set; }

    /// <summary>The healer is killed before this many writes have been done; null: never.</summary>
    public int? LivesFor { get; set; }

    /// <summary>The key of news that is never taken.</summary>
    public string? Refuses { get; set; }

    /// <summary>How often news was to be kept.</summary>
    public int Keeps { get; private set; }

    /// <summary>Writes done.</summary>
    public int Writes { get; private set; }

    /// <summary>How often something was read.</summary>
    public int Loads { get; private set; }

    /// <summary>Its healer was killed; nothing is written any more.</summary>
    public bool IsDead => Writes >= LivesFor;

    /// <summary>Reads and writes that hang.</summary>
    public IReadOnlyList<Call<bool>> Held { get { lock (_lock) return [.. _held]; } }

    /// <summary>The keys of what is kept, oldest first.</summary>
    public IReadOnlyList<string> Keys { get { lock (_lock) return [.. _kept.Select(static k => k.News.Key)]; } }

    /// <summary>What became of news on a channel; null: nothing yet.</summary>
    public DeliveryMark? Of(string channel, string key)
    {
        lock (_lock) return _kept.Find(k => k.News.Key == key).Marks?.TryGetValue(channel, out var mark) == true ? mark : null;
    }

    /// <summary>What the next healer finds.</summary>
    public RememberedOutbox Reborn()
    {
        var next = new RememberedOutbox();
        lock (_lock)
        {
            next._kept.AddRange(_kept.Select(static k => (k.News, new Dictionary<string, DeliveryMark>(k.Marks))));
            next._channels.UnionWith(_channels);
            foreach (var (where, handle) in _handles) next._handles[where] = handle;
        }

        return next;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KeptNews>> Load(GatewayId gateway, IReadOnlyList<string> channels, CancellationToken cancel)
    {
        Loads++;
        await Pass(Reading, cancel);
        lock (_lock)
        {
            foreach (var (_, marks) in _kept)
            {
                foreach (var unknown in channels.Where(c => !_channels.Contains(c))) marks[unknown] = DeliveryMark.NotForIt;
            }

            _channels.UnionWith(channels);
            return [.. _kept.Select(k => new KeptNews(k.News, new Dictionary<string, DeliveryMark>(k.Marks))
            {
                Handles = _handles.Where(h => h.Key.Key == k.News.Key).ToDictionary(static h => h.Key.Channel, static h => h.Value),
            })];
        }
    }

    /// <inheritdoc/>
    public Task Keep(GatewayId gateway, Announcement news, CancellationToken cancel) => Write(
        () =>
        {
            Keeps++;
            if (news.Key == Refuses) throw new IOException("string or blob too big");
            if (_kept.TrueForAll(k => k.News.Key != news.Key)) _kept.Add((news, []));
        },
        cancel);

    /// <inheritdoc/>
    public Task Mark(GatewayId gateway, string channel, string key, DeliveryMark mark, string? handle, CancellationToken cancel) => Write(
        () =>
        {
            if (_kept.Find(k => k.News.Key == key) is not { Marks: { } marks }) return;
            marks[channel] = mark;
            if (handle is not null) _handles[(channel, key)] = handle;
        },
        cancel);

    private async Task Write(Action write, CancellationToken cancel)
    {
        await Pass(IsDead ? Mood.Hangs : Writing, cancel);
        lock (_lock)
        {
            write();
            Writes++;
        }
    }

    private async Task Pass(Mood mood, CancellationToken cancel)
    {
        if (mood == Mood.Works) return;
        if (mood == Mood.Fails) throw new IOException("No space left on device");
        var call = new Call<bool>(obeys: true, cancel);
        lock (_lock) _held.Add(call);
        await call.Task;
    }
}
