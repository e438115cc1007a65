namespace DealLedger.Import.Sample;

/// <summary>What is to happen to a deal, noted in any order and played in the order of time.</summary>
internal sealed class DealAgenda(SampleRandom random)
{
    private readonly List<(DateTimeOffset At, int Order, Action<DateTimeOffset> Happen)> entries = [];

    public void On(DateOnly day, Action<DateTimeOffset> happen) => At(SampleCalendar.Moment(day, random), happen);

    public void At(DateTimeOffset at, Action<DateTimeOffset> happen) => entries.Add((at, entries.Count, happen));

    /// <summary>Lets everything happen that falls into the time up to and including the end.</summary>
    public void Play(DateTimeOffset end)
    {
        entries.Sort((one, other) => (one.At, one.Order).CompareTo((other.At, other.Order)));
        foreach ((DateTimeOffset at, _, Action<DateTimeOffset> happen) in entries)
        {
            if (at > end)
            {
                return;
            }

            happen(at);
        }
    }
}
