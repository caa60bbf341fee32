using OpenClaw.Host.Playbook.Config;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Config;

public sealed class KeyRepairSpecs
{
    private const string Wanted = "\"seamColor\": \"#112233\"";
    private static readonly string Edited = Configs.Served.But("\"seamColor\": \"#AA5533\"", Wanted);

    [Fact]
    public async Task An_unknown_key_is_taken_out_and_the_owners_other_edit_stays() =>
        (await Mend(Edited.But("  /* colours */", "  \"gatway\": { \"port\": 1 },\n  /* colours */"))).ShouldBe(Edited);

    [Fact]
    public async Task Values_of_the_wrong_type_go_back_to_what_served() =>
        (await Mend(Edited.But("maxConcurrent: 3", "maxConcurrent: 'three'").But("{ \"mode\": \"token\", \"token\": \"s3cret-of-the-owner\" }", "\"token\""))).ShouldBe(Edited);

    [Fact]
    public async Task A_mistyped_key_gets_its_name_back_and_keeps_its_value() =>
        (await Mend(Edited.But("\"port\": 18789", "\"prot\": 18800"))).ShouldBe(Edited.But("18789", "18800"));

    [Fact]
    public async Task A_missing_mode_is_put_back_where_it_was() =>
        (await Mend(Edited.But("\"mode\": \"local\", // never remote here\n    ", ""))).ShouldBe(Edited.But(" // never remote here", ""));

    [Fact]
    public async Task Without_a_version_that_served_an_unknown_key_is_taken_out_all_the_same() =>
        (await Mend(Edited.But("\"port\": 18789,", "\"port\": 18789, \"frob\": [1, 2],"), served: null)).ShouldBe(Edited);

    [Theory]
    [InlineData("\"mode\": \"token\", ", "\"mode\": 5, ")]
    [InlineData("\"loopback\"", "7")]
    [InlineData("\"mode\": \"local\"", "\"mode\": false")]
    public async Task Without_a_version_that_served_nothing_is_taken_out_that_keeps_strangers_away_or_that_a_start_needs(string piece, string broken) =>
        (await Mend(Edited.But(piece, broken), served: null)).ShouldBeNull();

    [Fact]
    public async Task When_OpenClaw_names_only_the_outermost_key_the_culprit_is_found_by_halving()
    {
        var broken = Edited.But("18789", "18800").But("\"loopback\"", "\"lan\"").But("maxConcurrent: 3", "maxConcurrent: 4, timeoutSeconds: 'long'").But("workspace: '~/w'", "workspace: '~/v'");
        var check = new StrictCheck { IsVague = true };
        (await Mend(broken, check: check)).ShouldBe(broken.But(", timeoutSeconds: 'long'", ""));
        check.Asked.ShouldBeLessThanOrEqualTo(20);
    }

    [Fact]
    public async Task When_OpenClaw_cannot_be_asked_nothing_is_changed() => (await Mend(Edited.But("18789", "'x'"), check: new() { IsAway = true })).ShouldBeNull();

    [Fact]
    public async Task What_served_as_it_is_and_is_refused_now_is_left_to_OpenClaws_own_doctor() =>
        (await Mend(Edited.But("\"port\": 18789,", "\"port\": 18789, \"old\": 1,"), Configs.Served.But("\"port\": 18789,", "\"port\": 18789, \"old\": 1,"))).ShouldBeNull();

    [Theory]
    [InlineData("Refusing to bind gateway to lan without auth.", "gateway.bind gateway.auth.mode gateway.auth.token")]
    [InlineData("Gateway start blocked: set gateway.mode=local (current: remote).", "gateway.mode")]
    public void A_refusal_at_the_start_takes_back_what_it_speaks_of(string message, string expected)
    {
        var now = Configs.Doc(Edited.But("\"loopback\"", "\"lan\"").But("18789", "18800").But("\"local\"", "\"remote\"").But("\"mode\": \"token\", \"token\": \"s3cret-of-the-owner\"", "\"mode\": \"none\""));
        var all = RefusedRepair.Candidates(now, Configs.Doc(Configs.Served), message, []);
        all[0].Changed.Select(static path => path.ToString()).ShouldBe(expected.Split(' '), ignoreOrder: true);
        all[0].Document.Text.ShouldContain(Wanted);
        all[^1].Document.Text.ShouldBe(Edited);
    }

    private static Task<string?> Mend(string broken, string? served = Configs.Served, StrictCheck? check = null) => Mend(broken, Json5Document.OrNull(served), check ?? new());

    private static async Task<string?> Mend(string broken, Json5Document? served, StrictCheck check) =>
        (await new KeyRepair(served, []).Mend(Configs.Doc(broken), new CheckBudget(check, "/", TimeProvider.System), CancellationToken.None))?.Document.Text;
}
