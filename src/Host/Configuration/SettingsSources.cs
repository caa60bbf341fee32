using System.Collections.Immutable;

namespace OpenClaw.Host.Configuration;

/// <summary>Where settings come from. Nothing else is read: no ambient environment, no current folder.</summary>
/// <param name="BaseDirectory">The program's folder; its <c>hocon</c> folder holds the shipped files.</param>
/// <param name="HomeDirectory">The owner's home; <c>~/</c> in a path means this.</param>
/// <param name="Environment">The process's environment.</param>
public sealed record SettingsSources(
    string BaseDirectory, string HomeDirectory, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Overrides from the command line: HOCON key (with or without <c>openclaw.</c>) to value. They win over everything.</summary>
    public IReadOnlyDictionary<string, string> CommandLine { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The file given by <c>--config</c>, or null. It wins over the owner's <c>openclaw.conf</c>.</summary>
    public string? ConfigFile { get; init; }
}
