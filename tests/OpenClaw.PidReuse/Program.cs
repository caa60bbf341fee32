// Runs as the first process of a pid namespace of its own, where it may say which pid comes next, and lets pids be reused under our hands: in every round a
// process dies at some moment of a signal, a stop or a wait, and another one gets its pid at once. Ends with 0 when no other one was ever signalled and no wait
// was lost, with 1 when one was, with 77 when pids cannot be forced here; the last line says why.
using System.Globalization;
using OpenClaw.PidReuse;

if (args is not [var seedText, var roundsText])
{
    Console.Error.WriteLine("usage: OpenClaw.PidReuse SEED ROUNDS, as pid 1 of a pid namespace");
    return 64;
}

if (Environment.ProcessId != 1)
{
    Console.Error.WriteLine("not the first process of a pid namespace");
    return Impossible.ExitCode;
}

var seed = int.Parse(seedText, CultureInfo.InvariantCulture);
var rounds = int.Parse(roundsText, CultureInfo.InvariantCulture);
try
{
    var tally = new Tally();
    for (var round = 0; round < rounds; round++)
        await new Round(new Random(seed + round), tally).Run();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {rounds} rounds: {tally}"));
    return tally.IsProof ? 0 : 1;
}
catch (Impossible impossible)
{
    Console.Error.WriteLine(impossible.Message);
    return Impossible.ExitCode;
}
