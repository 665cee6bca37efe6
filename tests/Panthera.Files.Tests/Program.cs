using Panthera.Files.Tests.Tree.Images;

namespace Panthera.Files.Tests;

internal static class Program
{
    /// <summary>Runs the tests; or, as the child of a crash test, writes until it kills itself.</summary>
    private static async Task<int> Main(string[] args)
    {
        if (args is [ImageCrashWriter.Command, var directory, var notes, var seed])
        {
            await ImageCrashWriter.RunAsync(directory, notes, int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
            return 0;
        }

        return args.Contains("-automated") || args.Contains("@@")
            ? await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args)
            : await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
    }
}
