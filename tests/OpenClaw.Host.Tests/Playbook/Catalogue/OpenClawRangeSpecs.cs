using OpenClaw.Host.Playbook.Catalogue;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Catalogue;

public sealed class OpenClawRangeSpecs
{
    [Theory]
    [InlineData(">=2026.8.0 <2027", "2026.8.0", true)]
    [InlineData(">=2026.8.0 <2027", "2026.12.31", true)]
    [InlineData(">=2026.8.0 <2027", "2026.7.30", false)]
    [InlineData(">=2026.8.0 <2027", "2027.1.1", false)]
    [InlineData(">=2026.9.6", "2026.9.6-beta.1", false)]
    [InlineData("<2026.9.6", "2026.9.6-beta.1", true)]
    [InlineData(">2026.9.6-beta.2", "2026.9.6-beta.10", true)]
    [InlineData("2026.9.6", "v2026.9.6", true)]
    [InlineData("=2026.9.6", "2026.9.7", false)]
    [InlineData("<=2026.9.6", "2026.9.6", true)]
    [InlineData(">2026.9.6", "2026.9.6", false)]
    [InlineData(">2026.9.6", "nonsense", true)]
    public void A_version_is_in_it_or_not(string range, string version, bool expected) => OpenClawRange.Parse(range).Holds(version).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData(">=")]
    [InlineData("^2026.1.0")]
    [InlineData(">=2026.x")]
    public void What_is_no_range_is_refused(string text) => Should.Throw<FormatException>(() => OpenClawRange.Parse(text));
}
