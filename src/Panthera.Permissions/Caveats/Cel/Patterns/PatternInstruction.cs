namespace Panthera.Permissions.Caveats.Cel.Patterns;

/// <summary>An instruction of a pattern.</summary>
internal readonly record struct PatternInstruction(
    PatternOperation Operation, int First = 0, int Second = 0, CharacterClass? Class = null, PatternAssertion Assertion = default);
