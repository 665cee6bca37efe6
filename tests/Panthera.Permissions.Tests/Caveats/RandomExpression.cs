namespace Panthera.Permissions.Tests.Caveats;

/// <summary>Makes random expressions that compile, over <see cref="Parameters"/>, and random contexts for them.</summary>
internal sealed class RandomExpression(int seed)
{
    public const string Parameters = "a bool, b bool, c bool, i int, j int, s string, l list<int>, m map<any>";

    private static readonly string[] Names = ["a", "b", "c", "i", "j", "s", "l", "m"];

    private readonly Random _random = new(seed);
    private int _macros;

    /// <summary>Makes an expression that is a bool.</summary>
    public string Condition(int depth) => depth == 0 ? Pick("a", "b", "c", "true", "false", "(m.x == 1)", "has(m.y)") : _random.Next(14) switch
    {
        0 or 1 => $"{Condition(depth - 1)} && {Condition(depth - 1)}",
        2 or 3 => $"({Condition(depth - 1)} || {Condition(depth - 1)})",
        4 => $"!({Condition(depth - 1)})",
        5 => $"({Condition(depth - 1)} ? {Condition(depth - 1)} : {Condition(depth - 1)})",
        6 or 7 => $"({Number(depth - 1)} {Pick("==", "!=", "<", "<=", ">", ">=")} {Number(depth - 1)})",
        8 => $"{Number(depth - 1)} in {List(depth - 1)}",
        9 or 10 => Macro(List(depth - 1), Pick("all", "exists", "exists_one"), depth),
        11 => $"{Text(depth - 1)}.{Pick("contains", "startsWith", "endsWith", "matches")}({Text(0)})",
        12 => $"{List(depth - 1)} == {List(depth - 1)}",
        _ => $"(m.{Pick("x", "y")} {Pick("==", "!=")} {Number(depth - 1)})",
    };

    /// <summary>Makes a context that gives every parameter, or each with a probability.</summary>
    public Dictionary<string, string> Values() => Names.ToDictionary(name => name, Value);

    public static string Json(IEnumerable<KeyValuePair<string, string>> values) =>
        $"{{{string.Join(", ", values.Select(value => $"\"{value.Key}\": {value.Value}"))}}}";

    public bool Flip() => _random.Next(2) == 0;

    private string Value(string name) => name switch
    {
        "i" or "j" => $"{_random.Next(-2, 3)}",
        "s" => Pick("\"\"", "\"ab\"", "\"b\""),
        "l" => $"[{string.Join(", ", Enumerable.Range(0, _random.Next(4)).Select(_ => _random.Next(-2, 3)))}]",
        "m" => Pick("{}", "{\"x\": 1}", "{\"x\": \"1\", \"y\": 2}"),
        _ => Flip() ? "true" : "false",
    };

    private string Number(int depth) => depth == 0 ? Pick("i", "j", "0", "1", "-2") : _random.Next(5) switch
    {
        0 => $"({Number(depth - 1)} {Pick("+", "-", "*", "/", "%")} {Number(depth - 1)})",
        1 => $"size({(Flip() ? List(depth - 1) : Text(depth - 1))})",
        2 => $"{List(depth - 1)}[{Number(depth - 1)}]",
        3 => $"({Condition(depth - 1)} ? {Number(depth - 1)} : {Number(depth - 1)})",
        _ => $"-({Number(depth - 1)})",
    };

    private string Text(int depth) => depth == 0 ? Pick("s", "'a'", "'b'", "''") : _random.Next(3) switch
    {
        0 => $"({Text(depth - 1)} + {Text(depth - 1)})",
        1 => $"string({Number(depth - 1)})",
        _ => $"({Condition(depth - 1)} ? {Text(depth - 1)} : {Text(depth - 1)})",
    };

    private string List(int depth) => depth == 0 ? Pick("l", "[1, 2]", "[0]") : _random.Next(4) switch
    {
        0 => $"[{Number(depth - 1)}, {Number(depth - 1)}]",
        1 => $"({List(depth - 1)} + {List(depth - 1)})",
        2 => Macro(List(depth - 1), "filter", depth),
        _ => $"{List(depth - 1)}.map(v{++_macros}, v{_macros} + {Number(depth - 1)})",
    };

    private string Macro(string range, string macro, int depth)
    {
        var variable = $"v{++_macros}";
        return $"{range}.{macro}({variable}, ({variable} {Pick("<", ">=", "!=")} {Number(depth - 1)}) {Pick("&&", "||")} {Condition(depth - 1)})";
    }

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];
}
