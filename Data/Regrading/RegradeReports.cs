using System.Data.Common;
using System.Text.Json;
using Dapper;
using RiskReport.Data.Declarations;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;

namespace RiskReport.Data.Regrading;

/// <summary>Grades filed reports again under other rules, for good, and leaves an event with the colour and the rules before.</summary>
public sealed class RegradeReports(Database database, DeclarationStore declarations, TimeProvider clock)
{
    private const string SelectReports = $"""
        SELECT {DeclarationStore.Columns}
        FROM Declaration d
        WHERE d.Id IN @Ids AND {ScopeSql.OfDeclaration}
        """;

    // who filed it and when stays; that it was graded again is the event's to tell
    private const string UpdateReport = $"""
        UPDATE Declaration
        SET Colour = @Colour, TopScore = @TopScore, RedItems = @RedItems, OrangeItems = @OrangeItems, YellowItems = @YellowItems,
            BlueItems = @BlueItems, MainRisk = @MainRisk, RuleSet = @RuleSet, CatalogueEdition = @CatalogueEdition, Reasons = @Reasons,
            Version = Version + 1, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE Id = @Id AND Version = @Version AND Status IN (2, 4) AND {ScopeSql.OfThisDeclaration}
        """;

    private const string UpdateItem = """
        UPDATE RiskItem
        SET Colour = @Colour, Score = @Score, RuleName = @RuleName, Reason = @Reason
        WHERE DeclarationId = @DeclarationId AND Position = @Position
        """;

    /// <summary>
    /// The ids of those that were still graded as the caller had read them. The version alone does not tell: a draft of a change
    /// makes a new one too, and a report that is skipped would keep the old rules.
    /// </summary>
    public async Task<HashSet<long>> RunAsync(
        IReadOnlyList<(long Id, string RuleSet, RiskColour Colour)> reports, RunRules rules, Scope scope, Actor actor,
        DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var ids = reports.Select(r => r.Id).ToList();
        var filed = (await connection.QueryAsync<Declaration>(database.Command(SelectReports, scope.Parameters(new { Ids = ids }), transaction, ct))).ToDictionary(d => d.Id);
        var risks = await declarations.RisksAsync(ids, scope, connection, transaction, ct);
        var done = new HashSet<long>();
        foreach (var (id, ruleSet, colour) in reports)
        {
            if (filed.GetValueOrDefault(id) is { } report && report.RuleSet == ruleSet && report.Colour == colour
                && await RegradeAsync(report, risks[id].ToList(), rules.For(report.CatalogueEdition), scope, actor, connection, transaction, ct))
                done.Add(id);
        }

        return done;
    }

    private async Task<bool> RegradeAsync(
        Declaration report, List<GradedRisk> risks, GradingRules rules, Scope scope, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var facts = JsonSerializer.Deserialize<EnterpriseFacts>(report.Basics!, StoredJson.Options)!;
        if (Grader.Regrade(risks.ConvertAll(r => r.Facts.Assessment), facts.Conditions, rules) is not { } grade)
            return false;

        var filing = new Filing { Facts = facts, HasMajorRisk = report.HasMajorRisk == true, Risks = risks.ConvertAll(r => r.Facts), Grade = grade, Source = report.Source!.Value };
        var from = report.Colour!.Value == grade.Colour ? $"等级不变，仍为{grade.Colour.Word()}" : $"等级由{report.Colour.Value.Word()}变为{grade.Colour.Word()}";
        var parameters = scope.Parameters(new
        {
            report.Id,
            report.Version,
            report.Status,
            grade.Colour,
            grade.TopScore,
            RedItems = grade.Count(RiskColour.Red),
            OrangeItems = grade.Count(RiskColour.Orange),
            YellowItems = grade.Count(RiskColour.Yellow),
            BlueItems = grade.Count(RiskColour.Blue),
            filing.MainRisk,
            grade.RuleSet,
            grade.CatalogueEdition,
            Reasons = string.Join('\n', grade.Reasons),
            Now = clock.GetUtcNow().UtcDateTime,
            By = actor.Name,
            actor.From,
            Reason = $"由规则 {report.RuleSet} 改按 {grade.RuleSet} 评级，{from}。{actor.Reason}",
        });
        if (await connection.ExecuteAsync(database.Command(UpdateReport, parameters, transaction, ct)) != 1)
            return false;

        await connection.ExecuteAsync(database.Command(UpdateItem, grade.Items
            .Select((item, i) => new { DeclarationId = report.Id, Position = i + 1, item.Colour, item.Score, RuleName = item.Rule, item.Reason }).ToList(), transaction, ct));
        await connection.ExecuteAsync(database.Command(DeclarationStore.InsertEvent, parameters, transaction, ct));
        return true;
    }
}
