using System.CommandLine;
using OpenClaw.Host.Configuration;

namespace OpenClaw.Host.Cli;

/// <summary>The command line of <c>notify</c>.</summary>
internal static class NotifyVerb
{
    /// <summary>Makes the verb.</summary>
    /// <param name="sources">Where the settings come from.</param>
    public static Command Make(Func<SettingsSources> sources)
    {
        var channel = new Argument<string?>("channel") { Description = "Only this one, e.g. discord; else every one that is set up.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var test = new Command("test", "Sends a test message on the channels, now and without a daemon, and says whether it was delivered.") { channel, json };
        test.SetAction((parsed, cancel) => new NotifyTestCommand(sources(), static settings => new OwnChannels(settings, TimeProvider.System), TimeProvider.System, Console.Out, Console.Error)
            .Run(parsed.GetValue(channel), parsed.GetValue(json), cancel));
        return new Command("notify", "The channels on which people are told.") { test };
    }
}
