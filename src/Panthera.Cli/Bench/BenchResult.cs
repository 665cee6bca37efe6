namespace Panthera.Cli.Bench;

/// <summary>One figure.</summary>
/// <param name="Metric">Its stable, dotted name.</param>
/// <param name="Value">The value.</param>
/// <param name="Unit">`ns`, `1/s`, `bytes`, `ratio` or `count`; durations are always in nanoseconds.</param>
/// <param name="Note">How it was measured.</param>
internal sealed record BenchResult(string Metric, double Value, string Unit, string Note);
