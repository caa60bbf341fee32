namespace OpenClaw.Host.Surface;

/// <summary>A part of the daemon's surface. What is registered as this is mapped on each listener; the guard (<see cref="SurfaceGuard"/>) is before all of it.</summary>
internal interface ISurfaceRoutes
{
    /// <summary>Maps its routes, with handlers that take an <see cref="HttpContext"/>: those need no reflection.</summary>
    /// <param name="routes">Where they are mapped.</param>
    /// <param name="door">The listener they are mapped on.</param>
    void Map(IEndpointRouteBuilder routes, SurfaceDoor door);
}
