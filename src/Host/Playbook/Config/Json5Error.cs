namespace OpenClaw.Host.Playbook.Config;

/// <summary>Why a text is no JSON5. Holds nothing of the text's values, which may be secrets.</summary>
/// <param name="Offset">Where, counted in characters from 0.</param>
/// <param name="Line">The line, 1 and up.</param>
/// <param name="Column">The column, 1 and up.</param>
/// <param name="Message">What is wrong, for people.</param>
/// <param name="Fault">What is wrong, for a repair.</param>
public sealed record Json5Error(int Offset, int Line, int Column, string Message, Json5Fault Fault)
{
    /// <summary>The character after the last token that was understood.</summary>
    public int LastTokenEnd { get; init; }

    /// <summary>Where the string begins that has no end; -1 when it is about no string.</summary>
    public int StringStart { get; init; } = -1;

    /// <summary>The brackets and braces that are open there, from the outside in.</summary>
    public IReadOnlyList<int> Open { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"line {Line}, column {Column}: {Message}";
}

/// <summary>What kind of mistake it is.</summary>
public enum Json5Fault
{
    /// <summary>Something that repairs know nothing about.</summary>
    Other,

    /// <summary>A value was expected.</summary>
    Value,

    /// <summary>A key (or the closing brace) was expected.</summary>
    Name,

    /// <summary>A colon was expected.</summary>
    Colon,

    /// <summary>A comma or the closing bracket was expected.</summary>
    Comma,

    /// <summary>Something follows after the end.</summary>
    Rest,

    /// <summary>A line ends within a string.</summary>
    Quote,

    /// <summary>The text ends too early.</summary>
    End,
}
