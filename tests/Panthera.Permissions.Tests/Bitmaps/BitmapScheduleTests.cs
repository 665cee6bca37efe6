namespace Panthera.Permissions.Tests.Bitmaps;

/// <summary>One bitmap under every order in which commits, fills, rebuilding and reads can come: whatever it answers is so at the reader's revision.</summary>
public sealed class BitmapScheduleTests
{
    public static TheoryData<string> Changes => [.. Enum.GetNames<BitmapModel.Change>()];

    public static TheoryData<string> Faults => [.. Enum.GetNames<BitmapModel.Fault>().Where(name => name != nameof(BitmapModel.Fault.None))];

    [Theory]
    [MemberData(nameof(Changes))]
    [Trait("Hazard", "H01")]
    [Trait("Hazard", "H02")]
    [Trait("Hazard", "H06")]
    [Trait("Hazard", "H09")]
    public void A_bitmap_answers_as_the_readers_revision_has_it_in_every_schedule(string change)
    {
        var (answers, wrong) = RunAll(Enum.Parse<BitmapModel.Change>(change), BitmapModel.Fault.None);
        Assert.Equal(0, wrong);
        Assert.True(answers > 1000, $"{answers} answers");
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void The_schedules_find_out_whoever_does_it_in_another_order(string fault)
    {
        var (_, wrong) = RunAll(BitmapModel.Change.GrantOnFile, Enum.Parse<BitmapModel.Fault>(fault));
        Assert.NotEqual(0, wrong);
    }

    private static (int Answers, int Wrong) RunAll(BitmapModel.Change change, BitmapModel.Fault fault)
    {
        var (answers, wrong) = (0, 0);
        foreach (var schedule in Schedules.Of(4, 3, 2, 3))
        {
            var model = new BitmapModel(change, fault);
            Action[][] actors = [model.Writer(), model.Filler(), model.Builder(), model.Reader()];
            var done = new int[actors.Length];
            foreach (var actor in schedule) actors[actor][done[actor]++]();
            answers += model.Answers;
            wrong += model.WrongAnswers;
        }

        return (answers, wrong);
    }
}
