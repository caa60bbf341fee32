namespace OpenClaw.Host.Configuration;

/// <summary>A text that must not be seen: it prints as <c>(secret)</c>, also inside a record.</summary>
public sealed class SecretText(string value)
{
    /// <summary>The text itself, for the one place that needs it.</summary>
    public string Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => "(secret)";
}
