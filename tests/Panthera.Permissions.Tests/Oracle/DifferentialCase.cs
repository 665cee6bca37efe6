using System.IO.Compression;
using System.Text.Json;
using Panthera.Permissions.Caveats;
using Panthera.Permissions.Graph;

namespace Panthera.Permissions.Tests.Oracle;

/// <summary>A generated schema with relationships, and the answers that another engine of the same language gave.</summary>
internal sealed record DifferentialCase(int Number, string Schema, string[] Relationships, List<DifferentialCase.Round> Rounds)
{
    internal static IEnumerable<DifferentialCase> Read(string path)
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        for (var number = 1; lines.ReadLine() is { } line; number++)
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            yield return new(
                number,
                root.GetProperty("schema").GetString()!,
                [.. root.GetProperty("relationships").EnumerateArray().Select(item => item.GetString()!)],
                [.. root.GetProperty("rounds").EnumerateArray().Select(ReadRound)]);
        }
    }

    private static Round ReadRound(JsonElement round)
    {
        var context = round.GetProperty("context").ValueKind == JsonValueKind.Null ? null : TestTenant.Context(round.GetProperty("context").GetString()!);
        List<(CheckItem, Decision, string)> answers = [];
        foreach (var (name, decision) in ((string, Decision)[])[("yes", Decision.Allowed), ("no", Decision.Denied)])
            answers.AddRange(round.GetProperty(name).EnumerateArray().Select(item => (ReadItem(item.GetString()!, context), decision, "")));
        answers.AddRange(round.GetProperty("maybe").EnumerateObject().Select(pair => (ReadItem(pair.Name, context), Decision.Conditional, pair.Value.GetString()!)));
        Assert.Equal(0, round.GetProperty("error").GetArrayLength());
        return new(context, answers);
    }

    private static CheckItem ReadItem(string text, CaveatContext? context)
    {
        var asked = Relationship.Parse(text);
        return new(asked.Resource, asked.Relation, asked.Subject, context);
    }

    internal sealed record Round(CaveatContext? Context, List<(CheckItem Item, Decision Decision, string Missing)> Answers);
}
