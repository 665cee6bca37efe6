using System.Text;
using Panthera.Permissions.Caveats.Cel.Evaluation;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Patterns;

/// <summary>Runs a pattern over a text: all places of the program at once, so the time is at most their product.</summary>
/// <remarks>After Thompson, "Regular Expression Search Algorithm" (CACM 1968). It asks whether there is a match, not where.</remarks>
internal static class PatternMatcher
{
    /// <summary>Returns whether the pattern matches somewhere in the text.</summary>
    public static CelValue Matches(CelFrame frame, PatternProgram program, string text)
    {
        if (!frame.TryCharge(1 + (program.Length >> 3)))
        {
            return CelFrame.OutOfSteps;
        }

        var (current, next) = (new PlaceSet(program.Length), new PlaceSet(program.Length));
        var previous = -1;
        var at = 0;
        while (true)
        {
            var character = -1;
            var length = 0;
            if (at < text.Length)
            {
                Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out length);
                character = rune.Value;
            }

            // A match may begin here; then every place reached without taking a character is followed.
            current.Add(0);
            if (Follow(program, current, previous, character))
            {
                return CelValue.True;
            }

            if (character < 0)
            {
                return CelValue.False;
            }

            if (!frame.TryCharge(1 + (current.Count >> 3)))
            {
                return CelFrame.OutOfSteps;
            }

            next.Clear();
            for (var i = 0; i < current.Count; i++)
            {
                var instruction = program.Instructions[current[i]];
                if (instruction.Operation == PatternOperation.Take && instruction.Class!.Contains(new Rune(character)))
                {
                    next.Add(current[i] + 1);
                }
            }

            (current, next) = (next, current);
            previous = character;
            at += length;
        }
    }

    private static bool Follow(PatternProgram program, PlaceSet places, int previous, int next)
    {
        // The set grows while it is walked, and holds each place once.
        for (var i = 0; i < places.Count; i++)
        {
            var place = places[i];
            var instruction = program.Instructions[place];
            switch (instruction.Operation)
            {
                case PatternOperation.Match:
                    return true;
                case PatternOperation.Jump:
                    places.Add(instruction.First);
                    break;
                case PatternOperation.Split:
                    places.Add(instruction.First);
                    places.Add(instruction.Second);
                    break;
                case PatternOperation.Assert when Holds(instruction.Assertion, previous, next):
                    places.Add(place + 1);
                    break;
            }
        }

        return false;
    }

    private static bool Holds(PatternAssertion assertion, int previous, int next) => assertion switch
    {
        PatternAssertion.TextStart => previous < 0,
        PatternAssertion.TextEnd => next < 0,
        PatternAssertion.LineStart => previous is < 0 or '\n',
        PatternAssertion.LineEnd => next is < 0 or '\n',
        PatternAssertion.WordBoundary => IsWord(previous) != IsWord(next),
        _ => IsWord(previous) == IsWord(next),
    };

    private static bool IsWord(int character) => character is >= '0' and <= '9' or >= 'A' and <= 'Z' or '_' or >= 'a' and <= 'z';
}
