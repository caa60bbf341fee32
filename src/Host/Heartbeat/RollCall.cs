namespace OpenClaw.Host.Heartbeat;

/// <summary>One round of questions: who is still to answer.</summary>
/// <param name="number">Which round it is, so that no answer is taken for one of another.</param>
/// <param name="places">Who is asked.</param>
internal sealed class RollCall(int number, IEnumerable<TreePlace> places)
{
    /// <summary>How often a part is asked; longer together than a brain rests between two lives. Counted and not timed: a host that slept has asked once, however long it slept.</summary>
    public const int MostAskings = 7;

    /// <summary>Between two questions.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private const string NoAnswer = "does not answer";

    private readonly Dictionary<TreePlace, string> _silent = places.ToDictionary(static place => place, static _ => NoAnswer);
    private int _askings;

    /// <summary>Which round it is.</summary>
    public int Number => number;

    /// <summary>All have answered.</summary>
    public bool IsAnswered => _silent.Count == 0;

    /// <summary>Of each it is known that it answers or that nobody is there.</summary>
    public bool IsHeard => !_silent.ContainsValue(NoAnswer);

    /// <summary>Nobody is asked again.</summary>
    public bool IsSpent => _askings >= MostAskings;

    /// <summary>Who has not answered, and what is known of them, a sentence each.</summary>
    public IReadOnlyList<string> Silent => [.. _silent.Select(static p => $"{p.Key.What} {p.Value}")];

    /// <summary>Who is to be asked now.</summary>
    public IReadOnlyList<TreePlace> Ask()
    {
        _askings++;
        return [.. _silent.Keys];
    }

    /// <summary>One has answered, or it is known that nobody is there.</summary>
    public void Hear(TreePlace place, bool isThere)
    {
        if (isThere || place.MayRest) _silent.Remove(place);
        else if (_silent.ContainsKey(place)) _silent[place] = "is not there";
    }
}
