using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;
using RiskReport.Data.Accounts;
using RiskReport.Data.Declarations;
using RiskReport.Data.Imports;
using RiskReport.Domain.Privacy;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;

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

    /// <summary>What stays with its record says so. Whatever else is promised is done by the statements named here, to that very table and column, and after so many days.</summary>
    [TestMethod]
    public void A_promise_to_clear_something_is_kept_by_a_statement()
    {
        string[] lasting = ["随报告的版本保存", "长期，证明已经报告", "随导入记录保存", "账户存续期间，停用后保留以证明操作人", "不少于 6 个月，不可删除", "随视图保存", "随记录保存"];
        var half = ((TimeSpan)Value(typeof(Retention), "HalfYear")).Days;
        var deeds = new Dictionary<string, (Type Of, string Statement, string? Column, int? Days)[]>
        {
            ["企业在名册期间；核销 1095 天后清除，可配置"] = [(typeof(Retention), "ClearWrittenOff", null, PersonalData.WrittenOffDays)],
            ["提交后清除"] = [(typeof(DeclarationStore), "UpdateFiled", null, null), (typeof(PendingStore), "UpdateChangeFiled", null, null)],
            ["400 天，可配置"] = [(typeof(ImportQueue), "DeleteFiles", null, (int)Value(typeof(ImportWorker), "KeepFilesDays"))],
            ["停用 180 天后清除"] = [(typeof(Retention), "ClearAccounts", null, half)],
            ["本人删除时，或停用 180 天后清除"] = [(typeof(Retention), "ClearAccounts", null, half)],
            ["使用后或 24 小时后清除"] = [(typeof(Retention), "DeleteCodes", null, null), (typeof(MailedCodeStore), "DeleteAll", null, null)],
            ["180 天"] = [(typeof(Retention), "DeleteMails", null, half)],
            ["答复 180 天后清除"] = [(typeof(Retention), "ClearRequests", null, half)],
            ["最后使用 180 天后清除"] = [(typeof(Retention), "DeleteSessions", null, half)],
            ["解除绑定时清除"] = [(typeof(ExternalIdentityStore), "Delete", null, null)],
            ["24 小时后清除"] = [(typeof(Retention), "DeleteAttempts", null, null)],
            ["随记录保存；注册申请的答复理由 180 天后清除"] = [(typeof(Retention), "ClearRequests", "AccountRequest.DecisionReason", half)],
        };

        var timed = PersonalData.All.Where(p => !lasting.Contains(p.Kept)).ToList();
        foreach (var data in timed)
        {
            Assert.IsTrue(deeds.TryGetValue(data.Kept, out var done), $"{data.Column}: nothing does “{data.Kept}”");
            foreach (var (of, statement, column, days) in done)
            {
                var (sql, where) = ((string)Value(of, statement), (column ?? data.Column).Split('.'));
                Assert.IsTrue(sql.StartsWith($"DELETE FROM {where[0]} ", StringComparison.Ordinal)
                    || (sql.StartsWith($"UPDATE {where[0]}", StringComparison.Ordinal) && Regex.IsMatch(sql, $@"\b{where[1]} = (NULL|'')")), $"{data.Column}: {sql}");
                if (Days().Match(data.Kept) is { Success: true } told)
                    Assert.AreEqual($"{days}", told.Groups[1].Value, data.Column);
            }
        }

        Assert.IsEmpty(deeds.Keys.Except(timed.Select(t => t.Kept)), "done, but promised no more");
    }

    private static object Value(Type of, string name) =>
        of.GetField(name, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!.GetValue(null)!;

    [GeneratedRegex("([0-9]+) 天")]
    private static partial Regex Days();

    [GeneratedRegex("Name|Phone|Mail|Person|Officer|Representative|Owner|Device|Network|Content$|Basics|Draft|Pending|Recipient|^Address$|By$|Reason$|^(Account|Subject|Source)$")]
    private static partial Regex Person();
}
