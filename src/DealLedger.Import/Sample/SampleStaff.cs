namespace DealLedger.Import.Sample;

/// <summary>How a rep treats his deals, where it shows in the numbers.</summary>
internal enum SampleHabit
{
    None,
    SerialPusher,
    Sandbagger,
    Optimist,
}

/// <summary>A rep with his team, his market and his time at the company.</summary>
internal sealed record SampleRep(
    SampleUser User, int Number, int Team, SampleUser Manager, SampleSegment Segment, SampleHabit Habit, DateOnly? Joins, DateOnly? Leaves)
{
    public string Id => User.Id;

    /// <summary>Someone who leaves in the morning of a day no longer works on that day.</summary>
    public bool WorksOn(DateOnly day) => !(day < Joins) && !(day >= Leaves);
}

/// <summary>The sales organisation: a head, six teams with their managers, forty reps.</summary>
internal sealed class SampleStaff
{
    public const int Reps = 40;

    private const int Pusher = 16;
    private const int Sandbagger = 9;
    private const int Optimist = 24;
    private const int Leaver = 30;
    private const int Newcomer = 36;

    private static readonly (string Name, SampleSegment Segment)[] Teams =
    [
        ("Enterprise North", SampleSegment.Enterprise),
        ("Enterprise South", SampleSegment.Enterprise),
        ("Mid-Market East", SampleSegment.MidMarket),
        ("Mid-Market West", SampleSegment.MidMarket),
        ("SMB One", SampleSegment.Smb),
        ("SMB Two", SampleSegment.Smb),
    ];

    private readonly List<SampleRep> reps = [];
    private readonly List<SampleRep> byShare = [];

    public SampleStaff(SampleIds ids, int seed, DateOnly start, DateOnly until)
    {
        var people = new People(ids, seed);
        int days = until.DayNumber - start.DayNumber;
        DateOnly leaves = SampleCalendar.MondayOf(start.AddDays(days * 3 / 5));
        DateOnly joins = SampleCalendar.MondayOf(start.AddDays(days / 2));

        SampleUser head = people.Hire("VP Sales", "Sales", null);
        SampleUser[] managers = [.. Teams.Select(team => people.Hire("Sales Manager", team.Name, head.Id))];
        for (int number = 0; number < Reps; number++)
        {
            int team = number * Teams.Length / Reps;
            SampleUser user = people.Hire("Account Executive", Teams[team].Name, managers[team].Id, isActive: number != Leaver);
            SampleHabit habit = number switch
            {
                Pusher => SampleHabit.SerialPusher,
                Sandbagger => SampleHabit.Sandbagger,
                Optimist => SampleHabit.Optimist,
                _ => SampleHabit.None,
            };
            DateOnly? from = number == Newcomer ? joins : null;
            DateOnly? to = number == Leaver ? leaves : null;
            reps.Add(new(user, number, team, managers[team], Teams[team].Segment, habit, from, to));
        }

        Users = people.Hired;
        Habits = new(reps[Pusher].Id, reps[Sandbagger].Id, reps[Optimist].Id, reps[Leaver].Id, reps[Newcomer].Id, leaves, joins);
        byShare.AddRange(reps.SelectMany(rep => Enumerable.Repeat(rep, rep.Segment.Share)));
    }

    public IReadOnlyList<SampleUser> Users { get; }

    public SampleHabits Habits { get; }

    /// <summary>The reps in the order of their numbers.</summary>
    public IReadOnlyList<SampleRep> All => reps;

    /// <summary>Who stands at the top.</summary>
    public SampleUser Head => Users[0];

    /// <summary>Those who lead the teams, in the order of the teams.</summary>
    public IReadOnlyList<SampleUser> Managers => [.. Users.Skip(1).Take(Teams.Length)];

    public SampleRep this[int number] => reps[number];

    /// <summary>The rep who takes a new deal on that day.</summary>
    public SampleRep OwnerFor(DateOnly day, SampleRandom random)
    {
        SampleRep rep = random.Pick(byShare);
        return rep.WorksOn(day) ? rep : Colleague(rep, day, random);
    }

    /// <summary>Another rep who works on that day, mostly of the same team.</summary>
    public SampleRep Colleague(SampleRep rep, DateOnly day, SampleRandom random)
    {
        bool sameTeam = random.Chance(850);
        return random.Pick(reps.FindAll(other => other != rep && other.WorksOn(day) && (!sameTeam || other.Team == rep.Team)));
    }

    /// <summary>Names the people, in an order of the seed's.</summary>
    private sealed class People
    {
        private readonly SampleIds ids;
        private readonly List<string> firstNames;
        private readonly List<string> lastNames;

        public People(SampleIds ids, int seed)
        {
            this.ids = ids;
            var random = SampleRandom.For(seed, SampleRandom.Purpose.People, 0);
            firstNames = Shuffled(SampleNames.FirstNames, random);
            lastNames = Shuffled(SampleNames.LastNames, random);
        }

        public List<SampleUser> Hired { get; } = [];

        public SampleUser Hire(string title, string department, string? managerId, bool isActive = true)
        {
            string first = firstNames[Hired.Count];
            string last = lastNames[Hired.Count];
            string mailbox = string.Concat($"{first}.{last}".ToLowerInvariant().Where(character => character != '\''));
            var user = new SampleUser(
                ids.User(Hired.Count + 1), first, last, $"{mailbox}@lumenfield.example", title, department, managerId, isActive);
            Hired.Add(user);
            return user;
        }

        private static List<string> Shuffled(IReadOnlyList<string> names, SampleRandom random)
        {
            List<string> shuffled = [.. names];
            for (int last = shuffled.Count - 1; last > 0; last--)
            {
                int other = random.Below(last + 1);
                (shuffled[last], shuffled[other]) = (shuffled[other], shuffled[last]);
            }

            return shuffled;
        }
    }
}
