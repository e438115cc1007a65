namespace DealLedger.Import.Sample;

/// <summary>The course of one deal: its stages, pushes, closing, and what may come after.</summary>
internal sealed class DealStory
{
    private const int ManagerEditsOfThousand = 50;

    private readonly SampleWorld world;
    private readonly SampleRandom random;
    private readonly DealPlan plan;
    private readonly DealDraft draft;
    private readonly DealAgenda agenda;

    private DealStory(SampleWorld world, int number)
    {
        this.world = world;
        random = SampleRandom.For(world.Seed, SampleRandom.Purpose.Story, number);
        agenda = new(random);
        plan = DealPlan.Draw(world, number);
        bool duplicate = number > 0 && random.Chance(5);
        if (duplicate)
        {
            DealPlan twin = DealPlan.Draw(world, number - 1);
            plan = plan with { Account = twin.Account, Name = twin.Name, Type = twin.Type, Amount = twin.Amount };
        }

        draft = new(world, number, random, plan.Created, FirstState());
        ScheduleStages();
        SchedulePushes();
        ScheduleClosing();
        ScheduleHandovers();
        ScheduleDeletion(duplicate);
        DealEdits.Schedule(this, plan, world.Accounts, random);
    }

    /// <summary>Tells deal number 0, 1, ... from its creation to the end of the sample.</summary>
    public static SampleDeal Tell(SampleWorld world, int number)
    {
        var story = new DealStory(world, number);
        story.agenda.Play(world.End);
        return story.draft.Finish();
    }

    /// <summary>A day between the creation and the decision.</summary>
    public DateOnly AnyDay()
    {
        DateOnly created = plan.Created.Day();
        return created.AddDays(random.Between(1, Math.Max(1, plan.Decision.DayNumber - created.DayNumber - 1)));
    }

    /// <summary>Changes the deal on that day if it is open then.</summary>
    public void WhileOpen(DateOnly day, Func<DealState, DealState> change) => agenda.On(day, at =>
    {
        if (draft.IsOpen)
        {
            draft.Change(at, Author(at), change(draft.State));
        }
    });

    /// <summary>The category that an owner gives a stage: the stage's own, but for two who have a way of their own.</summary>
    public string CategoryOf(SampleStage stage, SampleRep owner) => owner.Habit switch
    {
        SampleHabit.Sandbagger when !stage.IsClosed => SampleStages.Pipeline,
        SampleHabit.Optimist when !stage.IsClosed && stage.SortOrder >= world.Stages.NeedsAnalysis.SortOrder => SampleStages.Commit,
        _ => stage.ForecastCategory,
    };

    private DealState FirstState()
    {
        SampleStage stage = plan.Type switch
        {
            SampleTypes.Renewal => world.Stages.NeedsAnalysis,
            SampleTypes.Expansion => world.Stages.Qualification,
            _ => random.Chance(700) ? world.Stages.Open[0] : world.Stages.Qualification,
        };
        decimal? amount = random.Chance(70) ? null : plan.Amount;
        return new(
            plan.Name, plan.Account, plan.Owner, plan.Type, stage, CategoryOf(stage, plan.Owner), stage.DefaultProbability, amount,
            plan.FirstCloseDate, null);
    }

    private DealState Move(DealState state, SampleStage stage) => state with
    {
        Stage = stage,
        Category = CategoryOf(stage, state.Owner),
        Probability = stage.DefaultProbability,
    };

    /// <summary>The owner mostly edits his deals himself; once he has left, his manager does.</summary>
    private string Author(DateTimeOffset at)
    {
        SampleRep owner = draft.State.Owner;
        return !owner.WorksOn(at.Day()) || random.Chance(ManagerEditsOfThousand) ? owner.Manager.Id : owner.Id;
    }

    private void ScheduleStages()
    {
        int first = draft.State.Stage.SortOrder;
        int last = plan.Won ? world.Stages.Negotiation.SortOrder : random.Between(first, world.Stages.Negotiation.SortOrder);
        SampleStage[] path =
            [.. world.Stages.Open.Where(stage => stage.SortOrder > first && stage.SortOrder <= last && !random.Chance(90))];
        DateOnly[] days = [.. path.Select(_ => AnyDay()).Order()];
        foreach ((DateOnly day, SampleStage stage) in days.Zip(path))
        {
            WhileOpen(day, state => Move(state, stage));
        }

        if (random.Chance(30))
        {
            WhileOpen(AnyDay(), state => Move(state, world.Stages.Before(state.Stage)));
        }
    }

