namespace OpenClaw.Host.Causes;

/// <summary>One thing outside a gateway's process that may keep it from starting.</summary>
internal interface ICause
{
    /// <summary>How it is now, in a form that is only compared; null when that cannot be told.</summary>
    /// <exception cref="IOException">It cannot be read: nobody knows.</exception>
    ValueTask<string?> Read(CancellationToken cancel);

    /// <summary>What has changed, one line for people; null when it is no reason to try again.</summary>
    /// <param name="before">How it was; null when that was not known.</param>
    /// <param name="now">How it is.</param>
    string? Tell(string? before, string now);
}
