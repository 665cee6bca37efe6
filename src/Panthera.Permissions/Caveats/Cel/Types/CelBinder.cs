using System.Collections.Immutable;
using Panthera.Permissions.Caveats.Cel.Evaluation;
using Panthera.Permissions.Caveats.Cel.Syntax;
using Panthera.Permissions.Caveats.Cel.Values;

namespace Panthera.Permissions.Caveats.Cel.Types;

/// <summary>Checks the types of an expression and makes its operations.</summary>
/// <remarks>
/// What is of type any is looked at when the expression runs. After an error the node counts as any, so that one mistake is reported
/// once. Recursion follows the tree, whose height the parser bounds. Confined to one compilation.
/// </remarks>
internal sealed class CelBinder
{
    private static readonly BoundNode Broken = new(new LiteralNode(default), CelType.Dyn);

    private readonly CelScope _scope;
    private readonly ImmutableArray<(int Offset, string Message)>.Builder _errors =
        ImmutableArray.CreateBuilder<(int Offset, string Message)>();

    private readonly CallBinder _calls;
    private int _nodes;

    public CelBinder(CelScope scope)
    {
        _scope = scope;
        _calls = new CallBinder(Fail);
    }

    /// <summary>What is wrong, in the order it was met.</summary>
    public ImmutableArray<(int Offset, string Message)> Errors => _errors.ToImmutable();

    /// <summary>What reading the patterns written out cost, in instructions.</summary>
    public int PatternCost => _calls.PatternCost;

    /// <summary>Makes the operations of an expression that is to yield a bool.</summary>
    public CelNode BindCondition(CelSyntax syntax)
    {
        var (node, type) = Bind(syntax);
        if (_errors.Count == 0 && type.Kind != CelTypeKind.Bool)
        {
            Fail(
                syntax.Start,
                $"the expression must be a bool: found {type}" + (type.IsDyn ? "; compare it, as in `... == true`" : string.Empty));
        }

        return node;
    }

    private BoundNode Bind(CelSyntax syntax)
    {
        _nodes++;
        return syntax switch
        {
            LiteralSyntax literal => new(new LiteralNode(literal.Value), CelType.Of(literal.Value)),
            IdentifierSyntax identifier => BindName(identifier.Name, identifier.Start),
            SelectSyntax select => BindSelect(select),
            IndexSyntax index => BindIndex(index),
            CallSyntax call => BindCall(call),
            ListSyntax list => BindList(list),
            MapSyntax map => BindMap(map),
            UnarySyntax unary => BindUnary(unary),
            BinarySyntax binary => BindBinary(binary),
            LogicSyntax logic => BindLogic(logic),
            ConditionalSyntax conditional => BindConditional(conditional),
            MacroSyntax macro => BindMacro(macro),
            _ => throw new InvalidOperationException($"unknown syntax {syntax.GetType().Name}"),
        };
    }

    private BoundNode BindName(string name, int start) =>
        _scope.TryFind(name, out var type, out var slot) ? new(new SlotNode(slot), type)
        : TypeNames.Contains(name) ? new(new LiteralNode(CelValue.Type(name)), CelType.Type)
        : Fail(start, $"undeclared reference to `{name}`: {_scope.Names()}");

    private BoundNode BindSelect(SelectSyntax select)
    {
        if (QualifiedTypeName(select) is { } name)
        {
            return new(new LiteralNode(CelValue.Type(name)), CelType.Type);
        }

        var (operand, type) = Bind(select.Operand);
        var node = new SelectNode(operand, select.Field, select.IsTest, select.Start);
        return type.Kind switch
        {
            CelTypeKind.Dyn => new(node, select.IsTest ? CelType.Bool : CelType.Dyn),
            CelTypeKind.Map when CelType.String.IsAssignableTo(type.Key!) => new(node, select.IsTest ? CelType.Bool : type.Element!),
            _ => Fail(select.Start, $"{type} has no field `{select.Field}`: expected a map"),
        };
    }

    // `google.protobuf.Timestamp`, unless `google` is something else here.
    private string? QualifiedTypeName(SelectSyntax select)
    {
        var isName = select is { IsTest: false, Operand: SelectSyntax { IsTest: false, Field: "protobuf", Operand: IdentifierSyntax { Name: "google" } } };
        var name = $"google.protobuf.{select.Field}";
        return isName && TypeNames.Contains(name) && !_scope.TryFind("google", out _, out _) ? name : null;
    }

    private BoundNode BindIndex(IndexSyntax index)
    {
        var (operand, type) = Bind(index.Operand);
        var (key, keyType) = Bind(index.Key);
        var node = new IndexNode(operand, key, index.Start);
        return type.Kind switch
        {
            CelTypeKind.Dyn => new(node, CelType.Dyn),
            CelTypeKind.List when keyType.IsDyn || keyType.Kind is CelTypeKind.Int or CelTypeKind.Uint => new(node, type.Element!),
            CelTypeKind.List => Fail(index.Start, $"a list's index must be an int: found {keyType}"),
            CelTypeKind.Map when keyType.IsComparableWith(type.Key!) => new(node, type.Element!),
            CelTypeKind.Map => Fail(index.Start, $"the keys of {type} are {type.Key}: found {keyType}"),
            _ => Fail(index.Start, $"{type} has no elements: expected a list or a map"),
        };
    }

    private BoundNode BindCall(CallSyntax call)
    {
        var arguments = new List<BoundNode>();
        if (call.Target is not null)
        {
            arguments.Add(Bind(call.Target));
        }

        foreach (var argument in call.Arguments)
        {
            arguments.Add(Bind(argument));
        }

        return _calls.Bind(call, arguments);
    }

