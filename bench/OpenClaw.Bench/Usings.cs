global using OpenClaw.Bench.Waiting;
global using OpenClaw.Sandbox;
