using System.Text.Json.Serialization;

namespace OpenClaw.Host.Cli.Checks;

/// <summary>How bad it is.</summary>
internal enum CheckLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>The daemon works without it, but not as well as it could.</summary>
    Warning,

    /// <summary>The daemon cannot do its work.</summary>
    Fault,
}

/// <summary>What one look came to, in <c>check --json</c>. Names stay; new ones may come.</summary>
/// <param name="Area">What was looked at, e.g. <c>gateway</c>.</param>
/// <param name="About">Which one of them, e.g. the gateway's name; null where there is only one.</param>
/// <param name="Level"><c>Ok</c>, <c>Warning</c> or <c>Fault</c>.</param>
/// <param name="Text">What was found, one line. May hold text of other programs: cleaned.</param>
/// <param name="Mend">How to mend it, one line; null when there is nothing to mend.</param>
internal sealed record CheckLine(string Area, string? About, CheckLevel Level, string Text, string? Mend);

/// <summary><c>check --json</c>.</summary>
/// <param name="At">When it was looked.</param>
/// <param name="Version">Of this program.</param>
/// <param name="Faults">How many faults there are.</param>
/// <param name="Warnings">How many warnings there are.</param>
/// <param name="Checks">What was found, by area in the order in which a newcomer would mend it.</param>
internal sealed record CheckJson(DateTimeOffset At, string Version, int Faults, int Warnings, IReadOnlyList<CheckLine> Checks);

/// <summary>Source-generated JSON of <c>check</c>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CheckJson))]
internal sealed partial class CheckJsonContext : JsonSerializerContext;
