using System.Text;
using System.Text.Json;
using OpenClaw.Host.Doctors;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook.Remedies;

namespace OpenClaw.Host.Playbook.Transactions;

/// <summary>
/// One remedy's deed that can be taken back: everything that its plan names is kept before it, and put back as it was, byte for byte and with modes and times,
/// unless somebody else has changed it since. All of it is in the change's folder, so that a later daemon, or the owner's <c>undo</c>, can do it too.
/// </summary>
internal sealed class Transaction
{
    private const string RecordName = "change.json";

    private readonly string _folder;

    private Transaction(string folder, ChangeRecord record) => (_folder, Record) = (folder, record);

    /// <summary>What is on record.</summary>
    public ChangeRecord Record { get; private set; }

    /// <summary>Where everything of it is.</summary>
    public string Folder => _folder;

    /// <summary>The deed was begun and nobody has written down its end: the daemon died of something in the middle.</summary>
    public bool IsInFlight => Record.State is ChangeState.Prepared or ChangeState.Acting;

    /// <summary>It is in effect.</summary>
    public bool IsInEffect => Record.State is ChangeState.Acted or ChangeState.Kept;

    /// <summary>Keeps all that the plan names. Nothing has changed after this.</summary>
    public static async Task<Transaction> Prepare(string folder, ChangeRecord head, RemedyPlan plan, CancellationToken cancel)
    {
        PrivateFiles.Folder(folder);
        var before = await Snapshot.Take(plan.Touches, plan.Modes, folder, cancel);
        var change = new Transaction(folder, head with
        {
            State = ChangeState.Prepared,
            Summary = Clean(head.Summary),
            Before = before,
            Touches = [.. plan.Touches, .. plan.Modes],
            Moves = [.. plan.Moves.Select(static m => new KeptMove(m.From, m.To, null))],
            Spends = plan.Spends,
        });
        await change.Write(cancel);
        return change;
    }

    /// <summary>The change of a folder; null when there is none, or none that was begun.</summary>
    /// <exception cref="IOException">There is one, and it cannot be read.</exception>
    public static async Task<Transaction?> Load(string folder, CancellationToken cancel)
    {
        try
        {
            var bytes = await PrivateFiles.Read(Path.Combine(folder, RecordName), cancel);
            return bytes.Length > 0 && JsonSerializer.Deserialize(bytes, PlaybookJson.Default.ChangeRecord) is { } record ? new Transaction(folder, record) : null;
        }
        catch (JsonException broken)
        {
            throw new IOException($"{Path.Combine(folder, RecordName)} is no record of a change: {broken.Message}", broken);
        }
    }

    /// <summary>Moves aside what the plan says and lets it act. Whatever comes of it is on record after this, unless it is thrown: then it is still in flight.</summary>
    public async Task<RemedyResult> Act(RemedyPlan plan, CancellationToken cancel)
    {
        foreach (var move in Record.Moves) TreeMove.Move(move.From, move.To);
        Record = Record with { State = ChangeState.Acting };
        await Write(cancel);
        var result = await plan.Act(cancel);
        Record = Record with
        {
            State = ChangeState.Acted,
            Note = Clean(result.Note),
            After = await Now(CancellationToken.None),
            Moves = [.. Record.Moves.Select(static m => m with { Left = Snapshot.MarkOf(m.From) })],
        };
        await Write(CancellationToken.None);
        return result;
    }

    /// <summary>What somebody else has changed since the remedy ended: an undo leaves these alone. Empty for a change that is in flight.</summary>
    public async Task<IReadOnlyList<string>> ChangedSince(CancellationToken cancel)
    {
        if (Record.After is null) return [];
        return [.. (await Changes(cancel)).Where(static c => c.IsForeign).Select(static c => c.Was.Path), .. Record.Moves.Where(IsForeign).Select(static m => m.From)];
    }

    /// <summary>Puts everything back. Told twice, it does it once. Returns what was done, a line each; what was left alone, and why, is among them.</summary>
    public async Task<IReadOnlyList<string>> Undo(CancellationToken cancel)
    {
        if (Record.State == ChangeState.Undone) return [];
        var changes = await Changes(cancel);
        var lines = new List<string>();
        foreach (var move in Record.Moves.Reverse()) lines.AddRange(Back(move));
        lines.AddRange(await new Restoring(_folder).Run([.. changes.Where(static c => !c.IsForeign).Select(static c => (c.Was, c.Now))], cancel));
        lines.AddRange(changes.Where(static c => c.IsForeign).Select(LeftAlone));
        if (Record.Spends.Count > 0) lines.Add($"{Record.Spends.Count} files of no worth were deleted for good and do not come back");
        var back = changes.Count(static c => !c.IsForeign) + Record.Moves.Count;
        Record = Record with { State = ChangeState.Undone, Note = Clean($"taken back ({back} paths){(lines.Count > 0 ? "; " + string.Join("; ", lines) : "")}") };
        await Write(CancellationToken.None);
        return lines;
    }

    /// <summary>The gateway was proven healthy with it, or it stays for another reason.</summary>
    public Task Keep(CancellationToken cancel) => Set(Record with { State = ChangeState.Kept }, cancel);

    /// <summary>Its finding is gone, and the treatment goes on.</summary>
    public Task MarkProgress(CancellationToken cancel) => Set(Record with { IsProgress = true }, cancel);

