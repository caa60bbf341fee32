using System.Text.RegularExpressions;

namespace OpenClaw.Host.Playbook.Evidence;

/// <summary>One text by which a gateway says why it ended.</summary>
/// <param name="Id">What it means.</param>
/// <param name="Confidence">How sure that is.</param>
/// <param name="Text">The text; its named groups become facts.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="Facts">Facts that are always the same.</param>
internal sealed record ExitPattern(string Id, double Confidence, Regex Text, string Summary, params IReadOnlyList<(string Name, string? Value)> Facts);

/// <summary>
/// The texts of OpenClaw 2026.9.6, Node 26, SQLite and systemd 252. Most were seen when the fault was made on purpose; those for a bad port, tailscale, plugins, a full or read-only disk, OOM
/// kills, unit files that systemd refuses and a Node.js that OpenClaw refuses are from its source and public reports. The texts are hostile, so every expression is run without
/// backtracking.
/// </summary>
internal static class ExitPatterns
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ExitPattern> All { get; } =
    [
        Of(FindingIds.ExitModule, 0.95, @"Cannot find (?:module|package) '(?<module>[^'\n]{1,300})'(?: imported from (?<importer>[^\s']{1,300})|[^\n]{0,20}\nRequire stack:\n- (?<importer>[^\s|]{1,300}))?", "it cannot find a module that its own files ask for"),
        Of(FindingIds.ExitModule, 0.95, @"missing (?<module>dist/entry\.\(m\)js)", "OpenClaw's package lacks its entry point"),
        Of(FindingIds.DatabaseCorrupt, 0.95, @"unreadable at (?<path>/[^\n:]{1,500}?): (?<message>[^\n.]{1,200})", "a database of OpenClaw is damaged"),
        Of(FindingIds.DatabaseCorrupt, 0.8, @"(?<message>file is not a database|database disk image is malformed|SQLITE_CORRUPT|SQLITE_NOTADB)", "a database of OpenClaw is damaged"),
        Of(FindingIds.DatabaseNewer, 0.95, @"(?<message>[^\n]{0,200}(?:newer schema version|are newer than this build|SqliteSchemaVersionError)[^\n]{0,200})", "a database was written by a newer OpenClaw"),
        Of(FindingIds.DatabaseMigration, 0.8, @"(?<message>[^\n]{0,60}(?:requires state migration|startup-maintenance-required|maintenance_required)[^\n]{0,200})", "OpenClaw asks for its own doctor before it starts"),
        Of(FindingIds.ConfigRefused, 0.95, @"(?<message>Gateway start blocked: existing config is missing gateway\.mode)", "the gateway does not start without gateway.mode", ("paths", "gateway.mode")),
        Of(FindingIds.ConfigRefused, 0.95, @"(?<message>Gateway start blocked: set gateway\.mode=local[^\n.]{0,100})", "the gateway starts with gateway.mode local only", ("paths", "gateway.mode")),
        Of(FindingIds.ConfigRefused, 0.95, @"(?<message>Refusing to bind gateway to [^\n]{1,150})", "the gateway refuses to be open to others without auth", ("paths", "gateway.bind\ngateway.auth")),
        Of(FindingIds.ConfigRefused, 0.95, @"(?<message>Gateway auth is set to (?:password|token), but no [^\n]{1,100})", "the gateway has no secret for the auth that is set", ("paths", "gateway.auth")),
        Of(FindingIds.ConfigRefused, 0.8, @"(?<message>[Ii]nvalid (?:gateway )?port[^\n]{0,150})", "the gateway refuses its port", ("paths", "gateway.port")),
        Of(FindingIds.ConfigRefused, 0.7, @"(?<message>[^\n]{0,80}[Tt]ailscale[^\n]{0,60}(?:conflict|requires|cannot)[^\n]{0,100})", "the gateway refuses its tailscale settings", ("paths", "gateway.tailscale")),
        Of(FindingIds.MemoryHeap, 0.95, @"(?<message>[^\n]{0,120}JavaScript heap out of memory|Reached heap limit[^\n]{0,100})", "its heap was full"),
        Of(FindingIds.MemoryKilled, 0.9, @"(?<message>[^\n]{0,120}(?:Failed with result 'oom-kill'|killed by the OOM killer)[^\n]{0,100})", "the kernel killed it for want of memory"),
        Of(FindingIds.NodeUnsupported, 0.95, @"Node v?(?<version>\d[\w.+-]{0,40}) is unsupported; OpenClaw requires (?<range>[^\n(]{1,200})", "OpenClaw refuses this version of its runtime"),
        Of(FindingIds.JobProgramMissing, 0.9, @"(?:Failed to locate executable|Unable to locate executable) '?(?<program>/[^\s:']{1,400})", "the program that the job starts does not exist"),
        Of(FindingIds.JobInvalid, 0.8, @"(?<message>[^\n]{0,100}has a bad unit file setting[^\n]{0,100})", "systemd does not understand the unit"),
        Of(FindingIds.DiskFull, 0.6, @"(?<message>ENOSPC[^\n]{0,100}|EDQUOT[^\n]{0,100}|SQLITE_FULL|database or disk is full|no space left on device)", "it found no room on a disk"),
        Of(FindingIds.StateReadOnly, 0.6, @"(?<message>EROFS[^\n]{0,100}|attempt to write a readonly database)", "it could not write its state"),
        Of(FindingIds.StateMode, 0.7, @"(?<message>E(?:ACCES|PERM): (?:permission denied|operation not permitted), \w{2,20} '(?<denied>/[^'\n]{1,500})')", "it was not allowed to a file"),
        Of(FindingIds.PluginBlocks, 0.55, @"\[plugins?\] (?<message>(?:failed to (?:load|start|activate) )?(?:plugin )?""?(?<plugin>[\w@/.-]{1,80})""?[^\n]{0,60}(?:failed|threw|incompatible|crashed|requires)[^\n]{0,150})", "a plugin may keep it from starting"),
        Of(FindingIds.NetworkNames, 0.6, @"(?<message>getaddrinfo (?:EAI_AGAIN|ENOTFOUND) (?<host>[\w.-]{1,200}))", "it could not resolve a name"),
    ];

    private static ExitPattern Of(string id, double confidence, string text, string summary, params IReadOnlyList<(string Name, string? Value)> facts) =>
        new(id, confidence, new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), summary, facts);
}
