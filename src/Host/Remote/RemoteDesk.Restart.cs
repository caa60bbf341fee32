using OpenClaw.Actors.Gateways;
using OpenClaw.Host.Daemon;

namespace OpenClaw.Host.Remote;

/// <content>How a gateway is started anew from a chat.</content>
internal sealed partial class RemoteDesk
{
    private readonly Lock _lock = new();
    private readonly HashSet<GatewayId> _restarting = [];

    private async Task<RemotePlan> Restart(RemoteCommand.Restart x, CancellationToken cancel)
    {
        var id = Named(x.Gateway);
        var (line, way, refusal) = await Way(id, cancel);
        return way is { } sure ? Offer(new RemoteOrder.Restart(x.Words, RemoteRestarts.Would(line!, sure), id, sure, line!.Incident)) : new RemotePlan(null, refusal);
    }

    private async Task<RemoteDone> CarryOut(RemoteOrder.Restart x, CancellationToken cancel)
    {
        var (_, way, _) = await Way(x.Gateway, cancel);
        if (way != x.Way) return new RemoteDone(false, $"Not done: {x.Gateway} is something else by now. Send restart again to see what would be done.");
        switch (x.Way)
        {
            case RestartWay.Start:
                return await Done(OwnerOrders.Start(Word(x.Gateway), Now, cancel), $"{x.Gateway} is to be started");
            case RestartWay.Treat:
                return await Done(OwnerOrders.Heal(Word(x.Gateway), Now, cancel), $"{x.Gateway} is to be treated now");
            default:
                return await WhenIdle(x.Gateway, cancel);
        }
    }

    private async Task<RemoteDone> WhenIdle(GatewayId id, CancellationToken cancel)
    {
        lock (_lock)
            if (!_restarting.Add(id)) return new RemoteDone(false, $"Not done: {id} waits for an idle moment already.");
        try
        {
            var answer = await hands.First(h => h.Gateway == id).WhenIdle(cancel);
            return answer.Succeeded
                ? new RemoteDone(true, $"{id}: OpenClaw has restarted it.")
                : new RemoteDone(false, $"{id}: OpenClaw would not restart it by itself: {Line(answer.Complaint)}. On its host: openclaw gateway restart");
        }
        finally
        {
            lock (_lock) _restarting.Remove(id);
        }
    }

    private async Task<(GatewayLine? Line, RestartWay? Way, string Refusal)> Way(GatewayId id, CancellationToken cancel)
    {
        var line = new StatusFile(settings.Home).Read()?.Gateways.FirstOrDefault(g => g.Id == id.Value);
        var hand = hands.First(h => h.Gateway == id);
        var (way, refusal) = RemoteRestarts.Decide(line, (await Word(id).Read(cancel)).IsPausedAt(Now), hand.Manager);
        return (line, way, way is null && refusal.Length == 0 ? RemoteRestarts.ByHand(id, await hand.Process(cancel)) : refusal);
    }
}
