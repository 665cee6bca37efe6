using System.Diagnostics;
using Panthera.Files;
using Panthera.Permissions;
using Panthera.Permissions.Structure;
using Panthera.Storage;

namespace Panthera.Cli.Bench.Checks;

/// <summary>Looking up every file that a user can read: about a tenth of all.</summary>
internal sealed class LookupBenchmark : IBenchmark
{
    public string Name => "lookup";

    public string Summary => "all files that a user can read, about an eighth of them, streamed in order";

    public IReadOnlyDictionary<string, long> Sizes { get; } = new Dictionary<string, long>(PermissionData.Sizes) { ["rounds"] = 3 };

    public async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var data = await PermissionData.MakeAsync(context, cancellationToken);
        var reader = SubjectReference.Parse("user:reader");

        // What lies below one of the eight directories at the top, and a few below others.
        await data.ImportAsync([$"file:{data.IdOf(PermissionData.DirectoryPath(3))}#viewer@{reader}"], cancellationToken);
        await data.ImportAsync(Enumerable.Range(0, 100).Select(i => $"file:{data.IdOf(PermissionData.DirectoryPath(data.DirectoryCount / 2 + i))}#viewer@{reader}"), cancellationToken);
        context.Progress("looking up");
        var rates = new List<double>();
        long found = 0;
        for (var round = 0; round < context.Size("rounds"); round++)
        {
            var begun = Stopwatch.GetTimestamp();
            var question = new ResourceQuestion(FileIdText.TypeName, "read", reader);
            var stream = (await data.Tenant.Permissions.LookupResourcesAsync(Consistency.FullyConsistent, question, 0, null, cancellationToken)).Value;
            found = 0;
            foreach (var _ in stream.Results) found++;
            rates.Add(found / Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        rates.Sort();
        context.SetSize("found", found);
        context.Rate("lookup.rate", rates[rates.Count / 2], "resources found a second, with their ids as text; median of the rounds");
    }
}