    private BoundNode BindList(ListSyntax list)
    {
        var (nodes, type) = BindAll(list.Elements);
        return new(new ListNode(nodes), CelType.ListOf(type));
    }

    private BoundNode BindMap(MapSyntax map)
    {
        var (keys, keyType) = BindAll(map.Keys);
        var (values, valueType) = BindAll(map.Values);
        return keyType.Kind is CelTypeKind.Dyn or CelTypeKind.String or CelTypeKind.Int or CelTypeKind.Uint or CelTypeKind.Bool
            ? new(new MapNode(keys, values, map.Start), CelType.MapOf(keyType, valueType))
            : Fail(map.Start, $"{keyType} cannot be a key: expected string, int, uint or bool");
    }

    // Elements of one type make a list of that type, others a list of any.
    private (CelNode[] Nodes, CelType Type) BindAll(ImmutableArray<CelSyntax> elements)
    {
        var nodes = new CelNode[elements.Length];
        CelType? joined = null;
        for (var i = 0; i < nodes.Length; i++)
        {
            (nodes[i], var type) = Bind(elements[i]);
            joined = joined is null ? type : joined.Join(type) ?? CelType.Dyn;
        }

        return (nodes, joined ?? CelType.Dyn);
    }

    private BoundNode BindUnary(UnarySyntax unary)
    {
        var (operand, type) = Bind(unary.Operand);
        if (unary.IsNot)
        {
            return type.Kind is CelTypeKind.Dyn or CelTypeKind.Bool
                ? new(new NotNode(operand, unary.Start), CelType.Bool)
                : Fail(unary.Start, $"`!` takes a bool: found {type}");
        }

        return type.Kind is CelTypeKind.Dyn or CelTypeKind.Int or CelTypeKind.Double
            ? new(new NegateNode(operand, unary.Start), type)
            : Fail(unary.Start, $"`-` takes an int or a double: found {type}");
    }

    private BoundNode BindBinary(BinarySyntax binary)
    {
        var (left, leftType) = Bind(binary.Left);
        var (right, rightType) = Bind(binary.Right);
        var type = OperatorTypes.Result(binary.Operator, leftType, rightType);
        if (type is null)
        {
            return Fail(binary.Start, OperatorTypes.Explain(binary.Operator, leftType, rightType));
        }

        CelNode node = binary.Operator switch
        {
            BinaryOperator.Equal or BinaryOperator.NotEqual => new EqualNode(binary.Operator == BinaryOperator.NotEqual, left, right),
            BinaryOperator.In => new InNode(left, right, binary.Start),
            <= BinaryOperator.Modulo => new ArithmeticNode(binary.Operator, left, right, binary.Start),
            _ => new OrderNode(binary.Operator, left, right, binary.Start),
        };
        return new(node, type);
    }

    private BoundNode BindLogic(LogicSyntax logic)
    {
        var nodes = new CelNode[logic.Operands.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = BindBool(logic.Operands[i], logic.IsAnd ? "an operand of `&&`" : "an operand of `||`");
        }

        return new(new LogicNode(logic.IsAnd, nodes, logic.Start), CelType.Bool);
    }

    private BoundNode BindConditional(ConditionalSyntax conditional)
    {
        var condition = BindBool(conditional.Condition, "the condition before `?`");
        var (then, thenType) = Bind(conditional.Then);
        var (otherwise, otherwiseType) = Bind(conditional.Otherwise);
        var node = new ConditionalNode(condition, then, otherwise, conditional.Start);
        return thenType.Join(otherwiseType) is { } type
            ? new(node, type)
            : Fail(conditional.Start, $"both values of a condition must have one type: found {thenType} and {otherwiseType}");
    }

    private BoundNode BindMacro(MacroSyntax macro)
    {
        var (range, rangeType) = Bind(macro.Range);
        CelType element;
        switch (rangeType.Kind)
        {
            case CelTypeKind.Dyn:
                element = CelType.Dyn;
                break;
            case CelTypeKind.List:
                element = rangeType.Element!;
                break;
            case CelTypeKind.Map:
                element = rangeType.Key!;
                break;
            default:
                return Fail(macro.Start, $"a macro walks a list or a map: found {rangeType}");
        }

        var before = _nodes;
        var slot = _scope.Enter(macro.Variable, element);
        var condition = macro.Condition is null ? null : BindBool(macro.Condition, "the condition of a macro");
        var transform = macro.Transform is null ? default(BoundNode?) : Bind(macro.Transform);
        _scope.Leave();
        var steps = 1 + _nodes - before;
        return macro.Kind switch
        {
            MacroKind.All or MacroKind.Exists =>
                new(new QuantifierNode(macro.Kind == MacroKind.All, range, slot, condition!, steps, macro.Start), CelType.Bool),
            MacroKind.ExistsOne => new(new ExistsOneNode(range, slot, condition!, steps, macro.Start), CelType.Bool),
            _ => new(
                new CollectNode(range, slot, condition, transform?.Node, steps, macro.Start),
                CelType.ListOf(transform?.Type ?? element)),
        };
    }

    private CelNode BindBool(CelSyntax syntax, string what)
    {
        var (node, type) = Bind(syntax);
        return type.Kind is CelTypeKind.Bool or CelTypeKind.Dyn ? node : Fail(syntax.Start, $"{what} must be a bool: found {type}").Node;
    }

    private BoundNode Fail(int offset, string message)
    {
        _errors.Add((offset, message));
        return Broken;
    }
}
