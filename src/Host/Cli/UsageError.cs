using System.CommandLine;
using OpenClaw.Host.Configuration;
using OpenClaw.Host.Logging;

namespace OpenClaw.Host.Cli;

/// <summary>A command line that cannot be understood, in one line that says how to mend it.</summary>
internal static class UsageError
{
    private const string Program = "openclaw-actors";

    /// <summary>The line.</summary>
    public static string Line(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = Path(command);
        var known = command.Subcommands.Where(static c => !c.Hidden).Select(static c => c.Name).ToArray();
        if ((Mistyped(parsed) ?? (parsed.UnmatchedTokens is [var unmatched, ..] ? unmatched : null)) is { } typed)
        {
            var options = command.Options.Concat(Recursive(command)).Where(static o => !o.Hidden).Select(static o => o.Name);
            var near = NearestName.Of(typed, typed.StartsWith('-') ? options : known);
            return $"{path}: \"{UntrustedText.OneLine(typed, 60)}\" is not known here. {(near is null ? "" : $"Did you mean {near}? ")}'{path} --help' shows what is.";
        }

        if (known.Length > 0 && parsed.CommandResult.Tokens.Count == 0 && command.Action is null) return $"{path}: say which: {string.Join(", ", known)}. '{path} --help' tells of each.";
        return $"{path}: {UntrustedText.OneLine(parsed.Errors.Count > 0 ? parsed.Errors[0].Message : "this cannot be understood.", 200)} '{path} --help' shows how it is written.";
    }

    /// <summary>An option that is none, and was taken for an argument; null when there is none.</summary>
    public static string? Mistyped(ParseResult parsed) => parsed.CommandResult.Tokens.Select(static t => t.Value).FirstOrDefault(static word => word.StartsWith("--", StringComparison.Ordinal) && word.Length > 2);

    private static string Path(Command command) =>
        command is RootCommand ? Program : $"{(command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? Path(parent) : Program)} {command.Name}";

    private static IEnumerable<Option> Recursive(Command command)
    {
        for (var parent = command.Parents.OfType<Command>().FirstOrDefault(); parent is not null; parent = parent.Parents.OfType<Command>().FirstOrDefault())
            foreach (var option in parent.Options.Where(static o => o.Recursive)) yield return option;
    }
}
