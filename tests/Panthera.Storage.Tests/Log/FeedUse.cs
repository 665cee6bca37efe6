using Panthera.Storage.Log;

namespace Panthera.Storage.Tests.Log;

internal static class FeedUse
{
    internal static async Task<List<Commit>> TakeAsync(CommitFeed feed, Revision after, int count)
    {
        List<Commit> taken = [];
        if (count == 0) return taken;
        await foreach (var commit in feed.ReadAsync(after, TestContext.Current.CancellationToken))
        {
            taken.Add(commit);
            if (taken.Count == count) break;
        }

        return taken;
    }
}
