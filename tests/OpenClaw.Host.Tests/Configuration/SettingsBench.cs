using OpenClaw.Host.Configuration;
using Shouldly;

namespace OpenClaw.Host.Tests.Configuration;

/// <summary>A home of its own and the shipped files, for specs of settings.</summary>
internal sealed class SettingsBench : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("settings-");
    private readonly Dictionary<string, string> _environment = [];
    private readonly Dictionary<string, string> _commandLine = [];
    private string? _configFile;

    public string Home => _root.FullName;

    public string DotEnvFile => Path.Combine(Home, ".openclaw", ".env");

    public string OwnersFile => Path.Combine(Home, ".openclaw-actors", "openclaw.conf");

    public SettingsBench DotEnv(string text) => Write(DotEnvFile, text);

    public SettingsBench LesserDotEnv(string text) => Write(Path.Combine(Home, "openclaw", ".env"), text);

    public SettingsBench Owner(string text) => Write(OwnersFile, text);

    public SettingsBench ConfigFile(string text)
    {
        _configFile = Path.Combine(Home, "given.conf");
        return Write(_configFile, text);
    }

    public SettingsBench Environment(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    public SettingsBench CommandLine(string key, string value)
    {
        _commandLine[key] = value;
        return this;
    }

    public SettingsBench Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public HealerSettings Load() =>
        HealerSettings.Load(new SettingsSources(AppContext.BaseDirectory, Home, _environment) { CommandLine = _commandLine, ConfigFile = _configFile });

    /// <summary>The line that stops the start.</summary>
    public string Refusal()
    {
        var line = Should.Throw<ConfigurationException>(Load).Message;
        line.ShouldNotContain('\n');
        return line;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
