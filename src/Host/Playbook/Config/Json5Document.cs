using System.Diagnostics.CodeAnalysis;

namespace OpenClaw.Host.Playbook.Config;

/// <summary>
/// A JSON5 text with the place of every value in it, as OpenClaw writes its config: comments, trailing commas, either quotes, keys without quotes. It never prints: an edit
/// (<see cref="Json5Edit"/>) cuts and pastes in the text itself, so what is not touched stays as its owner wrote it, byte for byte.
/// </summary>
public sealed class Json5Document
{
    /// <summary>A longer text, in characters, is no config.</summary>
    public const int LargestText = 16 * 1024 * 1024;

    /// <summary>How deep values may be nested.</summary>
    public const int DeepestNesting = 200;

    private Json5Document(string text, Json5Value root) => (Text, Root) = (text, root);

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>The value that it is.</summary>
    public Json5Value Root { get; }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text; a byte order mark may be in front.</param>
    /// <param name="document">What it is.</param>
    /// <param name="error">Why it is no JSON5.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Json5Document? document, [NotNullWhen(false)] out Json5Error? error)
    {
        (document, error) = (null, null);
        try
        {
            document = new(text, new Json5Parser(text).Parse());
            return true;
        }
        catch (Json5Exception broken)
        {
            error = broken.Error;
            return false;
        }
    }

    /// <summary>The document of a text; null when it is no JSON5.</summary>
    public static Json5Document? OrNull(string? text) => text is not null && TryParse(text, out var document, out _) ? document : null;

    /// <summary>The member or item at a path; null when there is none, and for the whole.</summary>
    public Json5Slot? Slot(KeyPath path) => path.Parent is { } parent ? Find(parent)?.Child(path.Last) : null;

    /// <summary>The value at a path; null when there is none.</summary>
    public Json5Value? Find(KeyPath path)
    {
        Json5Value? value = Root;
        foreach (var segment in path.Segments) value = value?.Child(segment)?.Value;
        return value;
    }

    /// <summary>The value as it is written.</summary>
    public string Raw(Json5Value value) => Text[value.Start..value.End];

    /// <summary>The string at a path; null when there is none or it is no string.</summary>
    public string? Words(params IEnumerable<string> path) => Find(KeyPath.Of(path)) is Json5Scalar { Value: string text } ? text : null;
}
