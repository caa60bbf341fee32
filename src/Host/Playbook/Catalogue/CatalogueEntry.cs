using System.Text.Json.Serialization;

namespace OpenClaw.Host.Playbook.Catalogue;

/// <summary>One known way in which a gateway fails: how it is recognised, and what is right then. Data, read from <c>catalogue/*.json</c>.</summary>
public sealed record CatalogueEntry
{
    /// <summary>Its name, e.g. <c>config-unknown-key</c>: the signature under which remedies have their record. Never changed once shipped.</summary>
    public required string Id { get; init; }

    /// <summary>What it is, one line for people.</summary>
    public required string Title { get; init; }

    /// <summary>The OpenClaw releases it is about, as npm writes a range (<c>>=2026.8.0 &lt;2027</c>); null for all.</summary>
    public string? OpenClaw { get; init; }

    /// <summary>The signature.</summary>
    public required Signature When { get; init; }

    /// <summary>What is right.</summary>
    public required CatalogueAction Then { get; init; }

    /// <summary>For <see cref="CatalogueAction.Remedy"/>: the remedies that may help, by name.</summary>
    public IReadOnlyList<string> Remedies { get; init; } = [];

    /// <summary>What is wrong and what its owner should do, in plain words: always there, since a remedy may not help or not be allowed.</summary>
    public required string Advice { get; init; }

    /// <summary>The exact command the owner should run; null where there is none. <c>{name}</c> stands for a fact of the finding that matched.</summary>
    public string? Command { get; init; }

    /// <summary>Where the knowledge is from: public issues, documents, measurements.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];
}

/// <summary>What must have been found, and what must not.</summary>
public sealed record Signature
{
    /// <summary>All of these.</summary>
    public IReadOnlyList<string> All { get; init; } = [];

    /// <summary>At least one of these, where there are any.</summary>
    public IReadOnlyList<string> Any { get; init; } = [];

    /// <summary>None of these.</summary>
    public IReadOnlyList<string> None { get; init; } = [];

    /// <summary>The least confidence of the findings that count.</summary>
    public double Confidence { get; init; } = 0.5;
}

/// <summary>What is right for an entry.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CatalogueAction>))]
public enum CatalogueAction
{
    /// <summary>One of its remedies.</summary>
    Remedy,

    /// <summary>No restart and no change: only its owner can mend it, and is told at once.</summary>
    TellOwner,

    /// <summary>Somebody must think: the next doctor.</summary>
    NeedsJudgement,

    /// <summary>Nothing: it is no failure, or OpenClaw heals it itself.</summary>
    LeaveAlone,
}
