using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Doctors.ClaudeCode;

namespace OpenClaw.Host.Doctors.Agents;

/// <summary>
/// The config's copy in a session's working folder, for agents whose cage is a folder. It is carried home by us, after the session has ended and only when nobody
/// else has changed the config meanwhile. What the agent left is untrusted: a link in its place would make us read, or show, somebody else's file.
/// </summary>
internal sealed class WorkCopy(string config, IncidentFolder folder)
{
    private const long MostBytes = 4 * 1024 * 1024;

    private byte[] _before = [];

    /// <summary>Lays the copy out, and takes a report of an earlier session away.</summary>
    public async Task Lay(CancellationToken cancel)
    {
        _before = await PrivateFiles.Read(config, cancel);
        if (Directory.Exists(folder.Work)) Directory.Delete(folder.Work, recursive: true);
        PrivateFiles.Folder(folder.Work);
        await PrivateFiles.Write(folder.WorkConfig, _before, cancel);
    }

    /// <summary>The files that may be edited, in words.</summary>
    public static string Edits(Autonomy autonomy, IncidentFolder folder) => autonomy switch
    {
        Autonomy.Ask => $"{folder.WorkConfig} (a copy of the gateway's config: change it as the config should be; the owner is shown the difference and decides) and the report, nothing else",
        Autonomy.Advise => "the report, nothing else",
        _ => $"{folder.WorkConfig} (a copy of the gateway's config, which becomes the config when you end your turn) and the report, nothing else",
    };

    /// <summary>Carries the report home. Null: nothing can be wrong with that.</summary>
    public async Task<string?> BringReport(CancellationToken cancel)
    {
        if (IsPlain(folder.WorkReport)) await PrivateFiles.Write(folder.DoctorReport, await PrivateFiles.Read(folder.WorkReport, cancel), cancel);
        return null;
    }

    /// <summary>Carries the report home, and the copy to where it belongs. Null when that is done, otherwise why not, one line.</summary>
    /// <param name="destination">The config itself, or what is proposed to be it.</param>
    /// <param name="cancel">Gives it up.</param>
    public async Task<string?> BringHome(string destination, CancellationToken cancel)
    {
        _ = await BringReport(cancel);
        if (!IsPlain(folder.WorkConfig)) return "what it left of the config is no plain file of a sane size";
        var mended = await PrivateFiles.Read(folder.WorkConfig, cancel);
        if (mended.AsSpan().SequenceEqual(_before)) return null;
        if (!(await PrivateFiles.Read(config, cancel)).AsSpan().SequenceEqual(_before)) return $"somebody else has changed {config} meanwhile";
        var target = PrivateFiles.RealPath(destination);
        var mode = File.Exists(target) ? File.GetUnixFileMode(target) : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await PrivateFiles.Write(target, mended, mode, cancel);
        return null;
    }

    private static bool IsPlain(string path) =>
        new FileInfo(path) is { Exists: true, LinkTarget: null, Length: <= MostBytes } file && (file.Attributes & (FileAttributes.ReparsePoint | FileAttributes.Device)) == 0;
}
