using Akka.Actor;
using OpenClaw.Actors.Supervision;

namespace OpenClaw.Host.Metrics;

/// <summary>How many messages wait for the parts that the healer cannot do without. Read from outside, without a message: a mailbox that stands still must be seen, not asked.</summary>
/// <param name="system">The actor system.</param>
/// <param name="paths">Where the parts are, from <c>/user/</c> on.</param>
internal sealed class Mailboxes(ActorSystem system, IReadOnlyList<string> paths)
{
    private const string User = "/user/";
    private const string Child = "/" + TierSupervision.ChildName;

    private readonly (string Name, string[] Path)[] _parts =
        [.. paths.Select(static p => p[User.Length..]).Select(static p => (p.EndsWith(Child, StringComparison.Ordinal) ? p[..^Child.Length] : p, p.Split('/')))];

    /// <summary>The sizes. A part that rests or is gone has none.</summary>
    public IEnumerable<(string Actor, int Size)> Sizes() =>
        from part in _parts
        let size = Find(part.Path)?.Underlying.NumberOfMessages
        where size is not null
        select (part.Name, size.Value);

    private ActorRefWithCell? Find(string[] path)
    {
        var at = (system as ExtendedActorSystem)?.Guardian as ActorRefWithCell;
        foreach (var name in path) at = at?.GetSingleChild(name) as ActorRefWithCell;
        return at;
    }
}
