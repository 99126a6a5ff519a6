using System.Text.RegularExpressions;
using Dapper;
using RiskReport.Domain.Privacy;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit;

/// <summary>The table of personal data holds every column of the schema that may say something of a person, and none that is gone.</summary>
[TestClass]
public sealed partial class PersonalDataTests
{
    /// <summary>Looked at by a person: the name looks like one of a person, the content is none.</summary>
    private static readonly string[] NotPersonal =
    [
        "ApiAuthorization.Subject", "ApiClient.DisplayName", "ApiClient.DisplayNames", "ApiToken.Subject", "AccidentType.Name", "AccidentTypeSuccessor.FromName", "AccidentTypeSuccessor.ToName", "AccountChoice.Name", "AccountLogin.ProviderDisplayName",
        "AccountToken.Name", "CatalogueItem.Name", "CatalogueItem.GroupName", "Declaration.Name", "Enterprise.Name", "FloorPlan.Name", "FloorPlan.Content",
        "ImportFile.Name", "ImportOutcome.Name", "ImportProblem.ColumnName", "Industry.Name", "Region.Name", "CampaignPhase.Name", "RiskItem.Name",
        "RiskItem.RuleName", "RosterExport.PhonesReason", "RuleSet.Name", "SavedView.Name", "SchemaVersions.ScriptName", "SizeClass.Name", "SpecialSheet.Name",
        "BoundarySet.Content", "Enterprise.Address", "Reminder.Subject", "ReminderMail.Subject", "ReminderTemplate.Subject", "BoundarySet.Source", "RegionBox.Source", "SpecialSheet.Source",
    ];

    [TestMethod]
    public async Task Every_column_that_may_name_a_person_is_accounted_for_once()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        var columns = (await connection.QueryAsync<(string Table, string Column)>("""
            SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND (c.type LIKE 'NVARCHAR%' OR c.type IN ('TEXT', 'BLOB'))
            """)).AsList();

        var named = columns.Where(c => Person().IsMatch(c.Column) && !c.Column.EndsWith("FileName", StringComparison.Ordinal)
            && !NotPersonal.Contains($"{c.Table}.{c.Column}"));
        Assert.AreEqual("", string.Join(' ', named.Where(c => !PersonalData.All.Any(p => p.Covers(c.Table, c.Column))).Select(c => $"{c.Table}.{c.Column}")),
            "neither in PersonalData nor looked at and found not personal");
        Assert.IsEmpty(PersonalData.All.Where(p => !columns.Exists(c => p.Covers(c.Table, c.Column))).Select(p => p.Column), "no such column");
        Assert.HasCount(PersonalData.All.Count, PersonalData.All.Select(p => p.Column).Distinct());
        Assert.IsEmpty(NotPersonal.Where(n => !columns.Exists(c => $"{c.Table}.{c.Column}" == n)), "looked at, but gone");
    }

    [GeneratedRegex("Name|Phone|Mail|Person|Officer|Representative|Owner|Device|Network|Content$|Basics|Draft|Pending|Recipient|^Address$|By$|Reason$|^(Account|Subject|Source)$")]
    private static partial Regex Person();
}
