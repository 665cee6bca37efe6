using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary>One evaluation: the values of parameters and of macros' variables, and the steps left.</summary>
/// <remarks>Confined to the thread that evaluates.</remarks>
internal sealed class CelFrame(int slots, long steps)
{
    /// <summary>What takes the place of every value once the steps are used up.</summary>
    public static readonly CelValue OutOfSteps = CelValue.Fail("the evaluation took too many steps");

    public CelValue[] Slots { get; } = new CelValue[slots];

    public long StepsLeft { get; private set; } = steps;

    /// <summary>Whether the steps are used up: then the outcome is that, whatever value comes of it.</summary>
    public bool IsExhausted => StepsLeft < 0;

    /// <summary>Takes steps.</summary>
    /// <returns>False when there are not that many left, and from then on.</returns>
    public bool TryCharge(long steps)
    {
        StepsLeft = StepsLeft < 0 ? -1 : StepsLeft - steps;
        return StepsLeft >= 0;
    }

    /// <summary>Takes the steps of going over a text.</summary>
    public bool TryChargeText(int length) => TryCharge(1 + (length >> 3));

    /// <summary>Takes the steps of reading a text character by character, as a number or a duration is.</summary>
    public bool TryChargeReading(string text) => TryCharge(1L + text.Length);

    /// <summary>Takes the steps of looking a key up.</summary>
    public bool TryChargeKey(CelValue key) => key.Kind != CelKind.String || TryChargeText(key.AsString.Length);
}
