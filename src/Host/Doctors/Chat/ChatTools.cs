using System.Text.Json;
using System.Text.Json.Nodes;
using OpenClaw.Host.Logging;
using OpenClaw.Host.Playbook.Remedies;

namespace OpenClaw.Host.Doctors.Chat;

/// <summary>A remedy that the model may choose now.</summary>
/// <param name="Remedy">The remedy.</param>
/// <param name="Plan">What it would do.</param>
internal sealed record ChatOffer(IRemedy Remedy, RemedyPlan Plan);

/// <summary>What the model wants.</summary>
internal abstract record ChatWish
{
    private ChatWish() { }

    /// <summary>This remedy.</summary>
    public sealed record Apply(ChatOffer Offer, string Why) : ChatWish;

    /// <summary>Nothing of what is offered would help.</summary>
    public sealed record GiveUp(string Why) : ChatWish;

    /// <summary>Something that it may not, or that cannot be understood.</summary>
    /// <param name="Answer">What it is told.</param>
    public sealed record Nonsense(string Answer) : ChatWish;
}

/// <summary>
/// The two things that a model may do: choose one of the remedies that are possible now, or give up. That it would like to tell the owner what to type is not
/// among them: words of a model that has read untrusted logs never become somebody's command.
/// </summary>
internal static class ChatTools
{
    private const string ApplyName = "apply_remedy";
    private const string GiveUpName = "give_up";

    /// <summary>The tools, with nothing to choose from but these.</summary>
    public static JsonArray Of(IReadOnlyList<ChatOffer> offers) => new(
        Tool(ApplyName, "Have one of the remedies applied. The supervisor then restarts the gateway and probes it; what does not help is taken back.", new JsonObject
        {
            ["remedy"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. offers.Select(static o => JsonValue.Create(o.Remedy.Name))]) },
            ["why"] = new JsonObject { ["type"] = "string", ["description"] = "One sentence: the evidence for it." },
        }),
        Tool(GiveUpName, "None of the remedies would help.", new JsonObject { ["why"] = new JsonObject { ["type"] = "string", ["description"] = "One sentence." } }));

    /// <summary>Reads a call. Only what is offered counts, whatever the model calls it.</summary>
    public static ChatWish Read(JsonObject call, IReadOnlyList<ChatOffer> offers)
    {
        if (call["function"] is not JsonObject function || Arguments(function["arguments"]) is not { } arguments) return new ChatWish.Nonsense("The arguments are no JSON object.");
        var why = Text(arguments["why"]) is { Length: > 0 } said ? Redactor.Redact(PlainText.Line(said, 500)) : "it gave no reason";
        return Text(function["name"]) switch
        {
            GiveUpName => new ChatWish.GiveUp(why),
            ApplyName => offers.FirstOrDefault(o => o.Remedy.Name == Text(arguments["remedy"])) is { } offer
                ? new ChatWish.Apply(offer, why)
                : new ChatWish.Nonsense($"There is no such remedy now. There are: {string.Join(", ", offers.Select(static o => o.Remedy.Name))}."),
            _ => new ChatWish.Nonsense($"There is no such tool. There are: {ApplyName}, {GiveUpName}."),
        };
    }

    private static JsonObject Tool(string name, string description, JsonObject properties) => new()
    {
        ["type"] = "function",
        ["function"] = new JsonObject
        {
            ["name"] = name,
            ["description"] = description,
            ["parameters"] = new JsonObject
            {
                ["type"] = "object",
                ["required"] = new JsonArray([.. properties.Select(static p => JsonValue.Create(p.Key))]),
                ["properties"] = properties,
                ["additionalProperties"] = false,
            },
        },
    };

    // OpenAI sends them as text that holds JSON; some others as the object itself.
    private static JsonObject? Arguments(JsonNode? node)
    {
        try
        {
            return node as JsonObject ?? (Text(node) is { } text ? JsonNode.Parse(text, documentOptions: ChatApi.Strict) as JsonObject : null);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
