namespace OpenClaw.Host.Playbook.Config;

/// <summary>A text is no JSON5. Does not leave this folder: <see cref="Json5Document.TryParse"/> makes an answer of it.</summary>
internal sealed class Json5Exception(Json5Error error) : Exception(error.ToString())
{
    /// <summary>Where and why.</summary>
    public Json5Error Error { get; } = error;
}
