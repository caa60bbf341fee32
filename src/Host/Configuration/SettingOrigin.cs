namespace OpenClaw.Host.Configuration;

/// <summary>One setting in effect and where it came from, for people.</summary>
/// <param name="Key">The HOCON key, or for what only the environment can set, its variable.</param>
/// <param name="Value">The value in effect; a secret is masked.</param>
/// <param name="From">The source: a variable, a file and line, the command line, or <c>default</c>.</param>
public sealed record SettingOrigin(string Key, string Value, string From);
