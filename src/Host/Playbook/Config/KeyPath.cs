using System.Globalization;

namespace OpenClaw.Host.Playbook.Config;

/// <summary>Where a value stands in a config: the keys on the way to it, an array's index as a decimal number. Equal by its segments.</summary>
public sealed class KeyPath : IEquatable<KeyPath>
{
    /// <summary>The config as a whole.</summary>
    public static readonly KeyPath Root = new([]);

    private readonly string[] _segments;

    private KeyPath(string[] segments) => _segments = segments;

    /// <summary>The segments, from the outside in.</summary>
    public IReadOnlyList<string> Segments => _segments;

    /// <summary>How many segments it has; 0 for the whole.</summary>
    public int Depth => _segments.Length;

    /// <summary>The innermost segment; empty for the whole.</summary>
    public string Last => Depth == 0 ? "" : _segments[^1];

    /// <summary>The path of what holds this one; null for the whole.</summary>
    public KeyPath? Parent => Depth == 0 ? null : new(_segments[..^1]);

    /// <summary>A path of these segments.</summary>
    public static KeyPath Of(params IEnumerable<string> segments) => new([.. segments]);

    /// <summary>One step further in.</summary>
    public KeyPath Then(string key) => new([.. _segments, key]);

    /// <inheritdoc cref="Then(string)"/>
    public KeyPath Then(int index) => Then(index.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether it is the other one or lies within it.</summary>
    public bool IsWithin(KeyPath other) => Depth >= other.Depth && _segments.AsSpan(0, other.Depth).SequenceEqual(other._segments);

    /// <summary>Whether one of the two holds the other.</summary>
    public bool Touches(KeyPath other) => IsWithin(other) || other.IsWithin(this);

    /// <inheritdoc/>
    public bool Equals(KeyPath? other) => other is not null && _segments.AsSpan().SequenceEqual(other._segments);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as KeyPath);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var segment in _segments) hash.Add(segment, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>With dots, as OpenClaw writes it. Not to be parsed again: a key may hold a dot.</summary>
    public override string ToString() => Depth == 0 ? "<root>" : string.Join('.', _segments);
}
