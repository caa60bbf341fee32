using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Remedies;
using OpenClaw.Host.Processes;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Config;

public sealed class ConfigRemedySpecs : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly RemedyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_plan_writes_nothing_and_its_act_writes_what_it_said_for_the_owner_only()
    {
        _bench.HasServed(Configs.Served);
        var broken = _bench.Now = Configs.Served.But("18789", "'x'");
        var plan = (await _bench.Plan(new ConfigKeysRemedy(), FindingIds.ConfigInvalid)).ShouldNotBeNull();
        (_bench.Now, plan.Touches, plan.Summary).ShouldSatisfyAllConditions(x => x.Now.ShouldBe(broken), x => x.Touches.ShouldBe([_bench.Config]), x => x.Summary.ShouldContain("gateway.port"));
        (await plan.Act(CancellationToken.None)).Succeeded.ShouldBeTrue();
        _bench.Now.ShouldBe(Configs.Served);
        File.GetUnixFileMode(_bench.Config).ShouldBe(Private);
    }

    [Fact]
    public async Task A_config_that_was_written_after_the_plan_is_left_alone()
    {
        _bench.HasServed(Configs.Served);
        _bench.Now = Configs.Served.But("18789", "'x'");
        var plan = (await _bench.Plan(new ConfigKeysRemedy(), FindingIds.ConfigInvalid)).ShouldNotBeNull();
        _bench.Now = "{}";
        (await plan.Act(CancellationToken.None)).Succeeded.ShouldBeFalse();
        _bench.Now.ShouldBe("{}");
    }

    [Fact]
    public async Task A_change_that_did_not_help_is_followed_by_the_next_larger_one_and_then_by_none()
    {
        _bench.HasServed(Configs.Served);
        var broken = _bench.Now = Configs.Served.But("\"loopback\"", "\"lan\"").But("18789", "18800");
        var remedy = new ConfigKeysRemedy();
        (string, string)[] facts = [("message", "Refusing to bind gateway to lan without auth")];
        await _bench.Apply(remedy, FindingIds.ConfigRefused, facts);
        _bench.Now.ShouldBe(Configs.Served.But("18789", "18800"));
        _bench.Now = broken;
        await _bench.Apply(remedy, FindingIds.ConfigRefused, facts);
        _bench.Now.ShouldBe(Configs.Served);
        _bench.Now = broken;
        (await _bench.Plan(remedy, FindingIds.ConfigRefused, facts)).ShouldBeNull();
        _bench.Time.Advance(TimeSpan.FromDays(1));
        (await _bench.Plan(remedy, FindingIds.ConfigRefused, facts)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_config_of_which_most_is_gone_is_no_case_for_single_keys()
    {
        _bench.HasServed(Configs.Served);
        _bench.Now = "{ \"gateway\": { \"port\": 18789 } }";
        (await _bench.Plan(new ConfigKeysRemedy(), FindingIds.ConfigClobbered)).ShouldBeNull();
        (await _bench.Apply(new ConfigRollbackRemedy(), FindingIds.ConfigClobbered)).ShouldNotBeNull();
        _bench.Now.ShouldBe(Configs.Served);
    }

    [Fact]
    public async Task Mistyped_and_refused_at_once_are_mended_at_once()
    {
        _bench.HasServed(Configs.Served);
        _bench.Now = Configs.Served.But("18789,", "'x'");
        (await _bench.Apply(new ConfigSyntaxRemedy(), FindingIds.ConfigSyntax)).ShouldNotBeNull().Succeeded.ShouldBeTrue();
        _bench.Now.ShouldBe(Configs.Served);
    }

    [Fact]
    public async Task A_cut_off_config_is_rolled_back_and_not_completed()
    {
        _bench.HasServed(Configs.Served);
        _bench.Now = Configs.Served[..150];
        (await _bench.Plan(new ConfigSyntaxRemedy(), FindingIds.ConfigSyntax)).ShouldBeNull();
        await _bench.Apply(new ConfigRollbackRemedy(), FindingIds.ConfigSyntax);
        _bench.Now.ShouldBe(Configs.Served);
    }

    [Fact]
    public async Task Without_history_the_newest_backup_that_OpenClaw_takes_is_put_back_and_never_a_redacted_one()
    {
        Backup(".bak", "{ \"gateway\": { \"frob\": 1, \"mode\": \"local\" } }", 1);
        Backup(".bak.1", Configs.Served.But("s3cret-of-the-owner", "__OPENCLAW_REDACTED__"), 2);
        Backup(".bak.2", "{ \"gateway\": { } }", 3);
        Backup(".last-good", Configs.Served, 4);
        Backup(".bak.3", "{ \"gateway\": { \"mode\": \"local\" } }", 5);
        (await _bench.Apply(new ConfigRollbackRemedy(), FindingIds.ConfigMissing)).ShouldNotBeNull().Note.ShouldNotContain("s3cret");
        _bench.Now.ShouldBe(Configs.Served);
    }

    [Fact]
    public async Task What_is_no_file_is_kept_aside()
    {
        _bench.HasServed(Configs.Served);
        File.CreateSymbolicLink(_bench.Config, _bench.At("gone.json"));
        var plan = (await _bench.Plan(new ConfigRollbackRemedy(), FindingIds.ConfigNotAFile)).ShouldNotBeNull();
        await plan.Act(CancellationToken.None);
        _bench.Now.ShouldBe(Configs.Served);
        new FileInfo(_bench.Config).LinkTarget.ShouldBeNull();
        new FileInfo(plan.Touches[1]).LinkTarget.ShouldBe(_bench.At("gone.json"));
    }

    [Fact]
    public async Task A_link_stays_a_link_and_its_target_is_mended()
    {
        _bench.HasServed(Configs.Served);
        await File.WriteAllTextAsync(_bench.At("dotfiles.json"), Configs.Served.But("18789", "'x'"));
        File.CreateSymbolicLink(_bench.Config, _bench.At("dotfiles.json"));
        await _bench.Apply(new ConfigKeysRemedy(), FindingIds.ConfigInvalid);
        (new FileInfo(_bench.Config).LinkTarget, await File.ReadAllTextAsync(_bench.At("dotfiles.json"))).ShouldBe((_bench.At("dotfiles.json"), Configs.Served));
    }

    [Fact]
    public async Task An_included_file_goes_back_to_what_served()
    {
        _bench.HasServed(Configs.Served);
        _bench.HasServed("{ a: 1 }", _bench.At("more.json5"));
        _bench.Now = Configs.Served;
        await _bench.Apply(new ConfigRollbackRemedy(), FindingIds.ConfigInclude, ("path", _bench.At("more.json5")));
        (await File.ReadAllTextAsync(_bench.At("more.json5"))).ShouldBe("{ a: 1 }");
    }

    [Fact]
    public async Task A_config_nobody_may_read_is_its_owners_again_and_somebody_elses_is_left()
    {
        _bench.Now = Configs.Served;
        File.SetUnixFileMode(_bench.Config, UnixFileMode.None);
        var uid = Posix.GetUid();
        (await _bench.Plan(new ConfigPermissionsRemedy(), FindingIds.ConfigUnreadable, ("path", _bench.Config), ("uid", $"{uid + 1}"))).ShouldBeNull();
        await _bench.Apply(new ConfigPermissionsRemedy(), FindingIds.ConfigUnreadable, ("path", _bench.Config), ("uid", $"{uid}"));
        File.GetUnixFileMode(_bench.Config).ShouldBe(Private);
    }

    [Fact]
    public async Task What_OpenClaws_doctor_takes_without_need_is_put_back_and_what_it_mends_stays()
    {
        _bench.Now = Configs.Served.But("\"port\": 18789,", "\"port\": 18789, \"old\": 1,");
        _bench.Tool = new StrictCheck
        {
            Doctor = () =>
            {
                _bench.Now = Configs.Served.But("\"bind\": \"loopback\",\n    ", "").But("18789", "1");
                File.SetUnixFileMode(_bench.Config, Private | UnixFileMode.OtherRead);
                return new(0, "", "");
            },
        };
        File.SetUnixFileMode(_bench.Config, Private);
        var result = (await _bench.Apply(new ConfigDoctorRemedy(), FindingIds.ConfigInvalid)).ShouldNotBeNull();
        _bench.Now.ShouldBe(Configs.Served);
        result.Note.ShouldContain("gateway.port, gateway.bind");
        File.GetUnixFileMode(_bench.Config).ShouldBe(Private);
    }

    private void Backup(string name, string text, int age)
    {
        File.WriteAllText(_bench.Config + name, text);
        File.SetLastWriteTimeUtc(_bench.Config + name, new DateTime(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc).AddHours(-age));
    }
}
