using System.Text.Json;
using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Doctors;

namespace OpenClaw.Host.Daemon;

/// <summary>
/// The owner's word about one gateway, <c>HOME/gateways/ID/owner.json</c> (0600, replaced as a whole): an order that is given while no daemon runs is
/// not lost, and a pause outlives the daemon. The command line writes it, the daemon reads it.
/// </summary>
/// <param name="home">The state folder (<c>openclaw.home</c>).</param>
/// <param name="gateway">The gateway.</param>
public sealed class OwnerWordFile(string home, GatewayId gateway)
{
    /// <summary>The file's name.</summary>
    public const string Name = "owner.json";

    private const long Largest = 64 * 1024;
    private const int LockTries = 40;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(50);

    /// <summary>The gateway it is about.</summary>
    public GatewayId Gateway => gateway;

    /// <summary>The folder it lies in.</summary>
    public string Folder { get; } = Path.Combine(home, "gateways", gateway.Value);

    private string PathName => Path.Combine(Folder, Name);

    /// <summary>Makes the folder, for its owner only.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public void PrepareFolder()
    {
        PrivateFiles.Folder(home, ours: false);
        PrivateFiles.Folder(Path.GetDirectoryName(Folder)!, ours: false);
        PrivateFiles.Folder(Folder);
    }

    /// <summary>Reads it; <see cref="OwnerWord.None"/> when there is none.</summary>
    /// <exception cref="IOException">It cannot be read, or it is no owner's word.</exception>
    public async Task<OwnerWord> Read(CancellationToken cancel)
    {
        try
        {
            if (!File.Exists(PathName)) return OwnerWord.None;
            if (new FileInfo(PathName).Length > Largest) throw new IOException($"{PathName} is too large to be the owner's word");
            return JsonSerializer.Deserialize(await PrivateFiles.Read(PathName, cancel), OwnerWordJson.Default.OwnerWord) is { Version: 1 } word
                ? word
                : throw new JsonException("its version is not 1");
        }
        catch (JsonException foreign)
        {
            throw new IOException($"{PathName} is no owner's word: {foreign.Message}", foreign);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException($"{PathName} cannot be read: {refused.Message}", refused);
        }
    }

    /// <summary>Changes it. Two commands at once do not overwrite each other: the second one waits.</summary>
    /// <returns>The word before.</returns>
    /// <exception cref="IOException">It cannot be written. A file that is no owner's word is replaced.</exception>
    public async Task<OwnerWord> Change(Func<OwnerWord, OwnerWord> change, CancellationToken cancel)
    {
        PrepareFolder();
        await using var alone = await Lock(cancel);
        var before = await ReadOrNone(cancel);
        await PrivateFiles.Write(PathName, JsonSerializer.SerializeToUtf8Bytes(change(before), OwnerWordJson.Default.OwnerWord), cancel);
        return before;
    }

    private async Task<OwnerWord> ReadOrNone(CancellationToken cancel)
    {
        try
        {
            return await Read(cancel);
        }
        catch (IOException unreadable) when (unreadable.InnerException is JsonException)
        {
            return OwnerWord.None;
        }
    }

    private async Task<FileStream> Lock(CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new FileStream(PathName + ".lock", new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.None,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                });
            }
            catch (IOException) when (tries < LockTries)
            {
                await Task.Delay(LockPause, TimeProvider.System, cancel);
            }
        }
    }
}
