namespace OpenClaw.Host.Doctors.Records;

/// <summary>What doctors with costs may spend: <c>openclaw.doctor.budget</c>. A day is the last 24 hours.</summary>
/// <param name="CostPerIncident"><c>cost-per-incident-usd</c>: US dollars for all treatments of one incident.</param>
/// <param name="CostPerDay"><c>cost-per-day-usd</c>: US dollars for all gateways.</param>
/// <param name="SessionsPerDay"><c>sessions-per-day</c>: for all gateways.</param>
/// <param name="CooldownAfterFailure"><c>cooldown-after-failure</c>: how long a doctor that could not help is not called for the same kind of outage of the same gateway again.</param>
public sealed record DoctorBudget(decimal CostPerIncident, decimal CostPerDay, int SessionsPerDay, TimeSpan CooldownAfterFailure);
