global using Microsoft.Playwright;
global using OpenClaw.Page.Tests.Browser;
global using OpenClaw.Page.Tests.Healer;
global using Shouldly;
global using Xunit;
global using static Microsoft.Playwright.Assertions;

[assembly: AssemblyFixture(typeof(OpenClaw.Page.Tests.Browser.Chromium))]
