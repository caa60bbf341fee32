namespace OpenClaw.Host.Playbook.Config;

/// <summary>Changes of a JSON5 text that touch only what they must. Each gives a new document and leaves the old one as it is.</summary>
public static class Json5Edit
{
    /// <summary>
    /// Takes a member or item out, with its comma, and with its line where nothing else stands on it. Comments around it stay, as nobody knows what they are about.
    /// A key that is there twice is taken out twice: otherwise the one that never counted would come into force.
    /// </summary>
    public static Json5Document Remove(this Json5Document document, KeyPath path)
    {
        while (document.Slot(path) is { } slot)
        {
            document = Json5Cut.Out(document, Siblings(document, path), slot);
            if (slot.Name is null) break;
        }

        return document;
    }

    /// <summary>Writes another text in the place of a value. Only the value that counts is replaced where a key is there twice.</summary>
    /// <param name="document">The document.</param>
    /// <param name="path">Where.</param>
    /// <param name="raw">The new value as it is to be written, usually taken from another document.</param>
    public static Json5Document Replace(this Json5Document document, KeyPath path, string raw) =>
        document.Find(path) is { } value ? document.With(value.Start, value.End, raw) : document;

    /// <summary>Gives a member another key.</summary>
    public static Json5Document Rename(this Json5Document document, KeyPath path, string rawName) =>
        document.Slot(path) is { Name: not null } slot ? document.With(slot.Start, slot.NameEnd, rawName) : document;

    /// <summary>
    /// Has the path mean what it means in the other document: the value is taken from there as it is written, a member that is missing is put where it stands there,
    /// one that is not there is taken out. Where even the parent is missing, the outermost missing one is put back whole.
    /// </summary>
    public static Json5Document Revert(this Json5Document document, Json5Document served, KeyPath path)
    {
        while (path.Parent is { Depth: > 0 } parent && document.Find(parent) is not (Json5Object or Json5Array)) path = parent;
        if (served.Find(path) is not { } before) return document.Remove(path);
        if (document.Find(path) is not null) return document.Replace(path, served.Raw(before));
        return path.Parent is { } home && document.Find(home) is Json5Object there && served.Find(home) is Json5Object model
            ? Json5Paste.Member(document, there, served, model, served.Slot(path)!)
            : document;
    }

    /// <summary>The document with another text from one place to another.</summary>
    /// <exception cref="InvalidOperationException">The edit has made something else than JSON5 of it, which is a mistake in this program.</exception>
    internal static Json5Document With(this Json5Document document, int start, int end, string text) => Parsed(string.Concat(document.Text.AsSpan(0, start), text, document.Text.AsSpan(end)));

    /// <inheritdoc cref="With"/>
    internal static Json5Document Parsed(string text) =>
        Json5Document.TryParse(text, out var document, out var error) ? document : throw new InvalidOperationException($"an edit has broken the config: {error}");

    private static IReadOnlyList<Json5Slot> Siblings(Json5Document document, KeyPath path) => document.Find(path.Parent!) switch
    {
        Json5Object members => members.Members,
        Json5Array array => array.Items,
        _ => [],
    };
}
