using System.Globalization;
using System.Text;
using OpenClaw.Host.Playbook.Tools;

namespace OpenClaw.Host.Doctors;

/// <summary>
/// The gateway's config and every file that it includes, as they were before a treatment: <c>openclaw config set</c> writes through to an included file (seen with
/// OpenClaw 2026.9.6), so that a doctor who may run it can change those too. Each is a <see cref="ConfigSnapshot"/> of its own. What OpenClaw keeps for itself beside
/// them (<c>.bak</c> copies, its book of changes) is not taken back: nothing of the gateway's is read from there while the config is whole.
/// </summary>
/// <param name="config">The config.</param>
/// <param name="folder">The incident's folder.</param>
internal sealed class ConfigSnapshots(string config, string folder)
{
    private const int MostIncludes = 50;
    private const long LargestInclude = 4 * 1024 * 1024;

    private readonly ConfigSnapshot _config = new(config, folder);
    private readonly string _includes = Path.Combine(folder, "includes");

    /// <summary>A snapshot was taken.</summary>
    public bool IsTaken => _config.IsTaken;

    /// <summary>A change was proven and has stayed: its owner can still take it back.</summary>
    public bool IsKept => _config.IsKept;

    /// <summary>Takes the snapshots, the config's last: a daemon that dies meanwhile must not take a part for the whole. Those that are there stay.</summary>
    public async Task Take(CancellationToken cancel)
    {
        if (IsTaken) return;
        var number = 0;
        foreach (var path in await Included(cancel))
        {
            var place = Path.Combine(_includes, (++number).ToString("00", CultureInfo.InvariantCulture));
            PrivateFiles.Folder(_includes);
            PrivateFiles.Folder(place);
            await PrivateFiles.Write(Path.Combine(place, "path"), path, cancel);
            await new ConfigSnapshot(path, place).Take(cancel);
        }

        await _config.Take(cancel);
    }

    /// <summary>Takes them for another treatment; those of the treatment before are put aside as evidence.</summary>
    public Task TakeAnew(CancellationToken cancel)
    {
        PutAside();
        return Take(cancel);
    }

    /// <inheritdoc cref="ConfigSnapshot.PutAside"/>
    public void PutAside()
    {
        if (Directory.Exists(_includes))
        {
            var number = 1;
            while (Directory.Exists($"{_includes}.{number}")) number++;
            Directory.Move(_includes, $"{_includes}.{number}");
        }

        _config.PutAside();
    }

    /// <inheritdoc cref="ConfigSnapshot.ForgetDoctored"/>
    public void ForgetDoctored()
    {
        foreach (var part in All()) part.ForgetDoctored();
    }

    /// <summary>Remembers the files as the doctor left them, so that a later edit by somebody else is not taken for the doctor's.</summary>
    public async Task RememberDoctored(CancellationToken cancel)
    {
        foreach (var part in All()) await part.RememberDoctored(cancel);
    }

    /// <summary>The same with what the config is about to be; nothing else is.</summary>
    public async Task RememberDoctored(byte[] content, CancellationToken cancel)
    {
        foreach (var part in Includes()) await part.RememberDoctored(cancel);
        await _config.RememberDoctored(content, cancel);
    }

    /// <inheritdoc cref="ConfigSnapshot.Adopt"/>
    public async Task Adopt(DateTimeOffset sessionEnded, CancellationToken cancel)
    {
        foreach (var part in All()) await part.Adopt(sessionEnded, cancel);
    }

    /// <summary>What differs between the snapshots and what the doctor left, one diff after the other.</summary>
    public async Task<string> DoctoredDiff(CancellationToken cancel)
    {
        var diff = new StringBuilder();
        foreach (var part in All()) diff.Append(await part.DoctoredDiff(cancel));
        return diff.ToString();
    }

    /// <summary>Puts all of them back. Returns what was done; of an included file only when there was something to do.</summary>
    public async Task<string> Restore(CancellationToken cancel)
    {
        var note = await _config.Restore(cancel);
        foreach (var part in Includes())
            if (await part.Restore(cancel) is var said && said != ConfigSnapshot.Unchanged) note += $" {said}";
        return note;
    }

    /// <inheritdoc cref="ConfigSnapshot.LeaveAlone"/>
    public string LeaveAlone() => _config.LeaveAlone();

    /// <summary>The change is proven.</summary>
    public Task Keep(CancellationToken cancel) => _config.Keep(cancel);

    /// <summary>It was taken back by its owner.</summary>
    public void ForgetKept() => _config.ForgetKept();

    /// <summary>Those that are no longer as the doctor left them, with the place where what was before is kept.</summary>
    public async Task<IReadOnlyList<(string Path, string Before)>> ChangedSince(CancellationToken cancel)
    {
        var changed = new List<(string, string)>();
        foreach (var part in All())
            if (await part.IsChangedSince(cancel)) changed.Add((part.Path, part.Before));
        return changed;
    }

    private IEnumerable<ConfigSnapshot> All() => Includes().Prepend(_config);

    private IEnumerable<ConfigSnapshot> Includes() => Directory.Exists(_includes)
        ? [.. Directory.GetDirectories(_includes).Order(StringComparer.Ordinal).Where(static place => File.Exists(Path.Combine(place, "path")))
            .Select(static place => new ConfigSnapshot(File.ReadAllText(Path.Combine(place, "path")), place))]
        : [];

    private async Task<IReadOnlyList<string>> Included(CancellationToken cancel)
    {
        var (found, ahead) = (new List<string>(), new Queue<string>([config]));
        while (ahead.TryDequeue(out var from))
        {
            var text = Encoding.UTF8.GetString(await PrivateFiles.Read(from, cancel));
            foreach (var path in ConfigCopy.Named(text).Select(name => Path.GetFullPath(name, Path.GetDirectoryName(from)!)))
            {
                if (found.Count >= MostIncludes || found.Contains(path) || path == config || !File.Exists(path) || new FileInfo(path).Length > LargestInclude) continue;
                found.Add(path);
                ahead.Enqueue(path);
            }
        }

        return found;
    }
}
