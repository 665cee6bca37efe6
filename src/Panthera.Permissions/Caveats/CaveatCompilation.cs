using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Panthera.Permissions.Caveats;

/// <summary>What compiling a caveat's expression came to: a program, or what is wrong with the expression.</summary>
public sealed class CaveatCompilation
{
    internal CaveatCompilation(CaveatProgram? program, ImmutableArray<CaveatError> errors)
    {
        Program = program;
        Errors = errors;
    }

    /// <summary>The program; null when there are errors.</summary>
    public CaveatProgram? Program { get; }

    /// <summary>What is wrong, in the order of the text; empty when there is a program.</summary>
    public ImmutableArray<CaveatError> Errors { get; }

    /// <summary>Whether there is a program.</summary>
    [MemberNotNullWhen(true, nameof(Program))]
    public bool Succeeded => Program is not null;
}
