namespace OpenClaw.Host.Demo;

/// <summary>Files that only their owner can read, replaced in one step so that no reader meets half of one.</summary>
internal static class OwnerOnly
{
    /// <summary>Replaces the file's text.</summary>
    public static async Task Write(string path, string text, CancellationToken cancel)
    {
        var next = $"{path}.next";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var writer = new StreamWriter(next, options))
        {
            await writer.WriteAsync(text.AsMemory(), cancel);
        }

        File.Move(next, path, overwrite: true);
    }
}
