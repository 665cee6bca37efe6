using System.CommandLine;
using System.Text.Json;
using Panthera.Cli.Bench;
using Panthera.Cli.Output;

namespace Panthera.Cli.Commands;

/// <summary>`panthera bench`.</summary>
internal sealed class BenchCommand : PantheraCommand
{
    private readonly Argument<string> _name = new("name") { Description = "the benchmark; `list` names them" };

    private readonly Option<int> _seed = new("--seed") { HelpName = "N", Description = "where all randomness begins", DefaultValueFactory = static _ => 1 };

    private readonly Option<double> _seconds = new("--seconds") { HelpName = "S", Description = "how long each timed part may take", DefaultValueFactory = static _ => 5 };

    private readonly Option<string?> _source = new("--source") { HelpName = "DIR", Description = "real files to import; the .NET installation's and its packages' by default" };

    private readonly Option<string?> _paths = new("--paths") { HelpName = "FILE", Description = "real paths for `metadata`: a path, a tab and its owner a line" };

    private readonly Option<string[]> _size = new("--size") { HelpName = "NAME=N", Description = "another size of the data than the benchmark's own; may be repeated" };

    private readonly Option<string[]> _part = new("--part") { HelpName = "NAME", Description = "only this part of a benchmark that has several; may be repeated" };

    private readonly Option<string?> _redis = new("--redis")
    {
        HelpName = "ADDRESS",
        Description = "with `metadata`: the same paths in Redis beside; a running, empty server's HOST:PORT or socket, or none to start `redis-server`",
        Arity = ArgumentArity.ZeroOrOne,
    };

    internal BenchCommand(Terminal terminal)
        : base(terminal, "bench", "Measures, on data made from a seed.", "bench list", "bench smoke --json --seconds 5")
    {
        Add(_name);
        Add(_seed);
        Add(_seconds);
        Add(_source);
        Add(_paths);
        Add(_size);
        Add(_part);
        Add(_redis);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Get(_name);
        if (name == "list") return List(context.Writer);
        var benchmark = Benchmarks.All.FirstOrDefault(known => known.Name == name) ?? throw Unknown(name);
        var bench = new BenchContext(Sizes(context, benchmark), context.Get(_seed), Duration(context), Source(context), what => Progress(context, what))
        {
            Paths = Paths(context),
            Parts = Parts(context, benchmark),
            HasRedis = context.Has(_redis),
            RedisAddress = context.Get(_redis),
        };
        await benchmark.RunAsync(bench, cancellationToken);
        if (context.Writer.IsJson) context.Writer.Json(json => Document(json, benchmark, bench));
        else Show(context.Writer, benchmark, bench);
        return ExitCodes.Done;
    }

    private static int List(Writer writer)
    {
        var table = Tables.Create(writer, "benchmark", "what it measures");
        foreach (var benchmark in Benchmarks.All)
        {
            table.Row(benchmark.Name, benchmark.Summary);
            if (!writer.IsJson) continue;
            writer.Json(json =>
            {
                json.WriteString("bench", benchmark.Name);
                json.WriteString("summary", benchmark.Summary);
            });
        }

        if (!writer.IsJson) writer.Draw(table);
        return ExitCodes.Done;
    }

    private Dictionary<string, long> Sizes(CommandContext context, IBenchmark benchmark)
    {
        var sizes = new Dictionary<string, long>(benchmark.Sizes);
        foreach (var text in context.Get(_size) ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !sizes.ContainsKey(text[..equals]) || !int.TryParse(text.AsSpan(equals + 1), out var value) || value < 1)
                throw new UsageException($"`--size {text}`: write NAME=N, where NAME is one of {string.Join(", ", sizes.Keys)}");
            sizes[text[..equals]] = value;
        }

        return sizes;
    }

    private string[] Parts(CommandContext context, IBenchmark benchmark)
    {
        var parts = context.Get(_part) ?? [];
        foreach (var part in parts)
        {
            if (benchmark.Parts.Contains(part)) continue;
            throw new UsageException(benchmark.Parts.Count == 0
                ? $"`bench {benchmark.Name}` has no parts; leave `--part {part}` out"
                : $"`bench {benchmark.Name}` has no part `{part}`; it has {string.Join(", ", benchmark.Parts)}");
        }

        return parts;
    }

    private TimeSpan Duration(CommandContext context) => context.Get(_seconds) is var seconds and > 0 and <= 3600
        ? TimeSpan.FromSeconds(seconds)
        : throw new UsageException($"`--seconds {context.Get(_seconds)}` is not between 0 and 3600");

    private string? Paths(CommandContext context) => context.Get(_paths) is not { } paths || File.Exists(paths)
        ? context.Get(_paths)
        : throw new UsageException($"there is no file `{paths}` on this machine");

    private string? Source(CommandContext context) => context.Get(_source) is not { } source || Directory.Exists(source)
        ? context.Get(_source)
        : throw new UsageException($"there is no directory `{source}` on this machine");

    private static UsageException Unknown(string name)
    {
        var nearest = WrongUsage.Nearest(name, Benchmarks.All.Select(static known => known.Name).Append("list"));
        return new($"there is no benchmark `{name}`{(nearest is null ? "" : $"; did you mean `{nearest}`?")}; `panthera bench list` names them");
    }

    private static void Progress(CommandContext context, string what)
    {
        if (context.Terminal.CanDrawProgress && !context.Writer.IsJson) context.Terminal.Error.WriteLine($"… {what}");
    }

    private static void Show(Writer writer, IBenchmark benchmark, BenchContext bench)
    {
        writer.Line($"{benchmark.Name}, panthera {Machine.Version}, seed {bench.Seed}; {string.Join(", ", bench.Sizes.Select(static size => $"{Numbers.Count(size.Value)} {size.Key}"))}");
        writer.Line(Machine.Describe());
        var table = Tables.Create(writer, "metric", "value>", "how");
        foreach (var result in bench.Results) table.Row(result.Metric, BenchContext.Shown(result), result.Note);
        writer.Draw(table);
    }

    private static void Document(Utf8JsonWriter json, IBenchmark benchmark, BenchContext bench)
    {
        json.WriteString("bench", benchmark.Name);
        json.WriteString("version", Machine.Version);
        json.WriteNumber("seed", bench.Seed);
        json.WriteString("machine", Machine.Describe());
        json.WriteStartObject("sizes");
        foreach (var (name, value) in bench.Sizes) json.WriteNumber(name, value);
        json.WriteEndObject();
        json.WriteStartArray("results");
        foreach (var result in bench.Results)
        {
            json.WriteStartObject();
            json.WriteString("metric", result.Metric);
            json.WriteNumber("value", Math.Round(result.Value, 4));
            json.WriteString("unit", result.Unit);
            json.WriteString("note", result.Note);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
