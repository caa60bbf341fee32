using System.Globalization;
using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Notifiers;

namespace OpenClaw.Host.Cli;

/// <summary>What became of a message on one channel, in JSON.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Delivered">The other side has confirmed it.</param>
/// <param name="Tries">How many tries were made; 0: it is not set up.</param>
/// <param name="Seconds">How long all of it took.</param>
/// <param name="Handle">How the other side names the message; null where it does not.</param>
/// <param name="Why">Why it is not well; null when it is.</param>
/// <param name="Mend">What to do about it; null when it is well.</param>
internal sealed record TellingJson(string Channel, bool Delivered, int Tries, double Seconds, string? Handle, string? Why, string? Mend)
{
    /// <summary>Of what was told.</summary>
    public static TellingJson Of(ToldDirectly x) =>
        new(x.Channel, x.Outcome is Delivery.Delivered, x.Tries, Math.Round(x.Took.TotalSeconds, 3), (x.Outcome as Delivery.Delivered)?.Handle, x.Why, x.Mend);
}

/// <summary>What became of a message on each channel, for people.</summary>
internal static class TellingView
{
    private const int LongestLine = 400;

    /// <summary>Its lines.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<ToldDirectly> told, int width) => TextRows.Of([.. told.SelectMany(Rows)], width);

    private static IEnumerable<(string Label, string Text)> Rows(ToldDirectly x)
    {
        var took = x.Tries == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({x.Took.TotalSeconds:0.0} s{(x.Tries > 1 ? $", {x.Tries} tries" : "")})");
        yield return (x.Channel, Clean(x.Outcome is Delivery.Delivered delivered
            ? $"delivered{took}{(delivered.Handle is { } handle ? $", message {handle}" : "")}{(x.LeftOpen is { } left ? $", but {left}" : "")}"
            : $"NOT delivered{took}: {x.Why}"));
        if (x.Mend is { } mend) yield return (x.Channel, Clean(mend));
    }

    private static string Clean(string text) => UntrustedText.OneLine(text, LongestLine);
}
