using System.Diagnostics;
using System.Text;

namespace Panthera.Cli.Bench.Tree.Redis;

/// <summary>The same paths in Redis, beside ours: bytes an entry, and the time to find a path.</summary>
internal static class RedisPart
{
    private const int MaxLookups = 20_000;

    internal static async Task RunAsync(BenchContext context, string file, TimeSpan limit)
    {
        context.Progress("the same paths in Redis");
        await using var server = await RedisServer.OpenAsync(context.RedisAddress);
        var version = server.Version();
        var (used, resident) = (server.Memory("used_memory"), server.Memory("used_memory_rss"));
        var tree = new RedisTree(server.Database);
        var begun = Stopwatch.GetTimestamp();
        var lines = tree.Import(File.ReadLines(file).Take(context.Size("paths")));
        context.Rate("redis.import.rate", tree.Entries / Stopwatch.GetElapsedTime(begun).TotalSeconds, $"entries, pipelined, Redis {version} without persistence, over a Unix socket unless told otherwise");
        context.Bytes("redis.bytes_per_entry", (server.Memory("used_memory") - used) / (double)tree.Entries, "`used_memory`, attributes and entries as JuiceFS keeps them, nothing of contents");
        context.Bytes("redis.rss_per_entry", (server.Memory("used_memory_rss") - resident) / (double)tree.Entries, "`used_memory_rss`");

        var paths = Sample(file, lines, new Random(context.Seed));
        var durations = new Durations(paths.Count);
        var names = 0L;
        begun = Stopwatch.GetTimestamp();
        foreach (var path in paths)
        {
            var each = Stopwatch.GetTimestamp();
            if (!tree.TryStat(path)) throw new InvalidOperationException("a path is not found in Redis");
            durations.AddSince(each);
            names += path.Length;
            if (Stopwatch.GetElapsedTime(begun) > limit) break;
        }

        context.Nanoseconds("redis.stat.p50", durations.Percentile(0.5), $"{durations.Count:n0} by random path: one HGET for each of {names / (double)durations.Count:f1} names and a GET, one after another");
        context.Nanoseconds("redis.stat.p99", durations.Percentile(0.99), "");
    }

    /// <summary>Picks lines evenly, and takes their paths apart.</summary>
    private static List<byte[][]> Sample(string file, int count, Random random)
    {
        var wanted = Math.Min(MaxLookups, count);
        List<byte[][]> paths = [];
        var left = count;
        foreach (var line in File.ReadLines(file).Take(count))
        {
            if (random.Next(left--) >= wanted - paths.Count) continue;
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab > 1 && line[tab - 1] != '/') paths.Add([.. line[1..tab].Split('/').Select(Encoding.UTF8.GetBytes)]);
            if (left == 0) break;
        }

        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(paths));
        return paths;
    }
}
