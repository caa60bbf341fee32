using OpenClaw.Actors.Incidents;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors.Records;
using OpenClaw.Host.Journal;

namespace OpenClaw.Host.Surface;

/// <summary>What the surface reads: the book on disk, on connections of its own, and what lies beside it. Nothing here is the brain's.</summary>
/// <param name="settings">The settings.</param>
/// <param name="loggers">The daemon's logs.</param>
internal sealed class SurfaceParts(HealerSettings settings, ILoggerFactory loggers)
{
    /// <summary>What was.</summary>
    public IIncidentHistory History { get; } = new SqliteIncidentHistory(settings.Home, loggers.CreateLogger<SqliteIncidentHistory>());

    /// <summary>Questions to the book.</summary>
    public IBookQuestions Book { get; } = new BookReader(settings.Home);

    /// <summary>Everything of one incident.</summary>
    public IncidentStories Stories => field ??= new IncidentStories(settings, History, Book, TreatmentBook.OnDisk(settings.Home, loggers.CreateLogger<TreatmentBook>()));

    /// <summary>What doctors with a session say while they work.</summary>
    public SessionLogs Sessions { get; } = new(settings.Home);
}
