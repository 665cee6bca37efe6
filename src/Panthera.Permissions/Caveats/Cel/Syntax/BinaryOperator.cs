namespace Panthera.Permissions.Caveats.Cel.Syntax;

/// <summary>The operators of two operands that are strict in both.</summary>
internal enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
}
