using System.Globalization;

namespace OpenClaw.Host.Playbook.Config;

/// <summary>One value of a JSON5 text and where it stands there.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">The character after its last one.</param>
public abstract record Json5Value(int Start, int End)
{
    /// <summary>Whether both mean the same, however they are written. Keys count in any order; of keys that are there twice the last one counts.</summary>
    public static bool Same(Json5Value? one, Json5Value? other) => (one, other) switch
    {
        (null, null) => true,
        (Json5Scalar a, Json5Scalar b) => a.Value is double x && b.Value is double y ? x.Equals(y) : Equals(a.Value, b.Value),
        (Json5Array a, Json5Array b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(static pair => Same(pair.First.Value, pair.Second.Value)),
        (Json5Object a, Json5Object b) => a.Names.Count == b.Names.Count && a.Names.All(name => b.Find(name) is { } there && Same(a.Find(name)!.Value, there.Value)),
        _ => false,
    };

    /// <summary>The member or item of this name or index; null when there is none.</summary>
    public Json5Slot? Child(string segment) => this switch
    {
        Json5Object members => members.Find(segment),
        Json5Array array => int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < array.Items.Count ? array.Items[index] : null,
        _ => null,
    };
}

/// <summary>A string, a number, a boolean or null.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">The character after its last one.</param>
/// <param name="Value">What it means: a string, a double, a bool or null.</param>
public sealed record Json5Scalar(int Start, int End, object? Value) : Json5Value(Start, End);

/// <summary>An array.</summary>
/// <param name="Start">Its bracket.</param>
/// <param name="End">The character after its closing bracket.</param>
/// <param name="Items">Its items.</param>
public sealed record Json5Array(int Start, int End, IReadOnlyList<Json5Slot> Items) : Json5Value(Start, End);

/// <summary>An object.</summary>
/// <param name="Start">Its brace.</param>
/// <param name="End">The character after its closing brace.</param>
/// <param name="Members">Its members as they are written, also those that are there twice.</param>
public sealed record Json5Object(int Start, int End, IReadOnlyList<Json5Slot> Members) : Json5Value(Start, End)
{
    private readonly Dictionary<string, Json5Slot> _byName = ByName(Members);

    /// <summary>The keys, each once.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>The member of this name that counts, which is the last one; null when there is none.</summary>
    public Json5Slot? Find(string name) => _byName.GetValueOrDefault(name);

    private static Dictionary<string, Json5Slot> ByName(IReadOnlyList<Json5Slot> members)
    {
        var byName = new Dictionary<string, Json5Slot>(StringComparer.Ordinal);
        foreach (var member in members) byName[member.Name!] = member;
        return byName;
    }
}

/// <summary>A member of an object or an item of an array, with the comma that follows it.</summary>
/// <param name="Name">The key; null for an item.</param>
/// <param name="Start">Its first character: the key's, or the item's own.</param>
/// <param name="NameEnd">The character after the key; <paramref name="Start"/> for an item.</param>
/// <param name="Value">Its value.</param>
/// <param name="Comma">Where the comma after it stands; null when there is none.</param>
public sealed record Json5Slot(string? Name, int Start, int NameEnd, Json5Value Value, int? Comma);
