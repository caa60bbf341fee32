namespace OpenClaw.Host.Doctors.ClaudeCode;

/// <summary>Reads a growing file of lines, each line once.</summary>
internal sealed class EventTail(string path)
{
    private byte[] _partial = [];
    private long _position;

    /// <summary>Only what is written from now on.</summary>
    public void SkipToEnd() => _position = File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>The whole lines that have come since the last call.</summary>
    public async Task<IReadOnlyList<byte[]>> Read(CancellationToken cancel)
    {
        if (!File.Exists(path)) return [];
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(_position, SeekOrigin.Begin);
        using var bytes = new MemoryStream();
        bytes.Write(_partial);
        await file.CopyToAsync(bytes, cancel);
        _position = file.Position;
        return TakeLines(bytes.ToArray());
    }

    private List<byte[]> TakeLines(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<byte[]>();
        for (var end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes.IndexOf((byte)'\n'))
        {
            if (end > 0) lines.Add(bytes[..end].ToArray());
            bytes = bytes[(end + 1)..];
        }

        _partial = bytes.ToArray();
        return lines;
    }
}
