using System.Reflection;
using RiskReport.Data;
using RiskReport.Data.Accounts;
using RiskReport.Data.Analysis;
using RiskReport.Data.Audit;
using RiskReport.Data.Campaigns;
using RiskReport.Data.Maps;
using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Analysis;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Campaigns;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Sql;

/// <summary>Every statement and script of the Data assembly, found by reflection so that none is forgotten.</summary>
internal static class SqlTexts
{
    private static readonly string[] Verbs = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "CREATE"];

    /// <summary>Whole statements; a constant that begins otherwise is a fragment of one.</summary>
    public static IEnumerable<(string Name, string Sql)> Statements => Constants.Concat(RosterTexts).Concat(AnalysisTexts).Concat(AuditTexts).Concat(PeopleTexts).Concat(BoardTexts);

    /// <summary>The year, a phase that the counters tell apart, and one that they do not; of the city and of a county.</summary>
    private static IEnumerable<(string Name, string Sql)> BoardTexts =>
        from phase in new[] { null, Phases.AboveScale, Phases.OfDivisions }
        from region in new[] { "3205", "320583" }
        let filter = Everything with { Phase = phase, RegionCode = region }
        from statement in new[]
        {
            ("Count", RolloutQueries.CountSql(filter, new Overdue(new DateOnly(2026, 7, 1), [Phases.AboveScale, Phases.OfGroups]))),
            ("CountOfNone", RolloutQueries.CountSql(filter, new Overdue(new DateOnly(2026, 7, 1), []))),
            ("LateReturns", RolloutQueries.LateReturnsSql(filter)),
            ("Days", RolloutQueries.DaysSql(filter)),
            ("Owing", RolloutQueries.OwingSql(filter, phase)),
            ("Cells", RolloutQueries.CellsSql(filter with { Phase = Phases.OfGroups }, Phases.OfGroups, new Overdue(new DateOnly(2026, 7, 1), [Phases.AboveScale, Phases.OfGroups]))),
        }
        select ($"RolloutQueries.{statement.Item1}-{phase?.Id}-{region}", statement.Item2);

    /// <summary>The analysis is asked with year, region, scale and industry alone.</summary>
    private static IEnumerable<(string Name, string Sql)> AnalysisTexts
    {
        get
        {
            foreach (var (name, filter) in RosterFilters.Where(f => f.Name is "everything" or "parts" or "scale" or "division" or "group"))
            {
                foreach (var byCounty in new[] { false, true })
                {
                    yield return ($"AnalysisSql.Movement-{name}-{byCounty}", AnalysisSql.Movement(filter, byCounty));
                    yield return ($"AnalysisSql.Subjects-{name}-{byCounty}", AnalysisSql.Subjects(filter, byCounty));
                    yield return ($"AnalysisSql.SubjectSums-{name}-{byCounty}", AnalysisSql.SubjectSums(filter, byCounty));
                }

                yield return ($"AnalysisSql.Catalogue-{name}", AnalysisSql.Catalogue(filter));
                yield return ($"AnalysisSql.AccidentTypes-{name}", AnalysisSql.AccidentTypes(filter));
                yield return ($"AnalysisSql.Colours-{name}", AnalysisSql.Colours(filter));
                foreach (var past in new[] { Array.Empty<CampaignPhase>(), [Phases.Everyone, Phases.AboveScale, Phases.OfGroups] })
                    yield return ($"AnalysisSql.Late-{name}-{past.Length}", AnalysisSql.Late(filter with { Overdue = new Overdue(new DateOnly(2027, 1, 5), past) }));
            }

            yield return ("AnalysisSql.MovedIds", AnalysisSql.MovedIds(Everything, new MovementFilter(null, null, null), behind: false));
            foreach (var moved in ReportStateWords.Before.Select(s => new MovementFilter(s, s == ReportState.Absent ? null : s, null)).Concat(Enum.GetValues<Direction>().Select(d => new MovementFilter(null, null, d))))
                yield return ($"AnalysisSql.MovedNames-{moved}", AnalysisSql.MovedNames(Everything, moved, behind: true));
        }
    }

    private static IEnumerable<(string Name, string Sql)> Constants =>
        from type in typeof(Database).Assembly.GetTypes()
        from constant in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        where constant is { IsLiteral: true } && constant.FieldType == typeof(string)
        let sql = (string)constant.GetRawConstantValue()!
        where Verbs.Any(v => sql.StartsWith(v + " ", StringComparison.Ordinal) || sql.StartsWith(v + "\n", StringComparison.Ordinal))
        select ($"{type.Name}.{constant.Name}", sql);

    /// <summary>The roster joins its constants as the filter and the order need them: every condition alone, all together, and every order.</summary>
    private static IEnumerable<(string Name, string Sql)> RosterTexts =>
        RosterFilters.SelectMany(f => OfRoster(f.Name, f.Filter, RosterOrder.ByRegion))
            .Concat(from key in RosterColumns.Headings(RosterKind.Enterprises).Keys.Append(RosterColumns.Delay)
                    let filter = key == RosterColumns.Delay ? Late : Everything
                    where RosterOrder.IsPossible(RosterKind.Enterprises, key, filter.Overdue)
                    from isDescending in new[] { false, true }
                    from statement in Pages($"{key}{isDescending}", filter, new RosterOrder(key, isDescending))
                    select statement)
            .Concat(from key in RosterColumns.Headings(RosterKind.Items).Keys
                    where RosterOrder.IsPossible(RosterKind.Items, key, null)
                    let order = new RosterOrder(key, IsDescending: true)
                    from statement in RiskPages(key, Everything, order).Concat(key is "name" or "score" ? RiskPages($"{key}-all", RosterFilters.Last().Filter, order) : [])
                    select statement);

    private static RosterFilter Late => Everything with { Overdue = new Overdue(new DateOnly(2026, 7, 1), [Phases.AboveScale, Phases.OfGroups]) };

    private static IEnumerable<(string Name, string Sql)> PeopleTexts =>
        from filter in new PeopleFilter[]
        {
            new() { OfEnterprises = true },
            new() { OfEnterprises = false },
            new()
            {
                OfEnterprises = false,
                Role = Role.City,
                State = AccountState.Active,
                NamePrefix = "A",
                CreditCode = "A",
                After = new AccountStanding(1, Role.City, "3205", AccountState.Active),
            },
        }
        select ($"PeopleStore.Page-{filter.OfEnterprises}-{filter.Role}", PeopleStore.PageSql(filter));

    private static RosterFilter Everything => new() { Year = 2026, RegionCode = "3205" };

    private static IEnumerable<(string Name, RosterFilter Filter)> RosterFilters
    {
        get
        {
            (string Name, Func<RosterFilter, RosterFilter> With)[] conditions =
            [
                ("parts", f => f with { Parts = ["320583", "320505100"] }),
                ("phase", f => f with { Phase = Phases.AboveScale }),
                ("colour", f => f with { Colours = [RiskColour.Red] }),
                ("ungraded", f => f with { Ungraded = true }),
                ("scale", f => f with { Scale = Scale.Above }),
                ("division", f => f with { Industries = ["33"] }),
                ("group", f => f with { Industries = ["331"] }),
                ("status", f => f with { Statuses = [DeclarationStatus.Submitted] }),
                ("type", f => f with { Types = [DeclarationType.NilConfirmation] }),
                ("overdue", f => f with { Overdue = new Overdue(new DateOnly(2026, 7, 1), [Phases.AboveScale, Phases.OfGroups]) }),
                ("subject", f => f with { Subjects = ["ConfinedSpace"] }),
                ("from", f => f with { SubmittedFrom = new DateOnly(2026, 6, 1) }),
                ("to", f => f with { SubmittedTo = new DateOnly(2026, 6, 30) }),
                ("riskcolour", f => f with { Risk = f.Risk with { Colours = [RiskColour.Red, RiskColour.Orange] } }),
                ("method", f => f with { Risk = f.Risk with { Methods = [GradingMethod.Lec] } }),
                ("accident", f => f with { Risk = f.Risk with { AccidentTypes = ["火灾"] } }),
                ("catalogue", f => f with { Risk = f.Risk with { CatalogueCodes = ["PT-01"] } }),
                ("name", f => f with { Text = "锂电" }),
                ("latin", f => f with { Text = "LG" }),
                ("code", f => f with { Text = "91320583" }),
            ];
            yield return ("everything", Everything);
            foreach (var (name, with) in conditions)
                yield return (name, with(Everything));
            yield return ("colour or ungraded", Everything with { Colours = [RiskColour.Red], Ungraded = true });
            yield return ("phase of groups", Everything with { Phase = Phases.OfGroups });
            yield return ("overdue by no phase", Everything with { Overdue = new Overdue(new DateOnly(2026, 7, 1), []) });
            yield return ("one risk", Everything with { Risk = new RiskFilter { Colours = [RiskColour.Red], Methods = [GradingMethod.Lec], AccidentTypes = ["火灾"] } });
            yield return ("colour and group", Everything with { Colours = [RiskColour.Red], Industries = ["331"] });
            yield return ("all", conditions.Aggregate(Everything, (filter, condition) => condition.With(filter)));
        }
    }

    private static IEnumerable<(string Name, string Sql)> AuditTexts =>
        from filter in new AuditFilter[]
        {
            new(), new() { Account = "x" }, new() { Action = AuditAction.SignedIn }, new() { IsRefused = true }, new() { Subject = "x" },
            new() { Account = "x", Action = AuditAction.SignedIn, IsRefused = false, Subject = "x" },
        }
        from newestFirst in new[] { false, true }
        from bySubject in new[] { false, filter.Subject is not null }.Distinct()
        from alsoAgent in new[] { false, filter.Account is not null }.Distinct()
        select ($"AuditQueries.Page-{filter.InWords()}-{newestFirst}-{bySubject}-{alsoAgent}", AuditQueries.Sql(filter, newestFirst, bySubject, alsoAgent));

    private static IEnumerable<(string Name, string Sql)> OfRoster(string name, RosterFilter filter, RosterOrder order) => Pages(name, filter, order).Concat(
    [
        ($"RosterQueries.Count-{name}", RosterQueries.CountSql(filter)),
        ($"RosterQueries.Figures-{name}", RosterQueries.FiguresSql(filter)),
        ($"MapQueries.Units-{name}", MapQueries.UnitsSql(filter)),
        ($"MapQueries.Cells-{name}", MapQueries.CellsSql(filter)),
        ($"MapQueries.Companies-{name}", MapQueries.CompaniesSql(filter, boxes: 2)),
        ($"MapQueries.CellCompanies-{name}", MapQueries.CellCompaniesSql(filter)),
        ($"RiskRosterQueries.Count-{name}", RiskRosterQueries.CountSql(filter)),
        ($"RosterQueries.Chunk-{name}", RosterQueries.ChunkSql(filter)),
        ($"RiskRosterSql.Chunk-{name}", RiskRosterSql.Chunk(filter)),
    ]).Concat(RiskPages(name, filter, order));

    private static IEnumerable<(string Name, string Sql)> RiskPages(string name, RosterFilter filter, RosterOrder order)
    {
        var request = new RosterRequest { Kind = RosterKind.Items, Filter = filter, Order = order };
        yield return ($"RiskRosterSql.Key-{name}", RiskRosterSql.Key(request));
        yield return ($"RiskRosterSql.Numbers-{name}", RiskRosterSql.Numbers(request));
        foreach (var backwards in new[] { false, true })
        {
            yield return ($"RiskRosterSql.Page-{name}-{backwards}", RiskRosterSql.Page(request, null, backwards));
            foreach (var keyIsNull in new[] { false, true })
                yield return ($"RiskRosterSql.Beyond-{name}-{backwards}-{keyIsNull}", RiskRosterSql.Page(request, RiskRosterSql.Beyond(request, backwards, keyIsNull), backwards));
        }
    }

    private static IEnumerable<(string Name, string Sql)> Pages(string name, RosterFilter filter, RosterOrder order)
    {
        var request = new RosterRequest { Kind = RosterKind.Enterprises, Filter = filter, Order = order };
        yield return ($"RosterQueries.Ids-{name}", RosterQueries.IdsSql(request));
        yield return ($"RosterQueries.Key-{name}", RosterQueries.KeySql(request));
        foreach (var backwards in new[] { false, true })
        {
            yield return ($"RosterQueries.Page-{name}-{backwards}", RosterQueries.PageSql(request, backwards, ""));
            foreach (var keyIsNull in new[] { false, true })
                yield return ($"RosterQueries.Beyond-{name}-{backwards}-{keyIsNull}", RosterQueries.PageSql(request, backwards, RosterSql.Beyond(request, backwards, keyIsNull)));
        }
    }

    /// <summary>Those that SQL Server runs.</summary>
    public static IEnumerable<(string Name, string Sql)> Scripts => ScriptsOf(SqlDialect.SqlServer);

    public static IEnumerable<(string Name, string Sql)> SqliteScripts => ScriptsOf(SqlDialect.Sqlite);

    private static IEnumerable<(string Name, string Sql)> ScriptsOf(SqlDialect dialect) =>
        from name in typeof(Database).Assembly.GetManifestResourceNames()
        where name.EndsWith(".sql", StringComparison.Ordinal) && dialect.Runs(name)
        orderby name
        select (name, Read(name));

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Database).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
