using System.Diagnostics;
using System.Globalization;

namespace OpenClaw.Sandbox;

/// <summary>The way into a sandbox: all its namespaces and its cgroup, so that what goes in ends with it.</summary>
internal sealed class Entrance(int init)
{
    // The cgroup first, from outside: a kernel that delegates by namespace lets nobody in from inside. The signal: who is killed outside is to end inside too.
    private const string Script =
        """
        echo $$ >"/proc/$1/root/sys/fs/cgroup/visitors/cgroup.procs" || exit 125
        init=$1 user=$2
        shift 2
        set -- setpriv --reuid "$user" --regid "$user" --clear-groups --pdeathsig KILL "$@"
        exec /usr/bin/nsenter --target "$init" --mount --pid --net --uts --ipc --cgroup "--wd=/proc/$init/root$HOME" -- "$@"
        """;

    /// <summary>A command line inside.</summary>
    /// <param name="uid">Who runs it.</param>
    /// <param name="environment">Its environment, complete.</param>
    /// <param name="command">The program, as it is called inside, and its arguments.</param>
    public ProcessStartInfo For(int uid, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "sh", init.ToString(CultureInfo.InvariantCulture), uid.ToString(CultureInfo.InvariantCulture), .. command]);
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }
}
