using CsCheck;
using Panthera.Files.Tree.Pages;

namespace Panthera.Files.Tests.Tree.Pages;

public sealed class InnerPageTests
{
    // Zeros among the bytes, and keys shorter than a head: what a head is filled up with.
    private static readonly Gen<byte[]> s_key = Gen.OneOf(Gen.Byte[0, 2].Array[0, 12], Gen.Byte.Array[1, 20], Gen.Byte[0, 1].Array[3].Select(static tail => (byte[])[9, 9, 9, 9, 9, 9, 9, .. tail]));

    [Fact]
    public void The_child_found_is_the_one_that_comparing_whole_keys_finds() =>
        Gen.Select(s_key.Array[0, 40], s_key.Array[20]).Sample(
            static (keys, sought) =>
            {
                var sorted = keys.Where(static key => key.Length > 0).Distinct(ByteArrays.Instance).Order(ByteArrays.Instance).ToArray();
                var page = new byte[PageArena.PageBytes];
                InnerPage.Clear(page);
                InnerPage.TryInsert(page, 0, default, 0);
                for (var i = 0; i < sorted.Length; i++) Assert.True(InnerPage.TryInsert(page, i + 1, sorted[i], (uint)i + 1));
                foreach (var key in sought.Concat(sorted))
                    Assert.Equal(sorted.Count(other => other.AsSpan().SequenceCompareTo(key) <= 0), InnerPage.Find(page, key));
            },
            iter: 500,
            threads: 1);

    private sealed class ByteArrays : IComparer<byte[]>, IEqualityComparer<byte[]>
    {
        internal static ByteArrays Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] bytes) => bytes.Length;
    }
}
