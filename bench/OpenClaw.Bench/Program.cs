using OpenClaw.Bench.Cli;

return await BenchCommandLine.All().Parse(args).InvokeAsync();
