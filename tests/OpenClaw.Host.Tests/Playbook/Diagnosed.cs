using OpenClaw.Host.Playbook;

namespace OpenClaw.Host.Tests.Playbook;

/// <summary>Diagnoses for specs.</summary>
internal static class Diagnosed
{
    public static Diagnosis These(params Finding[] findings) => new(new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero), "2026.9.6", findings, IsWhole: true);

    public static Finding It(string id, FindingSeverity severity = FindingSeverity.Blocking, double confidence = 1, params (string Name, string Value)[] facts) =>
        new(id, severity, $"{id} was found", [], confidence, []) { Facts = facts.ToDictionary(static f => f.Name, static f => f.Value) };
}
