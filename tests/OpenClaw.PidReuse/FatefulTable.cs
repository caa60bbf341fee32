using OpenClaw.Host.Processes;

namespace OpenClaw.PidReuse;

/// <summary>The real process table, but at one of its looks fate strikes: right before the kernel is read, or right after.</summary>
/// <param name="table">The real one.</param>
/// <param name="fate">What happens.</param>
/// <param name="atLook">At which look, counted from 1.</param>
/// <param name="isBefore">Before it, or after.</param>
internal sealed class FatefulTable(IProcessTable table, Action fate, int atLook, bool isBefore) : IProcessTable
{
    private int _looks;

    public async ValueTask<ProcessEntry?> Find(int pid, CancellationToken cancel)
    {
        var strikes = Interlocked.Increment(ref _looks) == atLook;
        if (strikes && isBefore)
            fate();
        var entry = await table.Find(pid, cancel);
        if (strikes && !isBefore)
            fate();
        return entry;
    }

    public ValueTask<IReadOnlyList<ProcessEntry>> All(CancellationToken cancel) => table.All(cancel);
}
