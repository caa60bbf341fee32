using System.Text;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook;

namespace OpenClaw.Host.Doctors.Proposals;

/// <summary>
/// A change of the config that a doctor may only propose: it works on a copy in the incident's folder, and the copy is put in place when its owner has approved
/// it and the config is still what it was. The mark is made of both, so nothing but the copy is kept.
/// </summary>
/// <param name="config">The gateway's config.</param>
/// <param name="folder">The incident's folder, private.</param>
internal sealed class ConfigProposal(string config, string folder)
{
    /// <summary>The copy: the one file that the doctor may change.</summary>
    public string Copy { get; } = Path.Combine(folder, "proposal", Path.GetFileName(config));

    private string Original => Copy + ".original";

    /// <summary>Makes the copy anew: what was proposed before can no longer be approved.</summary>
    public async Task Begin(CancellationToken cancel)
    {
        PrivateFiles.Folder(Path.GetDirectoryName(Copy)!);
        var bytes = await PrivateFiles.Read(config, cancel);
        await PrivateFiles.Write(Original, bytes, cancel);
        await PrivateFiles.Write(Copy, bytes, cancel);
    }

    /// <summary>What would change; empty for nothing. With its secrets.</summary>
    public async Task<string> Diff(CancellationToken cancel) => UnifiedDiff.Of(await Text(Original, cancel), await Text(Copy, cancel), Path.GetFileName(config));

    /// <summary>What OpenClaw refuses in a copy that was changed, one line; null when it takes it, or when it cannot be asked.</summary>
    public async Task<string?> Refusal(IOpenClawTool? openClaw, CancellationToken cancel)
    {
        if (openClaw is null || (await Diff(cancel)).Length == 0) return null;
        var verdict = await openClaw.Check(await Text(Copy, cancel), Path.GetDirectoryName(config)!, cancel);
        return verdict.Result != ConfigCheckResult.Invalid ? null
            : verdict.Issues.Count == 0 ? "it is not valid"
            : string.Join("; ", verdict.Issues.Take(5).Select(static issue => UntrustedText.OneLine($"{issue.Path}: {issue.Message}", 300)));
    }

    /// <summary>Names this copy against this config.</summary>
    public async Task<string> Mark(CancellationToken cancel) => Mark(await PrivateFiles.Read(Original, cancel), await PrivateFiles.Read(Copy, cancel));

    /// <summary>Why what has this mark can no longer be carried out, the end of a sentence; null when it can.</summary>
    public async Task<string?> WhyVoid(string mark, CancellationToken cancel)
    {
        if (!File.Exists(Copy) || await Mark(cancel) != mark) return "it is no longer what is proposed";
        var (now, original) = (await PrivateFiles.Read(config, cancel), await PrivateFiles.Read(Original, cancel));
        return now.AsSpan().SequenceEqual(original) ? null : $"{config} was changed since";
    }

    /// <summary>The copy's bytes.</summary>
    public Task<byte[]> Content(CancellationToken cancel) => PrivateFiles.Read(Copy, cancel);

    /// <summary>Puts the copy in place, through a link to its target and with the mode that is there.</summary>
    public async Task PutInPlace(CancellationToken cancel)
    {
        var target = PrivateFiles.RealPath(config);
        var mode = File.Exists(target) ? File.GetUnixFileMode(target) : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await PrivateFiles.Write(target, await Content(cancel), mode, cancel);
    }

    private static string Mark(byte[] original, byte[] copy) => ProposalMark.Of("config", ProposalMark.Hex(original), ProposalMark.Hex(copy));

    private static async Task<string> Text(string path, CancellationToken cancel) => Encoding.UTF8.GetString(await PrivateFiles.Read(path, cancel));
}
