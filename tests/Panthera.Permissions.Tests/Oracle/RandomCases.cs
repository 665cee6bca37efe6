using System.Globalization;
using System.Security.Cryptography;

namespace Panthera.Permissions.Tests.Oracle;

/// <summary>Runs a test over random cases; the first that fails is named by its seed, which <c>PANTHERA_SEED</c> runs again.</summary>
/// <remarks>A case is made from its seed alone, so there is nothing to shrink.</remarks>
internal static class RandomCases
{
    internal static async Task RunAsync(int count, Func<RandomCase, Task> test)
    {
        var chosen = Environment.GetEnvironmentVariable("PANTHERA_SEED");
        for (var i = 0; i < count; i++)
        {
            var seed = chosen is null ? RandomNumberGenerator.GetInt32(int.MaxValue) : int.Parse(chosen, CultureInfo.InvariantCulture);
            try
            {
                await test(new(seed));
            }
            catch (Exception exception)
            {
                Assert.Fail($"PANTHERA_SEED={seed}: {exception.Message}\n{exception.StackTrace}");
            }

            if (chosen is not null) return;
        }
    }
}
