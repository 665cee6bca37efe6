using Panthera.Server.Http;
using Panthera.Storage;

namespace Panthera.Server.Diagnostics;

/// <summary>The words for codes in metrics: those of the problems that they become.</summary>
internal static class CodeNames
{
    internal static string Of(RefusalCode code) => Problems.Of(code).Code;
}
