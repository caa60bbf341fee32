using System.Collections.Immutable;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using OpenClaw.Actors.Gateways;
using OpenClaw.Actors.Incidents;
using OpenClaw.Actors.Notifying;

namespace OpenClaw.Bench.HotPath;

/// <summary>Fifty pieces of news through the box of a channel.</summary>
public class OutboxPath
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 3, 15, 4, TimeSpan.Zero);
    private Announcement[] _news = [];

    /// <summary>Makes the news: of incidents of their own, so that none makes room for another.</summary>
    [GlobalSetup]
    public void Setup() => _news =
    [
        .. Enumerable.Range(1, 50).Select(static i => new Announcement(
            $"key-{i.ToString(CultureInfo.InvariantCulture)}", new GatewayId("main"), IncidentId.For(new GatewayId("main"), Start.AddMinutes(i)), Severity.Warning,
            "main is down", "It has been down for a minute.", ["exit code 1"], null, Start.AddMinutes(i))),
    ];

    /// <summary>The least: the same through an immutable queue.</summary>
    [Benchmark(Baseline = true)]
    public int BareQueue()
    {
        var (queue, told) = (ImmutableQueue<Announcement>.Empty, 0);
        foreach (var news in _news) queue = queue.Enqueue(news);
        for (; !queue.IsEmpty; told++) queue = queue.Dequeue();
        return told;
    }

    /// <summary>Ours.</summary>
    [Benchmark]
    public int Outbox()
    {
        var (box, told, now) = (new Outbox(Severity.Info), 0, Start.AddHours(2));
        foreach (var news in _news) box = box.Add(news, now);
        for (; box.Next(now) is { } next; told++) box = box.Take(next).Delivered(null);
        return told == _news.Length ? told : throw new InvalidOperationException($"{told} of {_news.Length} were told.");
    }
}
