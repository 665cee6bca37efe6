using Panthera.Permissions.Caveats;

namespace Panthera.Permissions.Tests.Caveats;

/// <summary>Compiles and evaluates expressions for tests; parameters are written as in a schema: <c>a int, m map&lt;any&gt;</c>.</summary>
internal static class Expression
{
    public static CaveatCompilation Compile(string expression, string parameters = "", CaveatLimits? limits = null) =>
        CaveatProgram.Compile("test", Parameters(parameters), expression, limits);

    public static CaveatOutcome Evaluate(string expression, string parameters = "", string? request = null, string? stored = null)
    {
        var compilation = Compile(expression, parameters);
        Assert.True(compilation.Succeeded, $"{expression}: {string.Join("; ", compilation.Errors)}");
        return compilation.Program.Evaluate(stored is null ? null : Context(stored), request is null ? null : Context(request));
    }

    public static CaveatContext Context(string json)
    {
        Assert.True(CaveatContext.TryParse(json, out var context, out var error), error);
        return context;
    }

    public static void IsTrue(string expression) => Assert.Equal("true", Evaluate(expression).ToString());

    public static void IsFalse(string expression) => Assert.Equal("false", Evaluate(expression).ToString());

    public static void Fails(string expression, string message)
    {
        var outcome = Evaluate(expression);
        Assert.Equal(CaveatOutcomeKind.Failed, outcome.Kind);
        Assert.Equal(CaveatFailureKind.Evaluation, outcome.FailureKind);
        Assert.Contains(message, outcome.Message, StringComparison.Ordinal);
    }

    public static void IsRefused(string expression, string message, string parameters = "")
    {
        var compilation = Compile(expression, parameters);
        Assert.False(compilation.Succeeded, $"`{expression}` compiled");
        Assert.Contains(compilation.Errors, error => error.ToString().Contains(message, StringComparison.Ordinal));
    }

    public static CaveatParameter[] Parameters(string text) =>
        [.. text.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(part => new CaveatParameter(part[..part.IndexOf(' ')], Type(part[(part.IndexOf(' ') + 1)..])))];

    private static CaveatType Type(string text)
    {
        var open = text.IndexOf('<');
        var argument = open < 0 ? null : Type(text[(open + 1)..^1]);
        Assert.True(CaveatType.TryResolve(open < 0 ? text : text[..open], argument, out var type, out var error), error);
        return type;
    }
}
