using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Metrics;

/// <summary>Our words as labels: <c>LiveNotReady</c> is <c>live-not-ready</c>.</summary>
internal static class Words
{
    private static readonly ConcurrentDictionary<Enum, string> Known = new();

    /// <summary>The word for a value.</summary>
    public static string Of(Enum value) => Known.GetOrAdd(value, static v => Of(v.ToString()));

    /// <summary>The words for all values.</summary>
    public static IEnumerable<string> All<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(static v => Of(v));

    /// <summary>The word for a kind of event.</summary>
    public static string Kind(IncidentEvent e) => Of(e.GetType().Name);

    private static string Of(string name)
    {
        var word = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && word.Length > 0) word.Append('-');
            word.Append(char.ToLower(letter, CultureInfo.InvariantCulture));
        }

        return word.ToString();
    }
}
