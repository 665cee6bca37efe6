namespace Panthera.Permissions.Caveats.Cel.Patterns;

/// <summary>What a pattern can say of a place between two characters.</summary>
internal enum PatternAssertion
{
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,
    WordBoundary,
    NoWordBoundary,
}
