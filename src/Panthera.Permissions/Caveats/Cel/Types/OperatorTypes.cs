using Panthera.Permissions.Caveats.Cel.Syntax;

namespace Panthera.Permissions.Caveats.Cel.Types;

/// <summary>The types operators take and yield.</summary>
internal static class OperatorTypes
{
    /// <summary>Returns the type of an operation; null when it does not take operands of those types.</summary>
    public static CelType? Result(BinaryOperator operation, CelType left, CelType right) => operation switch
    {
        BinaryOperator.Equal or BinaryOperator.NotEqual => left.IsComparableWith(right) ? CelType.Bool : null,
        BinaryOperator.In => IsIn(left, right) ? CelType.Bool : null,
        <= BinaryOperator.Modulo => Arithmetic(operation, left, right),
        _ => HasOrder(left, right) ? CelType.Bool : null,
    };

    public static string Explain(BinaryOperator operation, CelType left, CelType right)
    {
        var hint = (left.IsNumber && right.IsNumber) ? "; convert one with `int(...)`, `uint(...)` or `double(...)`"
            : operation == BinaryOperator.In ? ": expected a list or a map on the right, of the left's type"
            : string.Empty;
        return $"`{Operators.Symbol(operation)}` does not take {left} and {right}{hint}";
    }

    private static bool IsIn(CelType element, CelType container) => container.Kind switch
    {
        CelTypeKind.Dyn => true,
        CelTypeKind.List => element.IsComparableWith(container.Element!),
        CelTypeKind.Map => element.IsComparableWith(container.Key!),
        _ => false,
    };

    private static bool HasOrder(CelType left, CelType right) =>
        (left.IsDyn || IsOrdered(left)) && (right.IsDyn || IsOrdered(right)) && left.IsComparableWith(right);

    private static bool IsOrdered(CelType type) =>
        type.IsNumber
        || type.Kind is CelTypeKind.Bool or CelTypeKind.String or CelTypeKind.Bytes or CelTypeKind.Timestamp or CelTypeKind.Duration;

    private static CelType? Arithmetic(BinaryOperator operation, CelType left, CelType right)
    {
        if (left.IsDyn || right.IsDyn)
        {
            return WithAny(operation, left.IsDyn ? right : left);
        }

        var isSum = operation == BinaryOperator.Add;
        var isTimes = isSum || operation == BinaryOperator.Subtract;
        return (left.Kind, right.Kind) switch
        {
            (CelTypeKind.Int, CelTypeKind.Int) or (CelTypeKind.Uint, CelTypeKind.Uint) => left,
            (CelTypeKind.Double, CelTypeKind.Double) when operation != BinaryOperator.Modulo => left,
            (CelTypeKind.String, CelTypeKind.String) or (CelTypeKind.Bytes, CelTypeKind.Bytes) when isSum => left,
            (CelTypeKind.List, CelTypeKind.List) when isSum => CelType.ListOf(left.Element!.Join(right.Element!) ?? CelType.Dyn),
            (CelTypeKind.Duration, CelTypeKind.Duration) when isTimes => left,
            (CelTypeKind.Timestamp, CelTypeKind.Duration) when isTimes => left,
            (CelTypeKind.Duration, CelTypeKind.Timestamp) when isSum => right,
            (CelTypeKind.Timestamp, CelTypeKind.Timestamp) when operation == BinaryOperator.Subtract => CelType.Duration,
            _ => null,
        };
    }

    // With one side known only when the expression runs, the other says which types are possible.
    private static CelType? WithAny(BinaryOperator operation, CelType known)
    {
        var isSum = operation == BinaryOperator.Add;
        return known.Kind switch
        {
            CelTypeKind.Dyn => CelType.Dyn,
            CelTypeKind.Int or CelTypeKind.Uint => known,
            CelTypeKind.Double when operation != BinaryOperator.Modulo => known,
            CelTypeKind.String or CelTypeKind.Bytes when isSum => known,
            CelTypeKind.List when isSum => CelType.AnyList,
            CelTypeKind.Timestamp or CelTypeKind.Duration when isSum || operation == BinaryOperator.Subtract => CelType.Dyn,
            _ => null,
        };
    }
}