    /// <summary>What it did to text files, redacted; empty when nothing, or nothing that can be shown.</summary>
    public async Task<string> Diff(CancellationToken cancel)
    {
        var text = new StringBuilder();
        foreach (var was in Record.Before.Where(static p => p.Kind is KeptKind.File or KeptKind.Absent))
        {
            var after = Record.After?.FirstOrDefault(p => p.Path == was.Path);
            if (after is null || after.IsSame(was) || (was.Kind == KeptKind.Absent && after.Kind != KeptKind.File)) continue;
            var before = was.Copy is null ? "" : await Text(Path.Combine(_folder, was.Copy), cancel);
            var now = after.Kind == KeptKind.File && after.Hash is not null ? await Text(Path.Combine(_folder, LeftName(was.Path)), cancel) : "";
            if (before.Contains('\0') || now.Contains('\0')) continue;
            text.Append(UnifiedDiff.Of(before, now, was.Path));
            if (was.Kind != KeptKind.Absent && after.Kind == KeptKind.File && was.Mode != after.Mode) text.Append($"(mode of {was.Path}: {Octal(was.Mode)} -> {Octal(after.Mode)})\n");
        }

        foreach (var move in Record.Moves) text.Append($"(moved aside: {move.From} -> {move.To})\n");
        return Redactor.Redact(PlainText.Block(text.ToString(), 50_000));
    }

    private async Task<IReadOnlyList<KeptPath>> Now(CancellationToken cancel)
    {
        // What the remedy left is kept for the diff as well; the copies have names of their own.
        var now = await Look(cancel);
        foreach (var path in now.Where(p => p.Hash is not null && Record.Before.FirstOrDefault(b => b.Path == p.Path)?.Hash != p.Hash))
            await PrivateFiles.Write(Path.Combine(_folder, LeftName(path.Path)), await PrivateFiles.Read(path.Path, cancel), cancel);
        return now;
    }

    private async Task<IReadOnlyList<KeptPath>> Look(CancellationToken cancel)
    {
        var modes = Record.Before.Where(static p => p is { Hash: null, Kind: KeptKind.File }).Select(static p => p.Path).ToHashSet();
        return await Snapshot.Take(Record.Touches.Where(t => !modes.Contains(t)).Concat(Record.Before.Select(static p => p.Path).Where(p => !modes.Contains(p))), modes, null, cancel);
    }

    private async Task<IReadOnlyList<PathChange>> Changes(CancellationToken cancel)
    {
        var (was, left) = (ByPath(Record.Before), Record.After is null ? null : ByPath(Record.After));
        var changes = new List<PathChange>();
        foreach (var now in await Look(cancel))
        {
            var before = was.GetValueOrDefault(now.Path) ?? new KeptPath { Path = now.Path, Kind = KeptKind.Absent };
            if (now.IsSame(before) && (now.Kind != KeptKind.File || now.Written == before.Written || now.Hash is null)) continue;
            var isForeign = left is not null && !now.IsSame(before) && !now.IsSame(left.GetValueOrDefault(now.Path) ?? new KeptPath { Path = now.Path, Kind = KeptKind.Absent });
            changes.Add(new PathChange(before, now, isForeign));
        }

        return changes;
    }

    private IEnumerable<string> Back(KeptMove move)
    {
        if (IsForeign(move))
        {
            yield return $"somebody else has changed {move.From} since: it was left alone, what was there before is {move.To}";
            yield break;
        }

        // The folder for what is thrown away is also the mark that it was: begun again, the rest of the old one comes back and nothing else goes.
        var discard = move.To + ".discard";
        if (Record.State != ChangeState.Prepared && !Directory.Exists(discard))
        {
            Directory.CreateDirectory(discard);
            if (Snapshot.Exists(move.From)) TreeMove.Move(move.From, Path.Combine(discard, "new"));
        }

        TreeMove.Move(move.To, move.From);
        TreeMove.Delete(discard);
        var kept = Path.GetDirectoryName(move.To)!;
        if (Directory.Exists(kept) && !Directory.EnumerateFileSystemEntries(kept).Any()) Directory.Delete(kept);
    }

    private bool IsForeign(KeptMove move) => Record.After is not null && !Directory.Exists(move.To + ".discard") && Snapshot.MarkOf(move.From) is { } mark && mark != move.Left;

    private string LeftAlone(PathChange change) =>
        $"somebody else has changed {change.Was.Path} since: it was left alone{(change.Was.Copy is { } copy ? $", what was there before is {Path.Combine(_folder, copy)}" : "")}";

    private Task Set(ChangeRecord record, CancellationToken cancel)
    {
        Record = record;
        return Write(cancel);
    }

    private Task Write(CancellationToken cancel) =>
        PrivateFiles.Write(Path.Combine(_folder, RecordName), JsonSerializer.SerializeToUtf8Bytes(Record, PlaybookJson.Default.ChangeRecord), cancel);

    private static Dictionary<string, KeptPath> ByPath(IEnumerable<KeptPath> paths) => paths.ToDictionary(static p => p.Path, StringComparer.Ordinal);

    private static string LeftName(string path) => "after-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..16];

    private static string Octal(int mode) => Convert.ToString(mode, 8);

    private static string Clean(string text) => Redactor.Redact(PlainText.Line(text, 1000));

    private static async Task<string> Text(string path, CancellationToken cancel) => Encoding.UTF8.GetString(await PrivateFiles.Read(path, cancel));

    private sealed record PathChange(KeptPath Was, KeptPath Now, bool IsForeign);
}
