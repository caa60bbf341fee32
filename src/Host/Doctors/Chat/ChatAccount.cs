using OpenClaw.Actors.Doctoring;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Doctors.Records;

namespace OpenClaw.Host.Doctors.Chat;

/// <summary>What one case has cost so far, in the book: a call of the API that is under way is never unknown to the budgets.</summary>
internal sealed class ChatAccount
{
    private readonly ChatOptions _options;
    private TreatmentEntry _entry;

    private ChatAccount(ChatOptions options, TreatmentEntry entry) => (_options, _entry) = (options, entry);

    /// <summary>US dollars spent in this call; 0 where no prices are set.</summary>
    public decimal Spent { get; private set; }

    /// <summary>Opens it, or goes on with one of an earlier daemon.</summary>
    /// <param name="options">The prices and the book.</param>
    /// <param name="file">The case.</param>
    /// <param name="since">When the case was opened: it names the entry.</param>
    /// <param name="cancel">Gives it up.</param>
    public static async Task<ChatAccount> Open(ChatOptions options, CaseFile file, DateTimeOffset since, CancellationToken cancel)
    {
        var known = await Find(options, file.Incident.Value, since, cancel);
        var account = new ChatAccount(options, (known ?? new TreatmentEntry(file.Gateway.Value, file.Incident.Value, DoctorNames.Chat, CaseSignature.Of(file), since)) with { EndedAt = null, Healed = null });
        await options.Book.Note(account._entry, cancel);
        return account;
    }

    /// <summary>The entry of a case; null when no model was asked in it.</summary>
    public static async Task<TreatmentEntry?> Find(ChatOptions options, string incident, DateTimeOffset since, CancellationToken cancel) =>
        (await options.Book.Since(since, cancel)).LastOrDefault(e => e.Incident == incident && e.Doctor == DoctorNames.Chat);

    /// <summary>Adds an answer.</summary>
    public async Task Add(ChatAnswer.Said said, bool isCall, bool isDenied, CancellationToken cancel)
    {
        var cost = ((said.Input * _options.Settings.InputPrice) + (said.Output * _options.Settings.OutputPrice)) / 1_000_000;
        Spent += cost;
        _entry = _entry with { CostUsd = _entry.CostUsd + cost, Turns = _entry.Turns + 1, ToolCalls = _entry.ToolCalls + (isCall ? 1 : 0), Denials = _entry.Denials + (isCall && isDenied ? 1 : 0) };
        await _options.Book.Note(_entry, cancel);
    }
}
