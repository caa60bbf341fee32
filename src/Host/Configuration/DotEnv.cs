using System.Text;

namespace OpenClaw.Host.Configuration;

/// <summary>
/// A hand-written reader of <c>.env</c> files: KEY=VALUE, <c>export</c>, comments, quotes. Nothing is executed or expanded.
/// The file belongs to OpenClaw too, so only a bad line that is about one of our keys is an error.
/// </summary>
internal static class DotEnv
{
    /// <summary>The values of our keys, with where each stands.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read, or a line about one of our keys is broken.</exception>
    public static IReadOnlyDictionary<string, (string Value, string From)> Read(string path, IReadOnlySet<string> ours)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return new Dictionary<string, (string, string)>();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: cannot be read: {fault.Message.ReplaceLineEndings(" ")} Mend its owner and mode (chmod 600).");
        }

        var values = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Length; i++)
        {
            var from = $"{path}:{i + 1}";
            if (Assignment(lines[i], from, ours) is var (key, value))
                values[key] = (value, from);
        }
        return values;
    }

    private static (string Key, string Value)? Assignment(string line, string from, IReadOnlySet<string> ours)
    {
        var text = line.TrimStart('\uFEFF').Trim();
        if (text.StartsWith("export ", StringComparison.Ordinal))
            text = text[7..].TrimStart();
        var end = 0;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        var key = text[..end];
        if (!ours.Contains(key))
            return null;
        var rest = text[end..].TrimStart();
        // A shell would take "KEY = value" for a command; what is meant is plain all the same.
        return rest.StartsWith('=')
            ? (key, Value(rest[1..].TrimStart(), key, from))
            : throw new ConfigurationException($"{from}: {key} is not followed by '='. Write {key}=VALUE, or put '#' before the line.");
    }

    private static string Value(string text, string key, string from)
    {
        if (text.Length == 0 || text[0] is not ('"' or '\''))
        {
            var comment = text.StartsWith('#') ? 0 : text.IndexOf(" #", StringComparison.Ordinal);
            return (comment < 0 ? text : text[..comment]).TrimEnd();
        }

        var quote = text[0];
        var value = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                var after = text[(i + 1)..].TrimStart();
                return after.Length == 0 || after[0] == '#'
                    ? value.ToString()
                    : throw new ConfigurationException($"{from}: {key} has text after its closing quote. Remove it, or quote the whole value.");
            }
            if (quote == '"' && text[i] == '\\' && i + 1 < text.Length && text[i + 1] is ('"' or '\\' or '$' or '`'))
                i++;
            value.Append(text[i]);
        }
        throw new ConfigurationException($"{from}: {key} has a quote that is never closed. Add the missing {quote} at the end of the line.");
    }
}
