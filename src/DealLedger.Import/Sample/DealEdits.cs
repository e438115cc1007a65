namespace DealLedger.Import.Sample;

/// <summary>The smaller edits of an open deal: amount, category, probability, names and notes.</summary>
internal static class DealEdits
{
    public static void Schedule(DealStory story, DealPlan plan, SampleAccounts accounts, SampleRandom random)
    {
        ScheduleAmounts(story, plan, random);
        if (plan.Owner.Habit is not (SampleHabit.Sandbagger or SampleHabit.Optimist))
        {
            ScheduleCategories(story, random);
        }

        ScheduleFields(story, accounts, random);
    }

    /// <summary>The amount less 3 to 20 percent, now and then to the cent.</summary>
    public static decimal? Discounted(decimal? amount, SampleRandom random) =>
        Scaled(amount, 1000 - random.NearLow(30, 200), random.Chance(200) ? 2 : 0);

    private static decimal? Scaled(decimal? amount, int thousandths, int digits = 0) =>
        amount is { } value ? decimal.Round(value * thousandths / 1000, digits) : null;

    private static void ScheduleAmounts(DealStory story, DealPlan plan, SampleRandom random)
    {
        if (random.Chance(550))
        {
            story.WhileOpen(story.AnyDay(), state => state with { Amount = state.Amount ?? plan.Amount });
        }

        if (random.Chance(550))
        {
            int thousandths = random.Between(800, 1250);
            story.WhileOpen(story.AnyDay(), state => state with { Amount = Scaled(state.Amount, thousandths) });
        }

        if (random.Chance(150))
        {
            int thousandths = random.Between(1100, 1450);
            story.WhileOpen(story.AnyDay(), state => state with { Amount = Scaled(state.Amount, thousandths) });
        }

        if (random.Chance(300))
        {
            DateOnly day = plan.Decision.AddDays(-random.Between(2, 12));
            story.WhileOpen(day, state => state with { Amount = Discounted(state.Amount, random) });
        }
    }

    private static void ScheduleCategories(DealStory story, SampleRandom random)
    {
        if (random.Chance(180))
        {
            string category = random.Below(10) switch
            {
                < 3 => SampleStages.Commit,
                < 5 => SampleStages.MostLikely,
                < 8 => SampleStages.BestCase,
                _ => SampleStages.Omitted,
            };
            DateOnly day = story.AnyDay();
            story.WhileOpen(day, state => state with { Category = category });
            if (random.Chance(400))
            {
                DateOnly cleared = day.AddDays(random.Between(7, 30));
                story.WhileOpen(cleared, state => state with { Category = story.CategoryOf(state.Stage, state.Owner) });
            }
        }

        if (random.Chance(50))
        {
            int points = random.Pick([-10, -5, 5, 10]);
            story.WhileOpen(story.AnyDay(), state => state with { Probability = state.Probability + points });
        }
    }

    private static void ScheduleFields(DealStory story, SampleAccounts accounts, SampleRandom random)
    {
        for (int left = random.Between(1, 4); left > 0; left--)
        {
            string nextStep = random.Pick(SampleNames.NextSteps);
            story.WhileOpen(story.AnyDay(), state => state with { NextStep = nextStep });
        }

        if (random.Chance(35))
        {
            story.WhileOpen(story.AnyDay(), state => state with { Name = $"{state.Name} (phase {random.Between(1, 3)})" });
        }

        if (random.Chance(8))
        {
            story.WhileOpen(story.AnyDay(), state => state with
            {
                Type = state.Type == SampleTypes.NewBusiness ? SampleTypes.Expansion : SampleTypes.NewBusiness,
            });
        }

        if (random.Chance(8))
        {
            story.WhileOpen(story.AnyDay(), state => state with { Account = accounts.Of(state.Owner, random) });
        }
    }
}
