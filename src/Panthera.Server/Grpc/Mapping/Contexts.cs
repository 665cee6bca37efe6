using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Panthera.Permissions.Caveats;
using Panthera.Server.Grpc.Errors;

namespace Panthera.Server.Grpc.Mapping;

/// <summary>Contexts of caveats as protobuf structs, and back.</summary>
internal static class Contexts
{
    /// <summary>Reads the context that a question brings along.</summary>
    /// <param name="wire">The struct; null for none.</param>
    /// <param name="maxBytes">The limit on its JSON text.</param>
    internal static CaveatContext? ToRequestContext(this Struct? wire, int maxBytes)
    {
        if (wire is null || wire.Fields.Count == 0) return null;
        var context = ToContext(wire, "context");
        return context.SizeBytes <= maxBytes
            ? context
            : throw WireErrors.Invalid($"`context` has {context.SizeBytes} bytes as JSON; at most {maxBytes} come with a request");
    }

    /// <summary>Reads a struct.</summary>
    /// <param name="wire">The struct.</param>
    /// <param name="field">What an error calls it.</param>
    internal static CaveatContext ToContext(this Struct wire, string field)
    {
        try
        {
            return Read(wire, 0);
        }
        catch (ArgumentException exception)
        {
            // Numbers that JSON has not, halves of surrogate pairs, and nesting beyond the limit.
            throw WireErrors.Invalid($"`{field}` is no JSON object: {exception.Message}");
        }
    }

    internal static Struct ToStruct(this CaveatContext context)
    {
        var wire = new Struct();
        foreach (var (name, value) in context.Members) wire.Fields[name] = ToValue(value);
        return wire;
    }

    private static CaveatContext Read(Struct wire, int depth)
    {
        if (depth >= CaveatContext.MaxDepth) throw new ArgumentException($"it nests more than {CaveatContext.MaxDepth} levels");
        var members = wire.Fields.Select(field => KeyValuePair.Create(field.Key, Read(field.Value, depth + 1)));
        return CaveatContext.TryCreate(members, out var context, out var error) ? context : throw new ArgumentException(error);
    }

    private static ContextValue Read(Value value, int depth)
    {
        if (depth >= CaveatContext.MaxDepth) throw new ArgumentException($"it nests more than {CaveatContext.MaxDepth} levels");
        return value.KindCase switch
        {
            Value.KindOneofCase.BoolValue => ContextValue.FromBool(value.BoolValue),
            Value.KindOneofCase.NumberValue => ContextValue.FromNumber(value.NumberValue),
            Value.KindOneofCase.StringValue => ContextValue.FromString(value.StringValue),
            Value.KindOneofCase.ListValue => ContextValue.FromList([.. value.ListValue.Values.Select(item => Read(item, depth + 1))]),
            Value.KindOneofCase.StructValue => ContextValue.FromObject(Read(value.StructValue, depth + 1)),
            _ => ContextValue.Null,
        };
    }

    private static Value ToValue(ContextValue value) => value.Kind switch
    {
        ContextValueKind.Bool => Value.ForBool(value.AsBool()),
        ContextValueKind.Number => Value.ForNumber(value.AsNumber()),
        ContextValueKind.String => Value.ForString(value.AsString()),
        ContextValueKind.List => ToList(value.AsList()),
        ContextValueKind.Object => Value.ForStruct(ToStruct(value.AsObject())),
        _ => Value.ForNull(),
    };

    private static Value ToList(ImmutableArray<ContextValue> values)
    {
        var list = new Value[values.Length];
        for (var i = 0; i < list.Length; i++) list[i] = ToValue(values[i]);
        return Value.ForList(list);
    }
}
