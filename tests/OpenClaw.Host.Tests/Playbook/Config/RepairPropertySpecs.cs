using CsCheck;
using OpenClaw.Host.Playbook;
using OpenClaw.Host.Playbook.Config;
using Shouldly;
using Xunit;

namespace OpenClaw.Host.Tests.Playbook.Config;

/// <summary>Random configs of owners with comments and blanks everywhere, broken in random ways.</summary>
public sealed class RepairPropertySpecs
{
    private static readonly Gen<string> Gap = OneOf("", " ", "  ", " /* n */ ", "\t");
    private static readonly Gen<string> Line = OneOf("\n", "\n  ", "\n\n    // a note, with a comma: {\n  ", "\r\n\t", "\n  /* \"port\": 1 */ ");

    [Fact]
    public void What_was_read_is_written_as_it_was_and_a_change_taken_back_leaves_no_trace() => Owners.Sample(text =>
    {
        var (document, served) = (Configs.Doc(text), Configs.Doc(Configs.Served));
        document.Text.ShouldBe(text);
        foreach (var path in ConfigDiff.Of(document, served))
        {
            if (document.Find(path) is not Json5Scalar before) continue;
            document.Replace(path, "0x7F").Replace(path, document.Raw(before)).Text.ShouldBe(text);
            Kept(text, document.Remove(path).Text);
        }

        ConfigDiff.Of(ConfigDiff.Of(document, served).Aggregate(document, (now, path) => now.Revert(served, path)), served).ShouldBeEmpty();
    }, iter: 2000);

    [Fact]
    public void A_config_broken_in_several_ways_is_mended_and_differs_from_the_owners_only_where_it_was_broken() =>
        Gen.Select(Owners, OneOf(Breaks).Array[1, 4], Gen.Bool).Sample((text, breaks, known) =>
        {
            var owner = Configs.Doc(text);
            var broken = breaks.Distinct().Aggregate(owner, static (now, hit) => Hit(now, hit.Path, hit.Raw));
            if (broken.Text == text) return;
            var mended = new KeyRepair(known ? owner : null, []).Mend(broken, new CheckBudget(new StrictCheck(), "/", TimeProvider.System), CancellationToken.None).GetAwaiter().GetResult();
            var unguarded = breaks.All(static hit => !Access.Guards(Configs.Path(hit.Path)) && hit.Path != "gateway");
            if (mended is null)
            {
                (known || unguarded).ShouldBeFalse();
                return;
            }

            new StrictCheck().Check(mended.Document.Text, "/", CancellationToken.None).Result.Result.ShouldBe(ConfigCheckResult.Valid);
            ConfigDiff.Of(mended.Document, owner).ShouldAllBe(path => breaks.Any(hit => Configs.Path(hit.Path).Touches(path)));
            if (known) ConfigDiff.Of(mended.Document, owner).ShouldBeEmpty();
            Kept(text, mended.Document.Text);
        }, iter: 1000);

    [Fact]
    public void A_slip_of_the_keyboard_is_mended_to_what_its_owner_meant() => Gen.Select(Owners, Gen.Int[0, 3], Gen.Int[0, 1000]).Sample((text, kind, at) =>
    {
        var owner = Configs.Doc(text);
        var slots = Slots(owner.Root).ToArray();
        var slot = slots[at % slots.Length];
        var (place, length, slip) = kind switch
        {
            0 when slot.Comma is { } comma && owner.Text[comma..].IndexOf('\n') is var line and >= 0 && owner.Text.AsSpan(comma + 1, line).IsWhiteSpace() => (comma, 1, ""),
            1 when slot.Comma is { } comma => (comma, 1, ",,"),
            2 => (owner.Text.IndexOf(':', slot.NameEnd), 1, "="),
            _ => (owner.Text.Length, 0, "\0\0"),
        };
        if (kind == 2 && owner.Text.AsSpan(slot.NameEnd, place - slot.NameEnd).Contains('/')) return;
        var broken = string.Concat(owner.Text.AsSpan(0, place), slip, owner.Text.AsSpan(place + length));
        if (Json5Document.TryParse(broken, out _, out _)) return;
        var mended = SyntaxRepair.Mend(broken, owner).ShouldNotBeNull(broken);
        Json5Value.Same(mended.Document.Root, owner.Root).ShouldBeTrue();
        Kept(text, mended.Document.Text);
    }, iter: 2000);

    [Fact]
    public void A_text_cut_anywhere_never_ends_as_a_config_that_lacks_something() => Gen.Select(Owners, Gen.Int[1, 2000]).Sample((text, cut) =>
    {
        var owner = Configs.Doc(text);
        var mended = SyntaxRepair.Mend(text[..^Math.Min(cut, text.Length)], owner);
        if (mended is not null) Json5Value.Same(mended.Document.Root, owner.Root).ShouldBeTrue();
    }, iter: 2000);

    private static readonly (string Path, string Raw)[] Breaks =
    [
        ("gatweird", "{ port: 1 }"), ("gateway.frob", "1"), ("agents.defaults.zzz", "[1, 'x']"), ("ui.seamColor", "5"), ("agents.defaults.maxConcurrent", "'three'"),
        ("gateway.port", "'x'"), ("gateway.auth", "'token'"), ("logging.level", "{}"), ("gateway.auth.mode", "1"), ("ui.unknown key", "'a.b'"),
    ];

    private static Gen<string> Owners => Gen.Select(Gap, Line, OneOf("\"", "'"), Gen.Int[1, 65535], Gen.Bool, OneOf("loopback", "lan", "a \\\" , } ] // b"), Gen.Bool, Gen.Bool)
        .Select((gap, line, quote, port, hasLast, bind, hasLogging, hasBare) =>
        {
            var last = hasLast ? "," : "";
            string Key(string name) => hasBare ? name : $"\"{name}\"";
            string Member(string name, string raw) => $"{line}{Key(name)}{gap}:{gap}{raw}{gap}";
            return $"{gap}// mine\n{{{Member("gateway", $"{{{Member("mode", $"{quote}local{quote}")},{Member("port", $"{port}")},{Member("bind", $"\"{bind}\"")},{Member("auth", "{ mode: 'token', token: \"t0p\" }")}{last}{line}}}")},"
                + $"{Member("agents", $"{{{Member("defaults", $"{{{gap}workspace: '~',{line}maxConcurrent:0x3{last} }}")}}}")},{(hasLogging ? Member("logging", "{level:'info'}") + "," : "")}"
                + $"{Member("ui", $"{{ seamColor:{gap}'#fff'{line}}}")}{last}{line}}}{line}";
        });

    private static Json5Document Hit(Json5Document now, string dotted, string raw)
    {
        var path = Configs.Path(dotted);
        var donor = path.Segments.Reverse().Aggregate(raw, static (inner, segment) => $"{{ '{segment}': {inner} }}");
        return now.Find(path) is not null ? now.Replace(path, raw) : now.Find(path.Parent!) is Json5Object || path.Depth == 1 ? now.Revert(Configs.Doc(donor), path) : now;
    }

    private static IEnumerable<Json5Slot> Slots(Json5Value value) => value is Json5Object members ? members.Members.SelectMany(static m => Slots(m.Value).Prepend(m)) : [];

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    // Every comment of the owner's outside of what was broken is still there.
    private static void Kept(string before, string after) => Count(after).ShouldBeGreaterThanOrEqualTo(Count(before) - 24);

    private static int Count(string text) => text.Split("// a note").Length + text.Split("/* n */").Length + text.Split("// mine").Length;
}
