using OpenClaw.Actors.Incidents;

namespace OpenClaw.Host.Demo;

/// <summary>Plays the acts one after another and has each judged.</summary>
internal sealed class DemoScenario(IDemoStage stage, DemoLog log, DemoPace pace, TimeProvider time)
{
    /// <summary>Where the next judgement starts to read: right after the last one, so that no late message falls between two acts.</summary>
    private int _mark;

    /// <summary>Plays the acts. An act that ends with a broken gateway ends the demo: what came after it would prove nothing.</summary>
    public async Task<IReadOnlyList<ActResult>> Play(IReadOnlyList<DemoAct> acts, CancellationToken cancel)
    {
        var results = new List<ActResult>();
        try
        {
            foreach (var act in acts)
            {
                if (!await IsWell(pace.First, cancel)) break;
                var result = await Play(act, cancel);
                results.Add(result);
                log.Add(new DemoEvent.ActEnded(log.Now, result));
                if (result.Healer is null) break;
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            log.Add(new DemoEvent.Remark(log.Now, "cut short"));
        }

        catch (IOException e)
        {
            log.Add(new DemoEvent.Remark(log.Now, $"cannot go on: {e.Message}"));
        }

        return [.. results, .. acts.Skip(results.Count).Select(ActResult.NotShown)];
    }

    private async Task<ActResult> Play(DemoAct act, CancellationToken cancel)
    {
        log.Add(new DemoEvent.ActBegan(log.Now, act));
        var before = await stage.Gateway(cancel);
        await Task.Delay(pace.Thinking, time, cancel);
        var (mark, brokenAt) = (_mark, log.Now);
        log.Add(new DemoEvent.Broke(log.Now, await act.Break(stage, cancel)));
        if (act.Mend is { } mend && await log.Until(mark, IsOwnerCalled, pace.Act, cancel))
        {
            await Task.Delay(pace.Thinking, time, cancel);
            log.Add(new DemoEvent.OwnerDid(log.Now, await mend(stage, cancel)));
        }

        var healed = await log.Until(mark, events => events.Any(e => e is DemoEvent.News { Event: Resolved }), pace.Act, cancel);
        if (healed) await log.Until(mark, events => ActJudge.HasAllMessages(act, events), pace.Message, cancel);
        var after = await stage.Gateway(cancel);
        var seen = log.From(mark);
        _mark += seen.Count;
        return ActJudge.Judge(act, brokenAt, seen, before, after);
    }

    /// <summary>The owner acts on what Discord tells them, not on what the demo knows.</summary>
    private static bool IsOwnerCalled(IReadOnlyList<DemoEvent> events) =>
        events.Any(e => e is DemoEvent.Got got && got.Message.Title.Contains(DemoAct.OwnerCalled, StringComparison.OrdinalIgnoreCase));

    private Task<bool> IsWell(TimeSpan budget, CancellationToken cancel) => log.Until(
        0, events => events.OfType<DemoEvent.Seen>().LastOrDefault()?.Status is { Phase: GatewayPhase.Ready, Incident: null }, budget, cancel);
}
