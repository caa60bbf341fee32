using System.Globalization;

namespace OpenClaw.PidReuse;

/// <summary>What came of the rounds.</summary>
internal sealed class Tally
{
    /// <summary>Rounds in which the pid had a new process when the deed was done.</summary>
    public int Reused { get; set; }

    /// <summary>Those of them in which it got it in the middle of the deed.</summary>
    public int InTheMiddle { get; set; }

    /// <summary>New processes that were signalled through a pidfd. There must be none.</summary>
    public int Hit { get; set; }

    /// <summary>Waits for the exit of the dead one that did not end. There must be none.</summary>
    public int Lost { get; set; }

    /// <summary>New processes that the plain kill(2) has signalled: shows that the rounds can tell.</summary>
    public int HitByPlainKill { get; set; }

    public bool IsProof => Hit == 0 && Lost == 0 && InTheMiddle > 0 && HitByPlainKill > 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Reused} pids reused, {InTheMiddle} of them in the middle; impostors signalled through pidfd: {Hit}, waits lost: {Lost}; the plain kill signalled {HitByPlainKill}");
}
