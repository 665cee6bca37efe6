using System.CommandLine;
using Panthera.Cli.Output;
using Panthera.Files;

namespace Panthera.Cli.Commands;

/// <summary>`panthera put`.</summary>
internal sealed class PutCommand : PantheraCommand
{
    private readonly Argument<string> _path = Parameters.Path(description: "the path to write");

    private readonly Argument<string> _file = new("file") { Description = "the file to take the bytes from; - for standard input", DefaultValueFactory = static _ => "-" };

    private readonly Option<bool> _createOnly = new("--create-only") { Description = "refuse if the path exists already" };

    private readonly Option<bool> _parents = new("--parents", "-p") { Description = "make missing directories on the way" };

    private readonly Option<string?> _ifMatch = Parameters.IfMatch();

    internal PutCommand(Terminal terminal)
        : base(terminal, "put", "Writes a file, from a file of this machine or standard input.", "put /docs/plan.md plan.md --data ./data", "echo hello | panthera put /hello.txt --data ./data")
    {
        Add(_path);
        Add(_file);
        Add(_createOnly);
        Add(_parents);
        Add(_ifMatch);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var options = new WriteOptions { CreateOnly = context.Get(_createOnly), IfMatch = context.Get(_ifMatch), CreateParents = context.Get(_parents) };
        if (options is { CreateOnly: true, IfMatch: not null }) throw new UsageException("`--create-only` and `--if-match` exclude each other");
        var file = context.Get(_file);
        await using var content = file == "-" ? context.Terminal.RawIn : Open(file);
        await using var client = await context.OpenClientAsync(cancellationToken);
        var result = (await client.WriteAsync(context.Get(_path), content, options, cancellationToken)).Value;
        if (context.Writer.IsJson) context.Writer.Json(json => Documents.Written(json, result));
        else context.Writer.Line($"{(result.Created ? "created" : "wrote")} {result.Entry.Path} ({Numbers.Size(result.Entry.SizeBytes)}, version {result.Entry.Version})");
        return ExitCodes.Done;
    }

    private static FileStream Open(string file)
    {
        if (Directory.Exists(file)) throw new UsageException($"`{file}` is a directory; `panthera import` takes whole directories");
        if (!File.Exists(file)) throw new UsageException($"there is no file `{file}` on this machine");
        return new FileStream(file, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous });
    }
}
