using System.Diagnostics.CodeAnalysis;

namespace Panthera.Storage;

/// <summary>A value, or the reason why there is none.</summary>
/// <remarks><c>default</c> is not a valid outcome: reading it throws.</remarks>
/// <typeparam name="T">The value's type.</typeparam>
public readonly struct Outcome<T>
{
    private readonly T? _value;
    private readonly bool _accepted;

    /// <summary>Wraps a value; for interfaces, which cannot be converted implicitly.</summary>
    /// <param name="value">The value.</param>
    public Outcome(T value)
        : this(value, true, null)
    {
    }

    private Outcome(T? value, bool accepted, Refusal? refusal)
    {
        _value = value;
        _accepted = accepted;
        Refusal = refusal;
    }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAccepted => _accepted || (Refusal is null ? throw new InvalidOperationException("an outcome was never set") : false);

    /// <summary>Why there is no value; null when there is one.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The value.</summary>
    /// <exception cref="RefusedException">The operation was refused.</exception>
    public T Value => _accepted ? _value! : throw new RefusedException(Refusal ?? throw new InvalidOperationException("an outcome was never set"));

    /// <summary>Wraps a value.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, true, null);

    /// <summary>Wraps a refusal.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, false, refusal);
}
