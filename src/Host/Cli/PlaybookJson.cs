using System.Text.Json.Serialization;

namespace OpenClaw.Host.Cli;

/// <summary>A remedy in <c>playbook --json</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">What it does.</param>
/// <param name="Reach">What it can cost: Nothing, Setting, File or Installation.</param>
/// <param name="Switch">What its owner allows: Auto, Ask or Off.</param>
/// <param name="Record">How it has done on this host.</param>
public sealed record RemedyLine(string Name, string Title, string Reach, string Switch, IReadOnlyList<RemedyRecordLine> Record);

/// <summary>How a remedy has done for one known failure.</summary>
/// <param name="Signature">The entry of the catalogue.</param>
/// <param name="Tried">How often it was tried.</param>
/// <param name="Healed">How often the gateway was healthy with it.</param>
/// <param name="Likelihood">How likely it is taken to be to help next time, 0 to 1.</param>
public sealed record RemedyRecordLine(string Signature, int Tried, int Healed, double Likelihood);

/// <summary><c>playbook --json</c>, what costs least first.</summary>
/// <param name="Enabled">The playbook is in the chain of doctors.</param>
/// <param name="Catalogue">How many failures are known.</param>
/// <param name="Remedies">The remedies.</param>
public sealed record PlaybookAnswer(bool Enabled, int Catalogue, IReadOnlyList<RemedyLine> Remedies);

/// <summary>A known failure that fits, in <c>heal --dry-run --json</c>.</summary>
/// <param name="Id">Its name in the catalogue.</param>
/// <param name="Title">What it is.</param>
/// <param name="Then">What is right: Remedy, TellOwner, NeedsJudgement or LeaveAlone.</param>
/// <param name="Why">What was found. May hold text from processes, configs and logs.</param>
/// <param name="YourTurn">What its owner would be told.</param>
public sealed record MatchLine(string Id, string Title, string Then, IReadOnlyList<string> Why, string YourTurn);

/// <summary>A remedy that would be tried, in <c>heal --dry-run --json</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="For">The known failure that calls for it.</param>
/// <param name="Switch">What its owner allows.</param>
/// <param name="Plan">What it would do; null when it has nothing to do here.</param>
/// <param name="Touches">Every file and folder that might change.</param>
public sealed record PlanLine(string Name, string For, string Switch, string? Plan, IReadOnlyList<string> Touches);

/// <summary><c>heal --dry-run --json</c>.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Outcome">In one line, what would happen now.</param>
/// <param name="Matches">The known failures that fit, the one that explains most first.</param>
/// <param name="Remedies">The remedies in the order in which they would be tried.</param>
public sealed record HealJson(string Gateway, string Outcome, IReadOnlyList<MatchLine> Matches, IReadOnlyList<PlanLine> Remedies);

/// <summary>Source-generated JSON of <c>playbook</c> and <c>heal</c>.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PlaybookAnswer))]
[JsonSerializable(typeof(HealJson))]
internal sealed partial class PlaybookJsonContext : JsonSerializerContext;
