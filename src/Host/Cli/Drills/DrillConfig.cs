using System.Text;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Playbook.Config;

namespace OpenClaw.Host.Cli.Drills;

/// <summary>The setting that OpenClaw refuses (an unknown key is exit 78), and how it is taken back without a loss of anybody's work.</summary>
internal static class DrillConfig
{
    /// <summary>The key that no version of OpenClaw knows.</summary>
    public const string Key = "openclawActorsDrill";

    private const string Says = "put here by 'openclaw-actors drill' and taken back by it; may be deleted";

    /// <summary>The text with the key in it. Nothing else is touched.</summary>
    /// <exception cref="ConfigurationException">It is no config that can be broken and put back.</exception>
    public static byte[] Break(byte[] original, string path)
    {
        var text = Text(original);
        if (Json5Document.OrNull(text) is not { Root: Json5Object root } document) throw new ConfigurationException($"{path} is no JSON5 object, so nothing can be rehearsed with it: 'openclaw-actors diagnose' says what is wrong with it.");
        if (document.Find(KeyPath.Of(Key)) is not null) throw new ConfigurationException($"{path} has the key {Key} already: take it out, it is of an earlier drill.");
        // A byte order mark, line ends and comments stay as they are.
        return Encoding.UTF8.GetBytes(text.Insert(root.Start + 1, $"\"{Key}\": \"{Says}\"{(root.Members.Count > 0 ? "," : "")}"));
    }

    /// <summary>Puts it back: as it was byte for byte; or, where somebody else has written it meanwhile, only the key is taken out.</summary>
    /// <returns>What was done, one line.</returns>
    /// <exception cref="IOException">It could not be put back.</exception>
    public static async Task<string> PutBack(DrillRecord record, DrillFolder folder, CancellationToken cancel)
    {
        var path = record.Config!;
        var (original, now) = (await PrivateFiles.Read(folder.Original, cancel), await PrivateFiles.Read(path, cancel));
        if (original.Length == 0) throw new IOException($"{folder.Original} is gone: take the key {Key} out of {path} by hand");
        if (Same(now, original))
        {
            // Whoever has mended it may have given it another mode.
            if (File.GetUnixFileMode(path) != (UnixFileMode)record.Mode) File.SetUnixFileMode(path, (UnixFileMode)record.Mode);
            return "the config is as it was, byte for byte";
        }

        // Gone: a remedy moves files; the healer's own treatments put back a whole one. Nobody else has a reason to want none.
        if (now.Length == 0 || Same(now, await PrivateFiles.Read(folder.Broken, cancel)) || MeansTheSame(now, original))
        {
            await PrivateFiles.Write(path, original, (UnixFileMode)record.Mode, cancel);
            return "the config was put back, byte for byte";
        }

        if (Json5Document.OrNull(Text(now)) is { } edited && edited.Find(KeyPath.Of(Key)) is not null)
        {
            await PrivateFiles.Write(path, Encoding.UTF8.GetBytes(edited.Remove(KeyPath.Of(Key)).Text), (UnixFileMode)record.Mode, cancel);
            return $"somebody else has changed the config meanwhile: only the drill's key was taken out; as it was before: {folder.Original}";
        }

        return $"somebody else has changed the config meanwhile, and the drill's key is not in it: left as it is; as it was before: {folder.Original}";
    }

    private static bool Same(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);

    // What a remedy leaves when it has taken the key out, and OpenClaw's own notes in it.
    private static bool MeansTheSame(byte[] now, byte[] original) =>
        Json5Document.OrNull(Text(now)) is { } here && Json5Document.OrNull(Text(original)) is { } there && ConfigDiff.Of(here.Remove(KeyPath.Of(Key)), there).Count == 0;

    private static string Text(byte[] bytes) => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetString(bytes);
}
