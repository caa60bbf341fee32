using System.Text;

namespace OpenClaw.Host.Doctors;

/// <summary>
/// The gateway's config as it was before a treatment, kept in the incident's folder. A treatment is a transaction: when the gateway is not
/// healthy after it, these bytes are put back, and what the doctor had made of them stays in the folder as evidence.
/// </summary>
internal sealed class ConfigSnapshot(string config, string folder)
{
    /// <summary>What <see cref="Restore"/> says when there was nothing to do.</summary>
    public const string Unchanged = "The configuration is as it was before.";

    private readonly string _before = System.IO.Path.Combine(folder, "openclaw.json.before");
    private readonly string _absent = System.IO.Path.Combine(folder, "openclaw.json.absent");
    private readonly string _doctored = System.IO.Path.Combine(folder, "openclaw.json.doctor");
    private readonly string _foreign = System.IO.Path.Combine(folder, "openclaw.json.foreign");

    private readonly string _mode = System.IO.Path.Combine(folder, "openclaw.json.mode");
    private readonly string _kept = System.IO.Path.Combine(folder, "openclaw.json.kept");

    /// <summary>A change was proven and has stayed: its owner can still take it back.</summary>
    public bool IsKept => File.Exists(_kept) && IsTaken && File.Exists(_doctored);

    /// <summary>The file.</summary>
    public string Path => config;

    /// <summary>Where it is as it was before.</summary>
    public string Before => _before;

    /// <summary>The change is proven.</summary>
    public Task Keep(CancellationToken cancel) => PrivateFiles.Write(_kept, "", cancel);

    /// <summary>It was taken back by its owner.</summary>
    public void ForgetKept() => File.Delete(_kept);

    /// <summary>The config is no longer as the doctor left it.</summary>
    public async Task<bool> IsChangedSince(CancellationToken cancel) =>
        File.Exists(_foreign) || !Same(await PrivateFiles.Read(config, cancel), await PrivateFiles.Read(_doctored, cancel));

    /// <summary>Takes the snapshot for another treatment; the one of the treatment before is put aside as evidence.</summary>
    public Task TakeAnew(CancellationToken cancel)
    {
        PutAside();
        return Take(cancel);
    }

    /// <summary>What belongs to a treatment that is settled is put aside, and says nothing any more.</summary>
    public void PutAside()
    {
        string[] all = [_before, _absent, _mode, _doctored, _foreign, _kept];
        if (!all.Any(File.Exists)) return;
        var number = 1;
        while (all.Any(path => File.Exists($"{path}.{number}"))) number++;
        foreach (var path in all.Where(File.Exists)) File.Move(path, $"{path}.{number}");
    }

    /// <summary>Takes the snapshot. One that is there stays: a second session of the same incident must not take the first one's work for the original.</summary>
    public async Task Take(CancellationToken cancel)
    {
        if (IsTaken) return;
        if (!File.Exists(config))
        {
            await PrivateFiles.Write(_absent, "", cancel);
            return;
        }

        // The mode first: a snapshot without it would be one already.
        await PrivateFiles.Write(_mode, Convert.ToString((int)File.GetUnixFileMode(PrivateFiles.RealPath(config)), 8), cancel);
        await PrivateFiles.Write(_before, await File.ReadAllBytesAsync(config, cancel), cancel);
    }

    /// <summary>A snapshot was taken.</summary>
    public bool IsTaken => File.Exists(_before) || File.Exists(_absent);

    /// <summary>Remembers the config as the doctor left it, so that a later edit by somebody else is not taken for the doctor's.</summary>
    public async Task RememberDoctored(CancellationToken cancel) => await RememberDoctored(await PrivateFiles.Read(config, cancel), cancel);

    /// <summary>The same with what the doctor is about to leave.</summary>
    public Task RememberDoctored(byte[] content, CancellationToken cancel) => PrivateFiles.Write(_doctored, content, cancel);

    /// <summary>The doctor is at it again: what it left before says nothing any more.</summary>
    public void ForgetDoctored()
    {
        if (!IsTaken) return;
        File.Delete(_doctored);
        File.Delete(_foreign);
    }

    /// <summary>For a session that outlived its healer: the config as it is now is the doctor's work, unless it was written after the session's end.</summary>
    public async Task Adopt(DateTimeOffset sessionEnded, CancellationToken cancel)
    {
        if (!IsTaken || File.Exists(_doctored) || File.Exists(_foreign)) return;
        if (File.Exists(config) && File.GetLastWriteTimeUtc(PrivateFiles.RealPath(config)) > sessionEnded.UtcDateTime) await PrivateFiles.Write(_foreign, "", cancel);
        else await RememberDoctored(cancel);
    }

    /// <summary>What differs between the snapshot and the config now; empty when nothing does.</summary>
    public async Task<string> Diff(CancellationToken cancel) =>
        UnifiedDiff.Of(await Text(_before, cancel), await Text(config, cancel), System.IO.Path.GetFileName(config));

    /// <summary>What differs between the snapshot and what the doctor left.</summary>
    public async Task<string> DoctoredDiff(CancellationToken cancel) =>
        !IsTaken ? "" : File.Exists(_doctored) ? UnifiedDiff.Of(await Text(_before, cancel), await Text(_doctored, cancel), System.IO.Path.GetFileName(config)) : await Diff(cancel);

    /// <summary>Puts the snapshot back, byte for byte and with the file's mode. Returns what was done, one line.</summary>
    public async Task<string> Restore(CancellationToken cancel)
    {
        if (!IsTaken) return "The configuration was never touched.";
        var (now, before) = (await PrivateFiles.Read(config, cancel), await PrivateFiles.Read(_before, cancel));
        var isAbsent = !File.Exists(config);
        if (File.Exists(_absent) ? isAbsent : !isAbsent && Same(now, before)) return Unchanged;
        if (File.Exists(_foreign)) return $"Somebody else has changed {config} after the doctor: it was left alone. The state before the doctor is {_before}.";
        if (File.Exists(_doctored) && !Same(now, await File.ReadAllBytesAsync(_doctored, cancel)))
            return $"Somebody else has changed {config} after the doctor: it was left alone. The state before the doctor is {_before}, the doctor's is {_doctored}.";

        await PrivateFiles.Write(_doctored, now, cancel);
        if (File.Exists(_absent))
        {
            File.Delete(config);
            return $"There was no {config} before: the doctor's was taken away and kept as {_doctored}.";
        }

        // Through a link to its target: replacing the link itself would tear the owner's dotfiles apart.
        var target = PrivateFiles.RealPath(config);
        var mode = await Mode(cancel) ?? (isAbsent ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(target));
        await PrivateFiles.Write(target, before, mode, cancel);
        return $"The doctor's changes to {config} were taken back; its version is kept as {_doctored}.";
    }

    /// <summary>Leaves the config as it is now. Returns where the state before the doctor is, one line.</summary>
    public string LeaveAlone() => File.Exists(_before)
        ? $"An earlier daemon ended in the middle of a treatment: its session was ended, the configuration is left as it is now. The state before the doctor is {_before}."
        : "An earlier daemon ended in the middle of a treatment: its session was ended, the configuration is left as it is now.";

    // An editor may have replaced the file by one of its own: the mode that it has now need not be the one that it had.
    private async Task<UnixFileMode?> Mode(CancellationToken cancel)
    {
        try
        {
            return await Text(_mode, cancel) is { Length: > 0 } octal ? (UnixFileMode)Convert.ToInt32(octal, 8) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool Same(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);

    private static async Task<string> Text(string path, CancellationToken cancel) => Encoding.UTF8.GetString(await PrivateFiles.Read(path, cancel));
}
