using OpenClaw.Host.Cli;

return await EntryPoint.Run(args, Console.Error);
