global using OpenClaw.Bench.Waiting;
