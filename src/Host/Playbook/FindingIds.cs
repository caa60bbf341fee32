namespace OpenClaw.Host.Playbook;

/// <summary>
/// The words in which a diagnosis speaks: what collectors may find, and what the catalogue's signatures are made of. Each says which
/// <see cref="Finding.Facts"/> it carries. A list is an item a line.
/// </summary>
public static class FindingIds
{
    /// <summary>There is no config file. Facts: path.</summary>
    public const string ConfigMissing = "config.missing";

    /// <summary>The config (or a file it includes) cannot be read by its owner. Facts: path, mode (octal), uid.</summary>
    public const string ConfigUnreadable = "config.unreadable";

    /// <summary>Where the config should be is something else: a folder, a symbolic link, a device. Facts: path, kind.</summary>
    public const string ConfigNotAFile = "config.not-a-file";

    /// <summary>The config is no JSON5. Facts: path, line, column, message.</summary>
    public const string ConfigSyntax = "config.syntax";

    /// <summary>The config can be read, and OpenClaw's own check refuses it. Facts: paths (list of key paths with dots), messages (list, same order).</summary>
    public const string ConfigInvalid = "config.invalid";

    /// <summary>The config passes OpenClaw's check, and the gateway refuses it when it starts (exit 78). Facts: message, paths (list; what the message points at, may be empty).</summary>
    public const string ConfigRefused = "config.refused-at-start";

    /// <summary>The config is much smaller than one that served, or has lost <c>gateway.mode</c>. Facts: path, why.</summary>
    public const string ConfigClobbered = "config.clobbered";

    /// <summary>A placeholder of a redacted text stands where a secret should be. Facts: paths (list).</summary>
    public const string ConfigRedacted = "config.redacted";

    /// <summary>The config differs from the last version that served. Facts: paths (list), hash (of the one that served).</summary>
    public const string ConfigChanged = "config.changed";

    /// <summary>A file that the config includes is missing or broken. Facts: path, message.</summary>
    public const string ConfigInclude = "config.include";

    /// <summary>The config was last written by a newer OpenClaw than the one installed. Facts: config (version), installed (version).</summary>
    public const string ConfigNewer = "config.newer";

    /// <summary>The config has keys of an older OpenClaw that its doctor knows how to carry over. Facts: paths (list).</summary>
    public const string ConfigLegacy = "config.legacy";

    /// <summary>The service manager does not know the job, or its file is gone. Facts: file.</summary>
    public const string JobMissing = "job.missing";

    /// <summary>The job is switched off (systemd: masked; launchd: disabled). Facts: file, state.</summary>
    public const string JobDisabled = "job.disabled";

    /// <summary>The manager has given up starting it: start limit, parked. Facts: result.</summary>
    public const string JobGivenUp = "job.given-up";

    /// <summary>The job's file or a drop-in is not understood by the manager. Facts: file, message.</summary>
    public const string JobInvalid = "job.invalid";

    /// <summary>The program that the job starts does not exist or cannot be run. Facts: file (where it is written), program.</summary>
    public const string JobProgramMissing = "job.program-missing";

    /// <summary>OpenClaw's entry point that the job names does not exist, but the package is elsewhere. Facts: file, program, found (may be absent).</summary>
    public const string JobEntryMissing = "job.entry-missing";

    /// <summary>The job pins another port than the one the gateway is asked at. Facts: file, pinned, expected.</summary>
    public const string JobWrongPort = "job.wrong-port";

    /// <summary>The job or a drop-in names a file that must be there for a start and is not (a preload in NODE_OPTIONS, an EnvironmentFile, a working folder). Facts: file (where it is written), names (the missing file), setting.</summary>
    public const string JobFileMissing = "job.file-missing";

    /// <summary>
    /// The job's file or a drop-in differs from what it was when the gateway last served. Facts: file, hash (of the one that served; absent when the file is new). Also that it sets a folder of
    /// OpenClaw's to another place than the healer was told; then facts are file, setting, value, expected.
    /// </summary>
    public const string JobChanged = "job.changed";

    /// <summary>Another job keeps or restarts an OpenClaw gateway too. Facts: job.</summary>
    public const string JobRival = "job.rival";

    /// <summary>The user's manager ends with the last login (linger is off). Facts: user.</summary>
    public const string JobLinger = "job.linger";

    /// <summary>The service manager cannot be asked. Facts: message.</summary>
    public const string JobNoManager = "job.no-manager";

    /// <summary>The job hands another token to the gateway than its config. Facts: file.</summary>
    public const string JobTokenDrift = "job.token-drift";

    /// <summary>The runtime is not there. Facts: program.</summary>
    public const string NodeMissing = "node.missing";

