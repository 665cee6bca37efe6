using System.Diagnostics;
using Panthera.Files;
using Panthera.Permissions;
using Panthera.Permissions.Graph;

namespace Panthera.Cli.Demo;

/// <summary>Measures random checks: any person, any file that was imported, by its path as it is now.</summary>
internal sealed class CheckMeasurement(FileStore files, DemoPlan plan, int count)
{
    // The compiler's tiers settle within this many calls; what it measures before is the compiler.
    private const int WarmUp = 30_000;

    internal void Run(DemoCosts costs, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        var paths = Array.ConvertAll(plan.Files, Now);
        Check(random, paths, WarmUp, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        costs.Allowed = Check(random, paths, count, cancellationToken);
        costs.CheckTime = Stopwatch.GetElapsedTime(started);
        costs.Checks = count;
    }

    private long Check(Random random, FilePath[] paths, int times, CancellationToken cancellationToken)
    {
        var allowed = 0L;
        SubjectReference[] people = People.All;
        for (var i = 0; i < times; i++)
        {
            if (i % 1024 == 0) cancellationToken.ThrowIfCancellationRequested();
            var answer = files.Check(Caller.Operator, people[random.Next(people.Length)], "read", paths[random.Next(paths.Length)]);
            if (answer.Value.Decision == Decision.Allowed) allowed++;
        }

        return allowed;
    }

    private FilePath Now(FilePath file) => file.IsWithin(plan.Moved) ? plan.MovedTo + file.ToString()[plan.Moved.ToString().Length..] : file;
}
