global using OpenClaw.EndToEnd.Tests.Waiting;
global using OpenClaw.Sandbox;
global using Shouldly;
global using Xunit;

[assembly: AssemblyFixture(typeof(OpenClaw.EndToEnd.Tests.Npm.InstalledPrograms))]