    private void SchedulePushes()
    {
        // A new deal is sometimes saved twice within a second, the second time with the date that was meant.
        if (random.Chance(20))
        {
            DateOnly meant = plan.FirstCloseDate.AddDays(random.Between(1, 5));
            agenda.At(plan.Created, at => draft.Change(at, plan.Owner.Id, draft.State with { CloseDate = meant }));
        }

        bool serial = plan.Owner.Habit == SampleHabit.SerialPusher;
        DateOnly closeDate = plan.FirstCloseDate;
        DateOnly before = plan.Created.Day();
        for (int left = serial ? 15 : 6; left > 0 && closeDate < plan.Decision; left--)
        {
            int pastDue = random.Chance(100) ? random.Between(5, 30) : random.Between(-12, 2);
            DateOnly day = Later(before.AddDays(1), closeDate.AddDays(pastDue));
            if (day >= plan.Decision || day > world.End.Day())
            {
                break;
            }

            DateOnly next = serial ? closeDate.AddDays(random.Between(1, 3) * 7) : PushTarget(closeDate);
            WhileOpen(day, state => next > state.CloseDate ? state with { CloseDate = next } : state);
            (closeDate, before) = (next, day);
        }

        if (random.Chance(80))
        {
            DateOnly day = AnyDay();
            int days = random.Between(10, 45);
            WhileOpen(day, state =>
                state.CloseDate.AddDays(-days) > day ? state with { CloseDate = state.CloseDate.AddDays(-days) } : state);
        }
    }

    private DateOnly PushTarget(DateOnly closeDate) => random.Below(10) switch
    {
        < 5 => SampleCalendar.QuarterEnd(closeDate.AddDays(1)),
        < 8 => SampleCalendar.MonthEnd(closeDate.AddDays(15)),
        _ => SampleCalendar.WorkdayBefore(closeDate.AddDays(random.Between(9, 40))),
    };

    private void ScheduleClosing()
    {
        agenda.On(plan.Decision, at => Close(at, plan.Won));
        if (random.Chance(20))
        {
            agenda.On(plan.Decision.AddDays(random.Between(1, 15)), CorrectClosed);
        }

        if (!plan.Won && random.Chance(34))
        {
            DateOnly day = plan.Decision.AddDays(random.Between(5, 45));
            DateOnly closeDate = SampleCalendar.QuarterEnd(day.AddDays(random.Between(20, 90)));
            agenda.On(day, at => Reopen(at, closeDate));
            if (random.Chance(700))
            {
                bool won = random.Chance(600);
                agenda.On(SampleCalendar.WorkdayBefore(day.AddDays(random.Between(10, 90))), at => Close(at, won));
            }
        }
    }

    private void Close(DateTimeOffset at, bool won)
    {
        if (!draft.IsOpen)
        {
            return;
        }

        string author = Author(at);
        DealState closed = Move(draft.State, won ? world.Stages.Won : world.Stages.Lost);
        DealState settled = closed with { CloseDate = won || random.Chance(600) ? at.Day() : closed.CloseDate };
        if (won && random.Chance(350))
        {
            settled = settled with { Amount = DealEdits.Discounted(settled.Amount, random) };
        }
        else if (!won && random.Chance(20))
        {
            settled = settled with { Amount = settled.Amount is null ? null : 0 };
        }

        // Some close first and put the figures right within the same second, which leaves two rows of one stamp.
        if (random.Chance(40))
        {
            draft.Change(at, author, closed);
        }

        draft.Change(at, author, settled);
    }

    private void CorrectClosed(DateTimeOffset at)
    {
        if (draft.State.Stage.IsClosed && !draft.IsDeleted)
        {
            DealState state = draft.State;
            draft.Change(at, state.Owner.Manager.Id, random.Chance(500)
                ? state with { CloseDate = state.CloseDate.AddDays(-random.Between(1, 6)) }
                : state with { Amount = DealEdits.Discounted(state.Amount, random) });
        }
    }

    private void Reopen(DateTimeOffset at, DateOnly closeDate)
    {
        DealState state = draft.State;
        if (state.Stage != world.Stages.Lost || draft.IsDeleted)
        {
            return;
        }

        SampleRep owner = state.Owner.WorksOn(at.Day()) ? state.Owner : world.Staff.Colleague(state.Owner, at.Day(), random);
        draft.Change(at, owner.Id, Move(state with { Owner = owner, CloseDate = closeDate }, world.Stages.NeedsAnalysis));
    }

    /// <summary>Deals change hands now and then; those of the one who left find new owners within two days.</summary>
    private void ScheduleHandovers()
    {
        if (random.Chance(130))
        {
            agenda.On(AnyDay(), HandOver);
        }

        DateOnly left = world.Staff.Habits.LeaverLeft;
        if (left > plan.Created.Day())
        {
            DateTimeOffset within = SampleCalendar.At(left.AddDays(random.Below(2)), 9).AddSeconds(random.Below(8 * 3600));
            agenda.At(within, at =>
            {
                if (!draft.State.Owner.WorksOn(left))
                {
                    HandOver(at);
                }
            });
        }
    }

    private void HandOver(DateTimeOffset at)
    {
        if (draft.IsOpen)
        {
            SampleRep owner = draft.State.Owner;
            draft.Change(at, owner.Manager.Id, draft.State with { Owner = world.Staff.Colleague(owner, at.Day(), random) });
        }
    }

    private void ScheduleDeletion(bool duplicate)
    {
        if (duplicate || random.Chance(9))
        {
            DateOnly day = duplicate ? plan.Created.Day().AddDays(random.Between(1, 9)) : AnyDay().AddDays(random.Below(20));
            agenda.On(day, at => draft.Delete(at, Author(at)));
        }
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