    /// <summary>OpenClaw refuses this version of its runtime. Facts: program, version, range.</summary>
    public const string NodeUnsupported = "node.unsupported";

    /// <summary>OpenClaw's package is not there. Facts: package.</summary>
    public const string PackageMissing = "package.missing";

    /// <summary>Files or dependencies of the package are missing. Facts: package, version (may be absent), missing (list).</summary>
    public const string PackageIncomplete = "package.incomplete";

    /// <summary>What a half-finished install has left beside the package. Facts: folders (list).</summary>
    public const string PackageLeftovers = "package.leftovers";

    /// <summary>The running gateway is another version than the one on disk, or its files were replaced under it. Facts: running, disk.</summary>
    public const string PackageDrift = "package.drift";

    /// <summary>An update was begun and died. Facts: trace.</summary>
    public const string UpdateDied = "update.died";

    /// <summary>A program that is no gateway has the port. Facts: port, pid, command.</summary>
    public const string PortTaken = "port.taken";

    /// <summary>Another OpenClaw gateway has the port. Facts: port, pid, start, command, parent.</summary>
    public const string PortDuplicate = "port.duplicate";

    /// <summary>The gateway's own process listens at another port. Facts: port, expected.</summary>
    public const string PortElsewhere = "port.elsewhere";

    /// <summary>A living process owns the lock of the state folder. Facts: pid, path.</summary>
    public const string LockOwned = "lock.owned";

    /// <summary>The state folder is not there. Facts: path.</summary>
    public const string StateMissing = "state.missing";

    /// <summary>Something in the state folder belongs to somebody else. Facts: paths (list), uid.</summary>
    public const string StateOwner = "state.owner";

    /// <summary>Something in the state folder cannot be read or written by its owner. Facts: paths (list, each "octal-mode path").</summary>
    public const string StateMode = "state.mode";

    /// <summary>The state folder is on a file system that cannot be written. Facts: path.</summary>
    public const string StateReadOnly = "state.read-only";

    /// <summary>A disk that is needed is full. Facts: path, free (bytes), needed (bytes).</summary>
    public const string DiskFull = "disk.full";

    /// <summary>A disk that is needed has no more inodes. Facts: path, free.</summary>
    public const string DiskInodes = "disk.inodes";

    /// <summary>A log has grown beyond reason. Facts: paths (list).</summary>
    public const string LogOversized = "log.oversized";

    /// <summary>A database of OpenClaw is damaged. Facts: path, message.</summary>
    public const string DatabaseCorrupt = "database.corrupt";

    /// <summary>A database was written by a newer OpenClaw. Facts: message.</summary>
    public const string DatabaseNewer = "database.newer";

    /// <summary>OpenClaw asks for its own doctor before it starts: a migration. Facts: message.</summary>
    public const string DatabaseMigration = "database.migration";

    /// <summary>The kernel killed it for want of memory. Facts: message.</summary>
    public const string MemoryKilled = "memory.killed";

    /// <summary>Its heap was full. Facts: message.</summary>
    public const string MemoryHeap = "memory.heap";

    /// <summary>Its memory grows towards its limit. Facts: rss (bytes), limit (bytes).</summary>
    public const string MemoryHigh = "memory.high";

    /// <summary>A plugin keeps it from starting. Facts: plugin, message.</summary>
    public const string PluginBlocks = "plugin.blocks";

    /// <summary>Names cannot be resolved. Facts: message.</summary>
    public const string NetworkNames = "network.names";

    /// <summary>The clock is wrong. Facts: skew (seconds).</summary>
    public const string ClockSkew = "clock.skew";

    /// <summary>How it ended, again and again. Facts: code or signal, times.</summary>
    public const string ExitRepeated = "exit.repeated";

    /// <summary>It cannot find a module that its own files ask for. Facts: module, importer.</summary>
    public const string ExitModule = "exit.module";

    /// <summary>What it said last before it ended. Facts: text.</summary>
    public const string ExitWords = "exit.words";

    /// <summary>A fatal bundle that OpenClaw wrote. Facts: path, reason.</summary>
    public const string ExitBundle = "exit.bundle";

    /// <summary>Its channels are held back by its crash-loop breaker. Facts: channels (list).</summary>
    public const string ChannelsSuppressed = "channels.suppressed";

    /// <summary>OpenClaw's own doctor found this. Facts: check, path (may be absent), hint (may be absent).</summary>
    public const string OpenClawDoctor = "openclaw.doctor";

    /// <summary>A witness could not be asked, or not in time: nothing is concluded from it. Facts: collector.</summary>
    public const string NotSeen = "diagnosis.not-seen";
}
