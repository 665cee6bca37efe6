using Microsoft.AspNetCore.Http;
using Panthera.Files;
using Panthera.Server.Http.Contracts;
using Panthera.Storage;

namespace Panthera.Server.Http.Endpoints;

/// <summary>Answers calls whose result is a change.</summary>
internal static class ChangeResponse
{
    internal static async Task AnswerAsync(ApiRequest request, string operation, Task<Outcome<ChangeResult>> change, int status = StatusCodes.Status200OK)
    {
        var outcome = await change.ConfigureAwait(false);
        if (!outcome.IsAccepted)
        {
            await request.RefuseAsync(outcome.Refusal).ConfigureAwait(false);
            return;
        }

        if (outcome.Value.Changed) request.Metrics.Committed(operation);
        request.Response.Headers[HeaderNames.ZedToken] = outcome.Value.Token.ToString();
        await JsonBodies.WriteAsync(request, status, outcome.Value.ToBody(), PantheraJson.Default.ChangeBody).ConfigureAwait(false);
    }
}
