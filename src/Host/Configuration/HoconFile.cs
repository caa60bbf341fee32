using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace OpenClaw.Host.Configuration;

/// <summary>One HOCON file as flat keys with their lines.</summary>
internal sealed record HoconFile(string Path, Config Config, IReadOnlyList<HoconEntry> Entries)
{
    // A configuration is a page; what is larger was named by mistake.
    private const long MaximumBytes = 1_048_576;

    /// <exception cref="ConfigurationException">It cannot be read, or is not plain HOCON.</exception>
    public static HoconFile Read(string path)
    {
        var text = ReadText(path);
        var lines = HoconText.LinesOf(text, path);
        try
        {
            var config = ConfigurationFactory.ParseString(text);
            var entries = new List<HoconEntry>();
            if (config.Root.IsObject())
                Flatten("", config.Root, lines, path, entries);
            return new HoconFile(path, config, entries);
        }
        catch (Exception fault) when (fault is not ConfigurationException)
        {
            throw new ConfigurationException($"{path}: cannot be read as HOCON: {Logging.UntrustedText.OneLine(fault.Message, 200)}");
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaximumBytes
                ? File.ReadAllText(path)
                : throw new ConfigurationException($"{path}: larger than 1 MB, so it is no configuration. Name another file.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: cannot be read: {fault.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static void Flatten(string prefix, HoconValue value, IReadOnlyDictionary<string, int> lines, string path, List<HoconEntry> into)
    {
        foreach (var (name, item) in value.GetObject().Items)
        {
            var key = prefix.Length == 0 ? name : prefix + "." + name;
            if (item.IsObject())
                Flatten(key, item, lines, path, into);
            else
            {
                var from = lines.TryGetValue(key, out var line) ? $"{path}:{line}" : path;
                var items = item.IsArray() ? item.GetArray().Select(static i => i.GetString()).ToArray() : null;
                into.Add(new HoconEntry(key, items is null ? item.GetString() ?? "" : "[" + string.Join(", ", items) + "]", items, from));
            }
        }
    }
}

/// <summary>One key of a HOCON file.</summary>
/// <param name="Key">Its full path.</param>
/// <param name="Text">Its value.</param>
/// <param name="Items">Its items when it is a list.</param>
/// <param name="From">The file, and the line where known.</param>
internal sealed record HoconEntry(string Key, string Text, IReadOnlyList<string>? Items, string From);
