using System.Text;

namespace OpenClaw.Host.Logging.Reading;

/// <summary>Reads a folder's JSON log on from a place in it, over the roll at midnight and the one of a full file. Only whole lines are given: the last may be in the writing.</summary>
/// <param name="folder">The folder; need not be there yet.</param>
internal sealed class LogTail(string folder)
{
    // Nothing of ours is that long; a file without line breaks must not fill the memory.
    private const int LongestLine = 4_000_000;
    private const int ChunkSize = 64 * 1024;

    private LogFile? _file;
    private long _offset;

    /// <summary>Goes to the end of what is there.</summary>
    /// <returns>The files that come before the newest, and the newest: oldest first.</returns>
    public IReadOnlyList<LogFile> Start()
    {
        var files = LogFolder.Files(folder, "json");
        _file = files is [.., var newest] ? newest : null;
        return files;
    }

    /// <summary>All whole lines of a file. For the newest one, reading goes on behind them.</summary>
    public IEnumerable<string> All(LogFile file)
    {
        var end = 0L;
        foreach (var (line, next) in Lines(file.Path, 0))
        {
            end = next;
            if (line.Length > 0) yield return line;
        }

        if (file.Path == _file?.Path) _offset = end;
    }

    /// <summary>What was written since.</summary>
    public IEnumerable<string> Next()
    {
        // Listed first: whoever is not the newest any more is closed, and what is read of him now is all.
        var files = LogFolder.Files(folder, "json");
        _file ??= files is [var oldest, ..] ? oldest : null;
        while (_file is { } file)
        {
            foreach (var (line, next) in Lines(file.Path, _offset))
            {
                _offset = next;
                if (line.Length > 0) yield return line;
            }

            if (files.FirstOrDefault(later => IsAfter(later, file)) is not { } following) yield break;
            (_file, _offset) = (following, 0);
        }
    }

    private static bool IsAfter(LogFile later, LogFile file) => string.CompareOrdinal(later.Date, file.Date) is var days && (days > 0 || (days == 0 && later.Part > file.Part));

    private static IEnumerable<(string Line, long Next)> Lines(string path, long from)
    {
        using var stream = Open(path);
        if (stream is null) yield break;
        // Shorter than what was read: somebody has emptied it.
        stream.Seek(from <= stream.Length ? from : 0, SeekOrigin.Begin);
        var (line, chunk, at) = (new MemoryStream(), new byte[ChunkSize], stream.Position);
        while (stream.Read(chunk) is > 0 and var read)
        {
            var begin = 0;
            for (var end = Array.IndexOf(chunk, (byte)'\n', 0, read); end >= 0; end = Array.IndexOf(chunk, (byte)'\n', begin, read - begin))
            {
                line.Write(chunk, begin, end - begin);
                at += line.Length + 1;
                yield return (line.Length <= LongestLine ? Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length).TrimEnd('\r') : "", at);
                line.SetLength(0);
                begin = end + 1;
            }

            line.Write(chunk, begin, read - begin);
        }
    }

    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            // Removed after it was listed: too old, or in the way.
            return null;
        }
    }
}
