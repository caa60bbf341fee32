namespace OpenClaw.Actors.Gateways;

/// <summary>The name of one configured gateway: lower-case letters, digits, '-' and '_', so that it is also an actor's name.</summary>
public readonly record struct GatewayId
{
    /// <summary>Creates an id.</summary>
    /// <exception cref="ArgumentException">The name is empty or holds another character.</exception>
    public GatewayId(string value)
    {
        if (string.IsNullOrEmpty(value) || !value.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
            throw new ArgumentException($"'{value}' is not a gateway name: use a-z, 0-9, '-' and '_'.", nameof(value));
        Value = value;
    }

    /// <summary>The name as configured.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
