namespace Panthera.Permissions.Caveats.Cel.Patterns;

/// <summary>A regular expression, compiled: immutable and safe for any thread.</summary>
internal sealed class PatternProgram(PatternInstruction[] instructions)
{
    public int Length => Instructions.Length;

    public PatternInstruction[] Instructions { get; } = instructions;
}
