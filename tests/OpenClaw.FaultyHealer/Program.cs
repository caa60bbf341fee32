using System.Collections;
using OpenClaw.Actors.Hosting;
using OpenClaw.Actors.Tests.Support;
using OpenClaw.Host.Cli;
using OpenClaw.Host.Configuration;

// The daemon as it is shipped, but for one part of its tree that fails whenever it is started: OpenClaw.FaultyHealer PART WAY.
var fault = new FaultyPart(Enum.Parse<TreePart>(args[0]), TimeProvider.System) { Way = Enum.Parse<Way>(args[1]), Failures = int.MaxValue };
var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(static e => (string)e.Key, static e => (string?)e.Value ?? "");
var sources = new SettingsSources(AppContext.BaseDirectory, environment["HOME"], environment);
return await RunCommand.Run(sources, Console.Error, parts => parts with { Cast = fault.Cast }, CancellationToken.None);
