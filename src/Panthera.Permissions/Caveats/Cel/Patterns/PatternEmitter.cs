namespace Panthera.Permissions.Caveats.Cel.Patterns;

/// <summary>Collects the instructions of a pattern; places are relative to the piece they belong to, so that pieces can be repeated.</summary>
internal sealed class PatternEmitter
{
    private readonly List<PatternInstruction> _instructions = [];

    public int Count => _instructions.Count;

    /// <summary>How many instructions were added, those of repeated and moved pieces each time: what reading the pattern cost.</summary>
    public int Added { get; private set; }

    public void Add(PatternInstruction instruction)
    {
        if (_instructions.Count >= PatternCompiler.MaxInstructions)
        {
            throw new PatternException($"it has more than {PatternCompiler.MaxInstructions} steps; repeat less");
        }

        Added++;
        _instructions.Add(instruction);
    }

    public void Take(CharacterClass set) => Add(new PatternInstruction(PatternOperation.Take, Class: set));

    /// <summary>Goes on at either of two places, counted from this instruction.</summary>
    public void Split(int first, int second) => Add(new PatternInstruction(PatternOperation.Split, first, second));

    public void Jump(int by) => Add(new PatternInstruction(PatternOperation.Jump, by));

    public void Assert(PatternAssertion assertion) => Add(new PatternInstruction(PatternOperation.Assert, Assertion: assertion));

    /// <summary>Takes away and returns everything from a place on.</summary>
    public PatternInstruction[] Cut(int from)
    {
        var piece = _instructions[from..].ToArray();
        _instructions.RemoveRange(from, _instructions.Count - from);
        return piece;
    }

    public void Append(ReadOnlySpan<PatternInstruction> piece)
    {
        foreach (var instruction in piece)
        {
            Add(instruction);
        }
    }

    /// <summary>Repeats a piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="least">How often at least.</param>
    /// <param name="most">How often at most; null for any number.</param>
    public void Repeat(ReadOnlySpan<PatternInstruction> piece, int least, int? most)
    {
        for (var i = 0; i < least; i++)
        {
            Append(piece);
        }

        if (most is null)
        {
            Split(1, piece.Length + 2);
            Append(piece);
            Jump(-piece.Length - 1);
            return;
        }

        for (var left = most.Value - least; left > 0; left--)
        {
            Split(1, ((piece.Length + 1) * left));
            Append(piece);
        }
    }

    /// <summary>Ends the program, its places counted from its beginning.</summary>
    public PatternInstruction[] Finish()
    {
        Add(new PatternInstruction(PatternOperation.Match));
        var program = _instructions.ToArray();
        for (var i = 0; i < program.Length; i++)
        {
            program[i] = program[i] with { First = program[i].First + i, Second = program[i].Second + i };
        }

        return program;
    }
}
