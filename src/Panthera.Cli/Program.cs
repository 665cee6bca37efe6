using Panthera.Cli;
using Panthera.Cli.Output;

return await CommandLine.RunAsync(args, Terminal.OfProcess(), CancellationToken.None);
