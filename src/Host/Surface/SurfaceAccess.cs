using OpenClaw.Host.Configuration;
using OpenClaw.Host.Daemon;

namespace OpenClaw.Host.Surface;

/// <summary>Who may give orders: the owner on the control socket, and whoever has signed in on the page.</summary>
/// <param name="settings">The settings, for the page's token.</param>
/// <param name="sessions">Who has signed in.</param>
internal sealed class SurfaceAccess(HealerSettings settings, PageSessions sessions)
{
    /// <summary>What this request may do.</summary>
    public AccessLine Of(HttpContext context, SurfaceDoor door)
    {
        var canOrder = door.IsOwners || sessions.Find(context.Request) is not null;
        return new AccessLine(canOrder, !canOrder && settings.Page.Token is not null);
    }
}
