using Panthera.Permissions.Caveats.Cel.Syntax;
using Panthera.Permissions.Caveats.Cel.Types;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Evaluation;

/// <summary>Arithmetic: whole numbers never wrap around, and numbers of different types are not mixed.</summary>
internal static class CelArithmetic
{
    private const string OutOfInt = "the result is outside the range of an int";
    private const string OutOfUint = "the result is outside the range of a uint";

    public static CelValue Apply(CelFrame frame, BinaryOperator operation, CelValue x, CelValue y) => (x.Kind, y.Kind) switch
    {
        (CelKind.Int, CelKind.Int) => OfInts(operation, x.AsInt, y.AsInt),
        (CelKind.Uint, CelKind.Uint) => OfUints(operation, x.AsUint, y.AsUint),
        (CelKind.Double, CelKind.Double) when operation != BinaryOperator.Modulo => OfDoubles(operation, x.AsDouble, y.AsDouble),
        (CelKind.String, CelKind.String) when operation == BinaryOperator.Add => Concatenate(frame, x.AsString, y.AsString),
        (CelKind.Bytes, CelKind.Bytes) when operation == BinaryOperator.Add => Concatenate(frame, x.AsBytes, y.AsBytes),
        (CelKind.List, CelKind.List) when operation == BinaryOperator.Add => Concatenate(frame, x.AsList, y.AsList),
        (CelKind.Duration or CelKind.Timestamp, CelKind.Duration or CelKind.Timestamp)
            when operation is BinaryOperator.Add or BinaryOperator.Subtract => OfTimes(operation, x, y),
        _ => NoOverload(operation, x, y),
    };

    private static CelValue OfInts(BinaryOperator operation, long x, long y)
    {
        if (operation is BinaryOperator.Divide or BinaryOperator.Modulo)
        {
            return y == 0 ? CelValue.Fail("division by zero")
                : y == -1 && x == long.MinValue ? CelValue.Fail(OutOfInt)
                : CelValue.Of(operation == BinaryOperator.Divide ? x / y : x % y);
        }

        var result = operation switch
        {
            BinaryOperator.Add => (Int128)x + y,
            BinaryOperator.Subtract => (Int128)x - y,
            _ => (Int128)x * y,
        };
        return result >= long.MinValue && result <= long.MaxValue ? CelValue.Of((long)result) : CelValue.Fail(OutOfInt);
    }

    private static CelValue OfUints(BinaryOperator operation, ulong x, ulong y)
    {
        if (operation is BinaryOperator.Divide or BinaryOperator.Modulo)
        {
            return y == 0 ? CelValue.Fail("division by zero") : CelValue.Of(operation == BinaryOperator.Divide ? x / y : x % y);
        }

        if (operation == BinaryOperator.Subtract)
        {
            return x >= y ? CelValue.Of(x - y) : CelValue.Fail(OutOfUint);
        }

        var result = operation == BinaryOperator.Add ? (UInt128)x + y : (UInt128)x * y;
        return result <= ulong.MaxValue ? CelValue.Of((ulong)result) : CelValue.Fail(OutOfUint);
    }

    private static CelValue OfDoubles(BinaryOperator operation, double x, double y) => CelValue.Of(operation switch
    {
        BinaryOperator.Add => x + y,
        BinaryOperator.Subtract => x - y,
        BinaryOperator.Multiply => x * y,
        _ => x / y,
    });

    private static CelValue OfTimes(BinaryOperator operation, CelValue x, CelValue y)
    {
        var isSum = operation == BinaryOperator.Add;
        switch (x.Kind, y.Kind)
        {
            case (CelKind.Timestamp, CelKind.Timestamp) when isSum:
                return NoOverload(operation, x, y);
            case (CelKind.Timestamp, CelKind.Timestamp):
                return Duration(x.AsTimestamp.ToNanoseconds() - y.AsTimestamp.ToNanoseconds());
            case (CelKind.Duration, CelKind.Duration):
                return Duration(isSum ? (Int128)x.AsNanoseconds + y.AsNanoseconds : (Int128)x.AsNanoseconds - y.AsNanoseconds);
            case (CelKind.Timestamp, _):
                return Timestamp(x.AsTimestamp.ToNanoseconds() + (isSum ? y.AsNanoseconds : -(Int128)y.AsNanoseconds));
            default:
                return isSum ? Timestamp(y.AsTimestamp.ToNanoseconds() + x.AsNanoseconds) : NoOverload(operation, x, y);
        }
    }

    private static CelValue Duration(Int128 nanoseconds) =>
        nanoseconds >= long.MinValue && nanoseconds <= long.MaxValue
            ? CelValue.Duration((long)nanoseconds)
            : CelValue.Fail("the result is outside the range of a duration");

    private static CelValue Timestamp(Int128 nanoseconds) =>
        CelTimestamp.TryCreate(nanoseconds, out var timestamp)
            ? CelValue.Of(timestamp)
            : CelValue.Fail("the result is outside the range of a timestamp");

    private static CelValue Concatenate(CelFrame frame, string x, string y) =>
        frame.TryChargeText(x.Length + y.Length) ? CelValue.Of(string.Concat(x, y)) : CelFrame.OutOfSteps;

    private static CelValue Concatenate(CelFrame frame, byte[] x, byte[] y) =>
        frame.TryChargeText(x.Length + y.Length) ? CelValue.Of([.. x, .. y]) : CelFrame.OutOfSteps;

    private static CelValue Concatenate(CelFrame frame, CelValue[] x, CelValue[] y) =>
        frame.TryCharge(1L + x.Length + y.Length) ? CelValue.Of([.. x, .. y]) : CelFrame.OutOfSteps;

    private static CelValue NoOverload(BinaryOperator operation, CelValue x, CelValue y) =>
        CelValue.Fail($"`{Operators.Symbol(operation)}` does not take {TypeNames.WithArticle(x.Kind)} and {TypeNames.WithArticle(y.Kind)}");
}
