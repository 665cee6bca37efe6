using System.Runtime.CompilerServices;
using Panthera.Files.Tree.Pages;

namespace Panthera.Files.Tests.Tree.Pages;

public sealed class PageArenaTests
{
    [Fact]
    public void Pages_come_back_when_the_last_version_that_sees_them_is_gone()
    {
        var arena = new PageArena();
        var (newest, array) = Churn(arena, rounds: 50);
        Collect(arena, newest);
        Assert.True(arena.UsedPages <= 4, $"{arena.UsedPages} pages");
        Assert.Equal(0, arena.SupersededPages);
        Assert.Equal(49UL, array.Get(arena, 0));
        GC.KeepAlive(newest);
    }

    [Fact]
    public void A_version_that_is_held_long_costs_what_it_sees_and_not_what_came_after()
    {
        var arena = new PageArena();
        var (held, before) = Churn(arena, rounds: 1);
        var newest = held;
        var array = before;
        for (var i = 1; i <= 200; i++)
        {
            Step(arena, ref newest, ref array, (ulong)i);
            if (i % 50 == 0) GC.Collect();
        }

        Collect(arena, newest);
        Assert.True(arena.UsedPages <= 8, $"{arena.UsedPages} pages");
        Assert.Equal(0UL, before.Get(arena, 0));
        Assert.Equal(200UL, array.Get(arena, 0));
        GC.KeepAlive(held);
        GC.KeepAlive(newest);
    }

    [Fact]
    public void An_abandoned_version_gives_its_pages_back_and_takes_none()
    {
        var arena = new PageArena();
        var (newest, array) = Churn(arena, rounds: 3);
        Collect(arena, newest);
        var used = arena.UsedPages;
        Abandon(arena, newest, array);
        Assert.True(arena.UsedPages > used);
        Collect(arena, newest);
        Assert.Equal(used, arena.UsedPages);
        Assert.Equal(2UL, array.Get(arena, 0));
        Assert.Equal(used, arena.CurrentPages);
        GC.KeepAlive(newest);
    }

    [Fact]
    public void A_version_built_on_one_that_is_not_published_publishes_that_first()
    {
        var arena = new PageArena();
        var first = arena.Begin(null, null, isLoad: false);
        PagedArray<ulong> array = default;
        array.Edit(first, 5) = 1;
        var held = array;
        var second = arena.Begin(null, first, isLoad: false);
        array.Edit(second, 5) = 2;
        arena.Publish(second);
        Assert.Equal(1UL, held.Get(arena, 5));
        Assert.Equal(2UL, array.Get(arena, 5));
        Assert.True(arena.SupersededPages > 0);
        GC.KeepAlive(first);
        GC.KeepAlive(second);
    }

    [Fact]
    public void The_memory_of_many_free_pages_goes_back_to_the_system_and_is_good_again()
    {
        var arena = new PageArena();
        var (newest, array) = Churn(arena, rounds: 1);
        Collect(arena, newest);
        for (uint i = 0; i < 8; i++) Abandon(arena, newest, array, pages: 8000);
        Collect(arena, newest);
        // Of the 64 MiB that were used: what lives, and up to 16 MiB that came free since the memory was last given back.
        Assert.True(arena.ReservedBytes < 24 << 20, $"{arena.ReservedBytes} bytes");

        var version = arena.Begin(null, newest, isLoad: false);
        for (uint i = 0; i < 20_000; i++) array.Edit(version, i * 128) = i + 1;
        for (uint i = 0; i < 20_000; i++) Assert.Equal(i + 1UL, array.Get(arena, i * 128));
        Assert.True(arena.ReservedBytes >= 20_000L * PageArena.PageBytes);
        GC.KeepAlive(version);
    }

    [Fact]
    public void An_array_reads_zero_where_nothing_was_set_and_grows_to_any_index()
    {
        var arena = new PageArena();
        var version = arena.Begin(null, null, isLoad: false);
        PagedArray<ulong> array = default;
        Assert.Equal(0UL, array.Get(arena, 7));
        uint[] indexes = [0, 127, 128, 40_000, 5_000_000, uint.MaxValue - 1];
        foreach (var index in indexes) array.Edit(version, index) = index + 1UL;
        foreach (var index in indexes)
        {
            Assert.Equal(index + 1UL, array.Get(arena, index));
            Assert.Equal(0UL, array.Get(arena, index ^ 3));
        }

        GC.KeepAlive(version);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (PageVersion Newest, PagedArray<ulong> Array) Churn(PageArena arena, int rounds)
    {
        PageVersion? newest = null;
        PagedArray<ulong> array = default;
        for (var i = 0; i < rounds; i++) Step(arena, ref newest!, ref array, (ulong)i);
        return (newest!, array);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Step(PageArena arena, ref PageVersion newest, ref PagedArray<ulong> array, ulong value)
    {
        var version = arena.Begin(null, newest, isLoad: false);
        array.Edit(version, 0) = value;
        array.Edit(version, 1000) = value;
        arena.Publish(version);
        newest = version;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon(PageArena arena, PageVersion newest, PagedArray<ulong> array, uint pages = 40)
    {
        var version = arena.Begin(null, newest, isLoad: false);
        for (uint i = 0; i < pages; i++) array.Edit(version, i * 128) = 77;
    }

    /// <summary>Has the collector find what is unreachable, and the arena look.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Collect(PageArena arena, PageVersion newest)
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            _ = arena.Begin(null, newest, isLoad: false);
        }
    }
}
