using System.Text.Json;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Cli;

/// <summary><c>config</c>: what is in effect and where each value came from, and whether it can be used. Reads only; no daemon is needed, and one that runs may have been started with other values.</summary>
/// <param name="sources">Where the settings come from.</param>
/// <param name="output">Takes the answer.</param>
/// <param name="errors">Takes the one line that says what is wrong with them.</param>
internal sealed class ConfigCommand(SettingsSources sources, TextWriter output, TextWriter errors)
{
    private const int LongestValue = 400;

    /// <summary>Shows them. See <see cref="ExitCodes"/>.</summary>
    /// <param name="json">As JSON.</param>
    /// <param name="changedOnly">Leave out what is as shipped.</param>
    public Task<int> Show(bool json, bool changedOnly) => Guarded(async settings =>
    {
        var (mask, config) = (new SecretMask(settings.Secrets), ConfigJson.Of(settings, Shipped, changedOnly));
        if (json)
        {
            await output.WriteLineAsync(mask.Apply(JsonSerializer.Serialize(config, ConfigJsonContext.Default.ConfigJson)));
            return;
        }

        foreach (var line in Lines(config, TextRows.WidthOf(output), Terminal.IsTerminal(output))) await output.WriteLineAsync(mask.Apply(line));
        if (changedOnly && config.Settings.Count == 0) await output.WriteLineAsync("everything is as shipped");
    });

    /// <summary>Only says whether they can be used: 0, or 2 with the line that says what is wrong.</summary>
    public Task<int> Check() => Guarded(async settings =>
    {
        var changed = ConfigJson.Of(settings, Shipped, changedOnly: true).Settings;
        var from = changed.Select(static s => Source(s.From)).Distinct().Order(StringComparer.Ordinal).ToArray();
        await output.WriteLineAsync($"the configuration is valid: {changed.Count} {(changed.Count == 1 ? "setting is" : "settings are")} not as shipped{(from.Length > 0 ? $" ({string.Join(", ", from)})" : "")}");
    });

    private string Shipped => Path.Combine(sources.BaseDirectory, "hocon");

    // Without its line.
    private static string Source(string from)
    {
        var file = from.Contains('(', StringComparison.Ordinal) ? from[(from.IndexOf('(', StringComparison.Ordinal) + 1)..].TrimEnd(')') : from;
        return file.LastIndexOf(':') is > 0 and var colon && file[(colon + 1)..].All(char.IsAsciiDigit) ? file[..colon] : file;
    }

    private static IEnumerable<string> Lines(ConfigJson config, int width, bool isTerminal)
    {
        foreach (var s in config.Settings)
        {
            var (head, from) = ($"{s.Key} = {UntrustedText.OneLine(s.Value, LongestValue)}", $"  {UntrustedText.OneLine(s.From, LongestValue)}");
            // A line each where a program reads it.
            if (!isTerminal || head.Length + from.Length + 2 <= width) yield return $"{head}  #{from[1..]}";
            else foreach (var line in TextRows.Wrap(head, width).Concat(TextRows.Wrap("# " + from.Trim(), width - 2).Select(static l => "  " + l))) yield return line;
        }
    }

    private async Task<int> Guarded(Func<HealerSettings, Task> what)
    {
        try
        {
            await what(HealerSettings.Load(sources));
            return ExitCodes.Ok;
        }
        catch (ConfigurationException e)
        {
            await errors.WriteLineAsync(e.Message);
            return ExitCodes.Usage;
        }
    }
}
