using OpenClaw.Host.Cli;

namespace OpenClaw.Host.Surface;

/// <summary>A page of incidents, newest first.</summary>
/// <param name="Incidents">They.</param>
/// <param name="Next">What <c>before</c> has to be for the next page; null on the last one.</param>
internal sealed record IncidentPageJson(IReadOnlyList<IncidentJson> Incidents, string? Next);

/// <summary>Everything of one incident: <c>incidents ID --json</c> and what lies beside the book.</summary>
/// <param name="Incident">Its line.</param>
/// <param name="Events">Oldest first.</param>
/// <param name="Sessions">Doctors with costs, oldest first.</param>
/// <param name="Deliveries">What became of its news on each channel, oldest news first.</param>
/// <param name="Changes">What was changed in it, oldest first.</param>
/// <param name="Proposal">What waits for its owner's yes; null when nothing does.</param>
internal sealed record StoryJson(
    IncidentJson Incident, IReadOnlyList<IncidentEventJson> Events, IReadOnlyList<SessionJson> Sessions, IReadOnlyList<DeliveryJson> Deliveries, IReadOnlyList<ChangeJson> Changes, ProposalJson? Proposal);

/// <summary>One piece of news on one channel.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Key">The news.</param>
/// <param name="Title">Its title.</param>
/// <param name="State">Waiting, Begun (nobody has heard the end of a try), Delivered, Refused, Dropped or Folded (told within newer news).</param>
/// <param name="At">When it became news.</param>
/// <param name="Why">Why it was not delivered; null: not known, as the book does not keep it.</param>
internal sealed record DeliveryJson(string Channel, string Key, string Title, string State, DateTimeOffset At, string? Why);

/// <summary>One change.</summary>
/// <param name="At">When it was begun; of a doctor with a session: when its case was closed.</param>
/// <param name="By">The doctor, and its remedy where it has some, e.g. <c>playbook/config-keys</c>.</param>
/// <param name="File">What it touches.</param>
/// <param name="What">What it is, one line.</param>
/// <param name="Diff">A unified diff, redacted; empty where there is none to be shown.</param>
/// <param name="TakenBack">It is in effect no more.</param>
internal sealed record ChangeJson(DateTimeOffset At, string By, string File, string What, string Diff, bool TakenBack);

/// <summary>What a doctor would do.</summary>
/// <param name="By">The doctor.</param>
/// <param name="Plan">What, one line.</param>
/// <param name="Diff">The change, redacted.</param>
/// <param name="Mark">What an approval names.</param>
/// <param name="At">When it was proposed.</param>
internal sealed record ProposalJson(string By, string Plan, string Diff, string Mark, DateTimeOffset At);

/// <summary>Lines of a doctor's session.</summary>
/// <param name="Lines">They.</param>
/// <param name="Next">What <c>from</c> has to be for the lines after them.</param>
/// <param name="Running">It goes on.</param>
/// <param name="Doctor">Whose session.</param>
internal sealed record SessionLogJson(IReadOnlyList<string> Lines, int Next, bool Running, string Doctor);

/// <summary>What days came to.</summary>
/// <param name="Days">Oldest first.</param>
/// <param name="Recoveries">Ended outages, newest first; no more than a thousand.</param>
internal sealed record HistoryJson(IReadOnlyList<DayJson> Days, IReadOnlyList<RecoveryJson> Recoveries);

/// <summary>One day, UTC.</summary>
/// <param name="Date">yyyy-MM-dd.</param>
/// <param name="UpSeconds">Seconds in which the gateways were known and not within an outage, added up.</param>
/// <param name="DownSeconds">Seconds within outages, added up.</param>
/// <param name="Incidents">Opened that day.</param>
internal sealed record DayJson(string Date, double UpSeconds, double DownSeconds, int Incidents);

/// <summary>One outage that is over.</summary>
/// <param name="Id">The incident.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="At">The first good look.</param>
/// <param name="Seconds">From the first sign to it.</param>
/// <param name="Tier">The highest tier, 1 to 4.</param>
/// <param name="Outcome">How it ended.</param>
internal sealed record RecoveryJson(string Id, string Gateway, DateTimeOffset At, double Seconds, int Tier, string? Outcome);
