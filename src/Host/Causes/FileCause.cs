namespace OpenClaw.Host.Causes;

/// <summary>A file that a gateway reads when it starts.</summary>
/// <param name="path">The file.</param>
/// <param name="name">What people call it.</param>
internal sealed class FileCause(string path, string name) : ICause
{
    public ValueTask<string?> Read(CancellationToken cancel) => ValueTask.FromResult<string?>(FileMark.OfText(path));

    public string? Tell(string? before, string now) => Line(name, before, now);

    /// <summary>What a change of a file means. One that is gone is no reason to try again.</summary>
    public static string? Line(string name, string? before, string now) => (before, now) switch
    {
        (_, FileMark.Gone) => null,
        (null, _) => $"{name} can be read again",
        (FileMark.Gone, _) => $"{name} is there again",
        _ when before.Split(' ')[^1] == now.Split(' ')[^1] => $"the mode of {name} was changed",
        _ => $"{name} was written",
    };
}
