namespace Panthera.Permissions.Tests.Caching;

/// <summary>The protocol of the clock under every order of the steps of a writer, of one who keeps an answer, and of one who is served it.</summary>
public sealed class ChangeClockScheduleTests
{
    public static TheoryData<ClockMistake> Mistakes() => [.. Enum.GetValues<ClockMistake>().Where(mistake => mistake != ClockMistake.None)];

    [Fact]
    [Trait("Hazard", "H09")]
    [Trait("Hazard", "H10")]
    public void No_order_of_commits_fills_and_reads_serves_an_answer_that_is_wrong_at_the_readers_revision()
    {
        var (wrong, served, schedules) = Play(ClockMistake.None);
        Assert.Equal(0, wrong);
        Assert.True(schedules > 3_000_000, $"{schedules} schedules");

        // A clock that never lets anything be served would be right as well.
        Assert.True(served > 100_000, $"{served} of {schedules} were served");
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Each_order_that_the_protocol_forbids_serves_a_wrong_answer_somewhere(ClockMistake mistake) =>
        Assert.NotEqual(0, Play(mistake, stopsAtFirst: true).Wrong);

    private static (int Wrong, int Served, int Schedules) Play(ClockMistake mistake, bool stopsAtFirst = false)
    {
        var play = new Played(mistake, stopsAtFirst);
        for (var first = 0; first < 4; first++)
        {
            for (var second = 0; second < 4; second++) play.All([first, second]);
        }

        return (play.Wrong, play.Served, play.Schedules);
    }

    private sealed class Played(ClockMistake mistake, bool stopsAtFirst)
    {
        private readonly byte[] _order = new byte[(2 * ClockSchedule.StepsOfCommit) + ClockSchedule.FillSteps + ClockSchedule.ReadSteps];
        private int[] _touched = [];

        internal int Wrong { get; private set; }

        internal int Served { get; private set; }

        internal int Schedules { get; private set; }

        internal void All(int[] touched)
        {
            _touched = touched;
            Shuffle(0, touched.Length * ClockSchedule.StepsOfCommit, ClockSchedule.FillSteps, ClockSchedule.ReadSteps);
        }

        // Every way to shuffle the three together, each one's own steps in order.
        private void Shuffle(int at, int writing, int filling, int reading)
        {
            if (stopsAtFirst && Wrong > 0) return;
            if (at == _order.Length)
            {
                PlayOrder();
                return;
            }

            if (writing > 0)
            {
                _order[at] = 0;
                Shuffle(at + 1, writing - 1, filling, reading);
            }

            if (filling > 0)
            {
                _order[at] = 1;
                Shuffle(at + 1, writing, filling - 1, reading);
            }

            if (reading == 0) return;
            _order[at] = 2;
            Shuffle(at + 1, writing, filling, reading - 1);
        }

        private void PlayOrder()
        {
            var schedule = new ClockSchedule(_touched, mistake);
            foreach (var actor in _order)
            {
                if (actor == 0) schedule.Write();
                else if (actor == 1) schedule.Fill();
                else schedule.Read();
            }

            Schedules++;
            var (wasServed, isRight) = schedule.Outcome;
            if (wasServed) Served++;
            if (!isRight) Wrong++;
        }
    }
}
