using System.Runtime.InteropServices;
using OpenClaw.Host.Journal;
using OpenClaw.Host.Playbook.Evidence;
using OpenClaw.Host.Processes;

namespace OpenClaw.Host.Cli.Checks;

/// <summary>The state folder: whose it is, who may enter it, whether it takes anything, and whether its book is ours.</summary>
/// <param name="home">The state folder.</param>
/// <param name="time">The clock of the limits.</param>
internal sealed class StateFolderCheck(string home, TimeProvider time) : ICheck
{
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111;
    private const string Elsewhere = "or set OPENCLAW_ACTORS_HOME to a folder of yours";

    /// <inheritdoc/>
    public string Area => "state folder";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CheckLine>> Look(CancellationToken cancel)
    {
        if (File.Exists(home)) return [this.Fault($"{home} is a file", $"move it away, {Elsewhere}")];
        if (!Directory.Exists(home))
        {
            var parent = FileSystems.Nearest(home);
            return [MayWrite(parent) is { } why ? this.Fault($"{home} is not there and cannot be made: {parent} {why}", $"make it by hand (mkdir -m 700 {home}), {Elsewhere}") : this.Ok($"{home} is not there yet; the first run makes it")];
        }

        List<CheckLine> found = [];
        var mode = File.GetUnixFileMode(home);
        if (await Owners.Of(home, time, cancel) is { } owner && owner != Posix.GetUid()) found.Add(this.Fault($"{home} belongs to user id {owner}, and this is user id {Posix.GetUid()}", $"run this as its owner, chown it, {Elsewhere}"));
        if (MayWrite(home) is { } refused) found.Add(this.Fault($"{home} {refused}", $"mend its owner, mode or mount, {Elsewhere}"));
        if ((mode & Others) != 0) found.Add(this.Warning($"{home} is open to others (mode {Owners.Octal(mode)})", $"chmod 700 {home}"));
        try
        {
            _ = await new BookReader(home).Ask(static db => db.Number("SELECT count(*) FROM (SELECT 1 FROM incidents LIMIT 1)"), 1, 0L, cancel);
        }
        catch (BookRefusedException foreign)
        {
            found.Add(this.Fault(foreign.Message, "keep a copy of book.db if you want to look at it"));
        }

        return found.Count > 0 ? found : [this.Ok($"{home}, yours alone, can be written")];
    }

    // Asked of the system, as a file made for a trial would be a change.
    private static string? MayWrite(string folder) => Posix.Access(folder, Posix.MayWrite) == 0 ? null
        : Marshal.GetLastPInvokeError() == Posix.ReadOnlyFileSystem ? "lies on a file system that is mounted read-only" : "cannot be written by this user";
}
