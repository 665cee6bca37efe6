namespace Panthera.Cli.Bench.Graph;

/// <summary>A schema, its relationships, and the one question that is asked of them.</summary>
/// <param name="Metric">What its figures are called, behind `graph.`.</param>
/// <param name="Note">What is asked, for people.</param>
/// <param name="Schema">The schema.</param>
/// <param name="Relationships">The relationships, in text.</param>
/// <param name="Question">The check, in text.</param>
/// <param name="IsAllowed">What it must come to.</param>
/// <param name="Looked">How many resources of the question's type the subject has the permission on, when that is looked up too.</param>
internal sealed record GraphShape(string Metric, string Note, string Schema, IReadOnlyList<string> Relationships, string Question, bool IsAllowed, int? Looked = null);
