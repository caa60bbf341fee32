using System.CommandLine;
using OpenClaw.Host.Cli;

// Null: the daemon stops in its own time; the default would cut it off two seconds after SIGTERM.
var parsed = Verbs.All().Parse(args);
var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
