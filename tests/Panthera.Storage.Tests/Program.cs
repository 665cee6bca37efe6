using Panthera.Storage.Tests.Crash;

namespace Panthera.Storage.Tests;

internal static class Program
{
    /// <summary>Runs the tests; or, as the child of a crash test, writes until it is killed.</summary>
    private static async Task<int> Main(string[] args)
    {
        if (args is [CrashWriter.Command, var directory, var acknowledgements])
        {
            await CrashWriter.RunAsync(directory, acknowledgements);
            return 0;
        }

        return args.Contains("-automated") || args.Contains("@@")
            ? await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args)
            : await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
    }
}
