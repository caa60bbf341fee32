global using OpenClaw.EndToEnd.Tests.Waiting;
global using Shouldly;
global using Xunit;
