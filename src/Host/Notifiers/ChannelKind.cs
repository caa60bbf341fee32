using OpenClaw.Actors.Notifying;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Notifiers;

/// <summary>A kind of channel: its settings, and how it is made of them.</summary>
/// <param name="Name">Its name; its settings are <c>openclaw.notify.NAME.*</c>.</param>
/// <param name="Keys">Its settings beside the floor.</param>
/// <param name="Read">Reads them. Null: its owner does not use it.</param>
internal sealed record ChannelKind(string Name, IReadOnlyList<KnownKey> Keys, Func<ChannelReader, Func<ChannelTools, INotifier>?> Read)
{
    /// <summary>All its settings: of every channel when it is told and what, and its own.</summary>
    public IEnumerable<KnownKey> AllKeys => [new($"notify.{Name}.floor"), new($"notify.{Name}.quiet"), .. Keys];

    /// <summary>A setting that comes from the environment or <c>.env</c> only and is never shown.</summary>
    public static KnownKey Secret(string channel, string key) =>
        new($"notify.{channel}.{key}", $"OPENCLAW_ACTORS_{channel.ToUpperInvariant()}_{key.Replace('-', '_').ToUpperInvariant()}", VariableOnly: true, Secret: true);
}

/// <summary>The settings of one channel.</summary>
internal sealed class ChannelReader(SettingsReader read, ChannelKind kind, IReadOnlyDictionary<string, Severity> floors)
{
    /// <summary>The secrets that are there, whether the channel is on or not: to be masked wherever they turn up.</summary>
    public List<SecretText> Secrets { get; } = [.. kind.Keys.Where(static k => k.Secret).Select(k => read.Find(k.Key)).OfType<Given>().Select(static given => new SecretText(given.Text))];

    /// <summary><c>floor</c>.</summary>
    public Severity Floor => read.OneOf($"notify.{kind.Name}.floor", floors);

    /// <summary>A text; null when it is empty.</summary>
    public string? Text(string key) => read.Find($"notify.{kind.Name}.{key}")?.Text;

    /// <summary>A text that must be there, as the channel is switched on by another one.</summary>
    public string Needed(string key, string because, string remedy) => Text(key) ?? throw SettingsReader.Wrong(read.Require($"notify.{kind.Name}.{because}"), $"it needs openclaw.notify.{kind.Name}.{key}", remedy);

    /// <summary>A key or a password; null: the channel is off, or needs none.</summary>
    public SecretText? Secret(string key)
    {
        return read.Find($"notify.{kind.Name}.{key}") is { } given ? new SecretText(given.Text) : null;
    }

    /// <summary>A key that must be there, as the channel is switched on by another one.</summary>
    public SecretText NeededSecret(string key, string because) => Secret(key)
        ?? throw SettingsReader.Wrong(read.Require($"notify.{kind.Name}.{because}"), $"it needs {ChannelKind.Secret(kind.Name, key).Variable} beside it", "Set both in ~/.openclaw/.env, or neither");

    /// <summary>An address that is a secret itself: https, or http to this machine; null: the channel is off.</summary>
    public SecretText? SecretUrl(string key, string example)
    {
        if (read.Find($"notify.{kind.Name}.{key}") is not { } given) return null;
        var url = SettingsUrls.Guarded(given, example);
        Secrets.AddRange(SettingsUrls.SecretsOf(given, url));
        return new SecretText(url.AbsoluteUri);
    }

    /// <summary>An address that may be known: https, or http to this machine.</summary>
    public Uri Url(string key, string example) => SettingsUrls.Guarded(read.Require($"notify.{kind.Name}.{key}"), example);

    /// <summary>A switch.</summary>
    public bool Switch(string key) => read.Switch($"notify.{kind.Name}.{key}");

    /// <summary>A whole number between two others.</summary>
    public int Number(string key, int least, int most) => read.Count($"notify.{kind.Name}.{key}", least, most);

    /// <summary>One of some words.</summary>
    public T OneOf<T>(string key, IReadOnlyDictionary<string, T> words) => read.OneOf($"notify.{kind.Name}.{key}", words);

    /// <summary>A list of texts, or one text alone; empty when nothing is given.</summary>
    public IReadOnlyList<string> Items(string key) => read.Find($"notify.{kind.Name}.{key}") switch { null => [], { Items: { } items } => items, { Text: var text } => [text] };

    /// <summary>The absolute path of a file; null when it is empty.</summary>
    public string? File(string key) => read.Folder($"notify.{kind.Name}.{key}");

    /// <summary>What is wrong with a setting of this channel.</summary>
    public ConfigurationException Wrong(string key, string problem, string remedy) => SettingsReader.Wrong(read.Require($"notify.{kind.Name}.{key}"), problem, remedy);
}
