using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace OpenClaw.PidReuse;

/// <summary>A process that sleeps. It keeps every SIGTERM and SIGCONT pending, so that it shows whether one was sent to it.</summary>
internal sealed class Victim : IDisposable
{
    private const string NextPid = "/proc/sys/kernel/ns_last_pid";
    private const int Tries = 300;
    private readonly Process _process;

    private Victim(Process process) => _process = process;

    public int Pid => _process.Id;

    /// <summary>It is there and no signal was sent to it.</summary>
    public bool IsUntouched => Status("SigPnd:") == 0 && Status("ShdPnd:") == 0 && Status("State:", 'Z') == 0;

    /// <summary>Starts one that keeps its signals pending, or one that ends at SIGTERM.</summary>
    public static Victim Start(bool endsAtTerm) => new(Launch(endsAtTerm));

    /// <summary>Starts one with exactly this pid, which must be free; null when somebody else has taken it.</summary>
    public static Victim? StartWith(int pid)
    {
        for (var i = 0; i < Tries; i++)
        {
            try
            {
                File.WriteAllText(NextPid, (pid - 1).ToString(CultureInfo.InvariantCulture));
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                throw new Impossible($"{NextPid} cannot be written: {refused.Message}");
            }

            // A thread of this program may take the number first.
            var victim = new Victim(Launch(endsAtTerm: false));
            if (victim.Pid == pid)
                return victim;
            victim.Kill();
            victim.Dispose();
        }

        return null;
    }

    /// <summary>Ends it and has it reaped: its pid is free then.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose() => _process.Dispose();

    private static Process Launch(bool endsAtTerm)
    {
        string[] keep = endsAtTerm ? [] : ["--block-signal=TERM", "--block-signal=CONT"];
        try
        {
            return Process.Start("/usr/bin/env", [.. keep, "/bin/sleep", "600"]);
        }
        catch (Win32Exception missing)
        {
            throw new Impossible(missing.Message);
        }
    }

    // 0 where all is well: the bits of a mask, or whether the state is the bad one. 1 where the process is gone.
    private ulong Status(string name, char bad = '\0')
    {
        try
        {
            var value = File.ReadLines($"/proc/{Pid}/status").First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();
            return bad == '\0' ? ulong.Parse(value, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : value[0] == bad ? 1UL : 0;
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            return 1;
        }
    }
}
