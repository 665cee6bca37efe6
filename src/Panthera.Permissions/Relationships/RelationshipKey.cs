using System.Diagnostics.CodeAnalysis;

namespace Panthera.Permissions.Relationships;

/// <summary>Which relationship: what is related, how, to whom, by numbers. Also the place of a row in an answer that comes in pages.</summary>
/// <param name="Resource">What is related.</param>
/// <param name="Relation">How.</param>
/// <param name="Subject">To whom.</param>
public readonly record struct RelationshipKey(ObjectKey Resource, RelationId Relation, SubjectKey Subject)
{
    /// <summary>How many numbers it is.</summary>
    public const int Numbers = 6;

    /// <summary>Writes it as numbers.</summary>
    /// <param name="numbers">Receives <see cref="Numbers"/> of them.</param>
    public void WriteTo(Span<ulong> numbers)
    {
        numbers[0] = Resource.Type.Value;
        numbers[1] = Resource.Id;
        numbers[2] = Relation.Value;
        numbers[3] = Subject.Type.Value;
        numbers[4] = Subject.Id;
        numbers[5] = Subject.Relation.Value;
    }

    /// <summary>Reads numbers back; they need not be of anything stored.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="key">The key.</param>
    /// <returns>False if they cannot have been written by <see cref="WriteTo"/>.</returns>
    public static bool TryRead(ReadOnlySpan<ulong> numbers, [NotNullWhen(true)] out RelationshipKey? key)
    {
        key = null;
        if (numbers.Length != Numbers || numbers[0] > int.MaxValue || numbers[2] > int.MaxValue || numbers[3] > int.MaxValue || numbers[5] > int.MaxValue) return false;
        key = new(new(new((uint)numbers[0]), numbers[1]), new((uint)numbers[2]), new(new((uint)numbers[3]), new((uint)numbers[5]), numbers[4]));
        return true;
    }
}
