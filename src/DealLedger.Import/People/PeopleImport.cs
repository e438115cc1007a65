using DealLedger.Core;
using DealLedger.Core.Ledger;
using DealLedger.Core.People;
using DealLedger.Core.Time;
using DealLedger.Import.Salesforce;
using DealLedger.Postgres;

namespace DealLedger.Import.People;

/// <summary>
/// Takes in a file of people: Id, and as far as it has them Name, Email, ManagerId, Team (the name of the team that the person leads),
/// IsActive, From and To (the first and the last day on which the manager is theirs). One wrong row refuses the file.
/// </summary>
public sealed class PeopleImport(PeopleHandler people, TimeProvider clock)
{
    private const string Source = "people";

    /// <summary>
    /// Records what the file tells and is not known; days are those of the settings' time zone. Refused with nothing recorded when a row is
    /// wrong, names a manager whom nobody knows, or has From and To that overlap the known time of another manager, and when reporting lines
    /// go round in a circle.
    /// </summary>
    public async Task<PeopleRecorded> RunAsync(TenantId tenant, FileInfo file, TimeWords time, CancellationToken cancellation)
    {
        await using var table = await ExportTable.OpenAsync(file.Directory!, file.Name, ["Id"], cancellation)
            ?? throw new RefusedException("file-missing", $"There is no file '{file.FullName}'; name a CSV file with the columns Id, Name, Email, ManagerId, Team, IsActive, From, To.", "file");
        var lines = new List<PersonLine>();
        await foreach (var row in table.ReadAsync(cancellation))
        {
            var line = PersonLine.Read(row, time);
            if (row.Fault is { } fault)
            {
                throw Wrong(file, table.Line, fault.Field, $"'{fault.Value}': {fault.Reason}");
            }

            lines.Add(line);
        }

        var known = ReportingLines.Of(await people.FactsAsync(tenant, cancellation));
        var told = Told(file, lines, known, time).ToList();
        CheckKnown(file, lines, known, time);
        await CheckManagersAsync(tenant, file, lines, cancellation);
        return await people.RecordAsync(tenant, told, Source, Source, NewTexts.By(clock), breakCircles: false, cancellation);
    }

    // A time that another row tells anew ends where that row says.
    private static void CheckKnown(FileInfo file, List<PersonLine> lines, ReportingLines known, TimeWords time)
    {
        foreach (var person in lines.Where(l => l.Told.TellsManager).GroupBy(l => l.Told.Id, StringComparer.Ordinal))
        {
            var spans = known.Spans(person.Key)
                .Where(s => !person.Any(l => l.Told.Manager == s.Manager && (l.Told.Since ?? PersonListed.SinceEver) == s.From)).ToList();
            foreach (var line in person.Where(l => l is { From: not null, To: { } to } && to < DateOnly.MaxValue))
            {
                var end = time.StartOf(line.To!.Value.AddDays(1));
                if (spans.Find(s => s.From < end && s.To > line.Told.Since && s.Manager != line.Told.Manager) is { Manager: { } manager } span)
                {
                    throw Wrong(
                        file, line.Line, "From",
                        $"the time of this row overlaps that from {span.From.ToIso()} {(span.To == DateTimeOffset.MaxValue ? "on" : $"to {span.To.ToIso()}")}, "
                        + $"for which '{manager}' is known as the manager of {person.Key}; leave out To where this one follows, or tell that time anew with its end");
                }
            }
        }
    }

    private async Task CheckManagersAsync(TenantId tenant, FileInfo file, List<PersonLine> lines, CancellationToken cancellation)
    {
        var listed = lines.Select(l => l.Told.Id).ToHashSet(StringComparer.Ordinal);
        var others = lines.Select(l => l.Told.Manager).OfType<string>().Where(m => !listed.Contains(m)).ToHashSet(StringComparer.Ordinal);
        var unknown = others.Count == 0 ? others : await people.UnknownAsync(tenant, others, cancellation);
        if (lines.Find(l => l.Told.Manager is { } manager && unknown.Contains(manager)) is { } line)
        {
            throw Wrong(
                file, line.Line, "ManagerId",
                $"'{line.Told.Manager}': nobody with this id is known or in the file; write a row with it, or an id that 'people show' lists");
        }
    }

    private static IEnumerable<PersonTold> Told(FileInfo file, List<PersonLine> lines, ReportingLines known, TimeWords time)
    {
        foreach (var person in lines.GroupBy(l => l.Told.Id, StringComparer.Ordinal))
        {
            var rows = person.OrderBy(l => l.From ?? DateOnly.MinValue).ToList();
            for (var i = 0; i < rows.Count; i++)
            {
                var (row, next) = (rows[i], i + 1 < rows.Count ? rows[i + 1] : null);
                if (row.To < row.From)
                {
                    throw Wrong(file, row.Line, "To", $"{row.To:yyyy-MM-dd} is before {row.From:yyyy-MM-dd}; write the last day of the time that begins with From");
                }

                if (next is not null && (next.From is null || next.From == row.From || next.From <= row.To))
                {
                    throw Wrong(file, next.Line, "From", $"the time of this row overlaps that of line {row.Line} for {person.Key}; a person has one manager at a time");
                }

                // A row without a beginning holds from now on, unless others of the person follow it.
                yield return row.From is null && next is not null ? row.Told with { Since = PersonListed.SinceEver } : row.Told;
                if (row.To is { } last && last < DateOnly.MaxValue && next?.From != last.AddDays(1)
                    && time.StartOf(last.AddDays(1)) is var end && !known.Spans(person.Key).Any(s => s.From == end))
                {
                    yield return new PersonTold(person.Key, null, null, null, Since: end);
                }
            }
        }
    }

    private static RefusedException Wrong(FileInfo file, int line, string field, string message) =>
        new("row-refused", $"{file.Name}, line {line}, {(field.Length > 0 ? field + ", " : "")}{message}. Nothing was recorded.", field);

    private sealed record PersonLine(int Line, PersonTold Told, DateOnly? From, DateOnly? To)
    {
        public static PersonLine Read(ExportRow row, TimeWords time)
        {
            var (from, to) = (row.Date("From"), row.Date("To"));
            var told = new PersonTold(
                row.RequiredPersonId("Id"), row.Text("Name"), row.Text("Email"), row.PersonId("ManagerId"), row.Table.Has("ManagerId"), row.Text("Team"),
                row.Flag("IsActive"), from is { } day ? time.StartOf(day) : null);
            return new PersonLine(row.Table.Line, told, from, to);
        }
    }
}
