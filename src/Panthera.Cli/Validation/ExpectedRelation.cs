namespace Panthera.Cli.Validation;

/// <summary>Who, as a validation file expects, has a permission: all of them, and nobody else.</summary>
internal sealed record ExpectedRelation(NumberedText Relation, IReadOnlyList<NumberedText> Subjects);
