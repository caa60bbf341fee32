using System.CommandLine;
using OpenClaw.Bench.Cli;

// Long enough to end everything that was started, and to write down what was measured.
var patience = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
return await BenchCommandLine.All().Parse(args).InvokeAsync(patience);
