namespace OpenClaw.Host.Playbook.Config;

/// <summary>Where two configs mean different things.</summary>
public static class ConfigDiff
{
    // OpenClaw's own notes on the file: they change with each of its writes.
    private static readonly KeyPath Meta = KeyPath.Of("meta");

    /// <summary>
    /// The innermost paths at which they differ, in the order of the first document: objects by key, arrays by index when they are equally long and else as a whole.
    /// <c>meta</c> is left out.
    /// </summary>
    public static IReadOnlyList<KeyPath> Of(Json5Document one, Json5Document other)
    {
        var paths = new List<KeyPath>();
        Walk(KeyPath.Root, one.Root, other.Root, paths);
        return paths;
    }

    private static void Walk(KeyPath path, Json5Value? one, Json5Value? other, List<KeyPath> paths)
    {
        if (path.Equals(Meta)) return;
        if (one is Json5Object a && other is Json5Object b)
        {
            foreach (var name in a.Names.Union(b.Names)) Walk(path.Then(name), a.Find(name)?.Value, b.Find(name)?.Value, paths);
        }
        else if (one is Json5Array x && other is Json5Array y && x.Items.Count == y.Items.Count)
        {
            for (var i = 0; i < x.Items.Count; i++) Walk(path.Then(i), x.Items[i].Value, y.Items[i].Value, paths);
        }
        else if (!Json5Value.Same(one, other)) paths.Add(path);
    }
}
