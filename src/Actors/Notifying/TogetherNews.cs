using System.Security.Cryptography;
using System.Text;

namespace OpenClaw.Actors.Notifying;

/// <summary>News of several gateways as one message: what a storm comes to.</summary>
public static class TogetherNews
{
    private const int MostNamed = 5;
    private const int MostLines = 25;

    /// <summary>One message that says all of it; a single piece stays as it is.</summary>
    /// <param name="all">At least one; the first came first.</param>
    public static Announcement Of(IReadOnlyList<Announcement> all)
    {
        if (all.Count == 1) return all[0];
        var worst = all.Max(static n => n.Severity);
        var gateways = all.Select(static n => n.Gateway.Value).Distinct().Order(StringComparer.Ordinal).ToArray();
        var names = string.Join(", ", gateways.Take(MostNamed)) + (gateways.Length > MostNamed ? $" and {gateways.Length - MostNamed} more" : "");
        var urgent = all.Where(n => n.Severity == worst).ToArray();
        var what = (worst, urgent.Length == all.Count) switch
        {
            (Severity.Critical, _) => urgent.Length == 1 ? $"{urgent[0].Title}, and {all.Count - 1} more pieces of news" : $"{urgent.Length} gateways need you",
            (Severity.Warning, true) => $"{gateways.Length} gateways are in trouble",
            (Severity.Resolved, true) => $"{gateways.Length} gateways are healthy again",
            _ => $"{all.Count} pieces of news of {gateways.Length} gateways",
        };
        return new Announcement(
            $"together/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', all.Select(static n => n.Key)))))[..16]}",
            all[0].Gateway, null, worst, $"{what}: {names}",
            "Much has come at once, so it is told together; each has its own tale: openclaw-actors incidents",
            [.. all.OrderByDescending(static n => n.Severity).Take(MostLines).Select(Line), .. all.Count > MostLines ? [$"and {all.Count - MostLines} more: openclaw-actors status"] : Array.Empty<string>()],
            YourTurn(urgent), all.Max(static n => n.At))
        {
            MayBeRepeat = all.Any(static n => n.MayBeRepeat),
            Missed = all.Sum(static n => n.Missed),
            Folded = all.Sum(static n => n.Folded),
        };
    }

    /// <summary>What the outcome of a message of many is for each of them: nobody may edit it one day, and what was refused together may pass alone.</summary>
    internal static Delivery Share(Delivery outcome) => outcome switch
    {
        Delivery.Delivered => new Delivery.Delivered(),
        Delivery.Refused { IsChannelDead: false } refused => new Delivery.TryLater(null, $"{refused.Why} (told together with others)"),
        _ => outcome,
    };

    private static string Line(Announcement news) => news.Incident is { } incident ? $"{news.Title} ({incident})" : news.Title;

    private static string? YourTurn(Announcement[] urgent)
    {
        var turns = urgent.Select(static n => n.YourTurn).OfType<string>().Distinct().ToArray();
        return turns.Length switch
        {
            0 => null,
            1 => turns[0],
            _ => string.Join('\n', urgent.Where(static n => n.YourTurn is not null).Take(MostNamed).Select(static n => $"{n.Gateway}: {n.YourTurn}").Append("all of them: openclaw-actors status")),
        };
    }
}
