using OpenClaw.Host.Service;

namespace OpenClaw.Host.Cli.Checks;

/// <summary>Another program that restarts the same gateway: two healers fight, and each takes the other's restarts for crashes.</summary>
/// <param name="find">Finds them: what each is, and how it is taken away. Reads only.</param>
internal sealed class OtherHealersCheck(Func<CancellationToken, Task<IReadOnlyList<(string What, string Mend)>>> find) : ICheck
{
    /// <inheritdoc/>
    public string Area => "other healers";

    /// <summary>Those of this machine.</summary>
    public static OtherHealersCheck OfThisMachine(string home, TimeProvider time) =>
        new(async cancel => [.. (await OtherHealers.Find(home, time, cancel)).Select(static other => (other.Told, "'openclaw-actors install' offers to put it aside"))]);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CheckLine>> Look(CancellationToken cancel) =>
        await find(cancel) is { Count: > 0 } found ? [.. found.Select(one => this.Fault($"{one.What} heals the same gateway, and two healers fight", one.Mend))] : [this.Ok("none was found")];
}
