using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Imports;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;
using RiskReport.Web.Features.Imports;

namespace RiskReport.Tests.Integration.Imports;

/// <summary>Problems that belong to no enterprise: as many as there are, without holding them or keeping others from writing.</summary>
[TestClass]
public sealed class LooseProblemsTests
{
    private const int Count = 4_500;

    [TestMethod]
    public async Task They_are_written_some_thousand_at_a_time_while_they_are_found()
    {
        await using var app = await TestApp.StartAsync();
        var job = await TakenAsync(app);
        var (found, seen) = (0, new List<(int Found, int Written)>());
        var clock = new TellingClock(app.Clock.GetUtcNow(), _ => seen.Add((found, Written(app))));
        await using var connection = await app.Database.Database.OpenAsync(CancellationToken.None);

        await new LooseProblems(app.Database.Database, clock).SaveAsync(job, [Problem(0)], Enumerable.Range(2, Count).Select(row =>
        {
            found++;
            return Problem(row);
        }), connection, CancellationToken.None);

        // the one at first is a hint that the check has left
        Assert.AreEqual("0/1 1999/0 3999/2000 4500/4000", string.Join(' ', seen.Select(s => $"{s.Found}/{s.Written}")));
        Assert.AreEqual(Count + 1, Written(app));
    }

    [TestMethod]
    public async Task An_attempt_that_broke_off_among_them_is_written_anew()
    {
        await using var app = await TestApp.StartAsync();
        var job = await TakenAsync(app);
        await using var connection = await app.Database.Database.OpenAsync(CancellationToken.None);
        var loose = new LooseProblems(app.Database.Database, app.Clock);
        await loose.SaveAsync(job, [], Enumerable.Range(2, Count).Select(Problem), connection, CancellationToken.None);

        await loose.SaveAsync(job, [], Enumerable.Range(10, 20).SelectMany(row => new[] { Problem(row), Problem(row) }), connection, CancellationToken.None);

        Assert.AreEqual("40 10 29", await app.Database.ScalarAsync<string>("SELECT CONCAT(COUNT(*), ' ', MIN(RowNumber), ' ', MAX(RowNumber)) FROM ImportProblem"));
    }

    [TestMethod]
    public async Task A_worker_that_has_lost_the_job_writes_none()
    {
        await using var app = await TestApp.StartAsync();
        var job = await TakenAsync(app) with { Attempts = 7 };
        await using var connection = await app.Database.Database.OpenAsync(CancellationToken.None);

        await Assert.ThrowsExactlyAsync<ImportLostException>(() =>
            new LooseProblems(app.Database.Database, app.Clock).SaveAsync(job, [], [Problem(2)], connection, CancellationToken.None));

        Assert.AreEqual(1, Written(app), "what the check has left is not even deleted");
    }

    [TestMethod]
    public async Task The_command_line_tells_all_of_them_in_their_order()
    {
        await using var test = await TestDatabase.CreateAsync();
        var file = new ImportFile().Enterprise(Enterprises.NewCreditCode());
        for (var i = 0; i < 2_100; i++)
            file.Risk(Enterprises.NewCreditCode());

        var json = await test.ImportAsync(file.Bytes(), TestApp.Kunshan, "企业.xlsx", "--dry-run", "--json");
        var text = await test.ImportAsync(file.Bytes(), TestApp.Kunshan, "企业.xlsx", "--dry-run");

        Assert.AreEqual(1, json.Status, json.Error);
        var answer = JsonNode.Parse(json.Output)!;
        CollectionAssert.AreEqual(Enumerable.Range(2, 2_100).ToArray(), answer["problems"]!.AsArray().Select(p => (int)p!["row"]!).ToArray());
        Assert.HasCount(1, answer["warnings"]!.AsArray());
        Assert.AreEqual("A2", (string?)answer["problems"]![0]!["cell"]);
        Assert.HasCount(2 + 2_100 + 1, text.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [TestMethod]
    public async Task Both_rows_of_one_code_name_each_other_and_what_else_is_wrong_with_them()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var code = Enterprises.NewCreditCode();
        var import = await office.CheckAsync(app, new ImportFile().Enterprise(code, cells: ("法定代表人", "")).Enterprise(code, cells: ("从业人数", "很多")).Bytes());

        var page = await office.PageAsync(import);
        using var book = WorkbookReader.Open(new MemoryStream(await office.GetByteArrayAsync($"{import}/annotated")), WorkbookLimits.Default);

        var words = page.QuerySelector("[aria-label='问题']")!.TextContent;
        foreach (var sentence in new[] { $"“{code}”在第 3 行又出现", "“法定代表人”不能为空", $"“{code}”与第 2 行重复", "“从业人数”应为数字" })
            StringAssert.Contains(words, sentence);
        Assert.AreEqual("DUPLICATE_IN_FILE3 REPEATED_BELOW2", await app.Database.ScalarAsync<string>("SELECT GROUP_CONCAT(Code || RowNumber, ' ') FROM (SELECT Code, RowNumber FROM ImportProblem WHERE ColumnName = '统一社会信用代码' ORDER BY Code)"));
        var marks = book.Rows(EnterpriseFields.Sheet).Select(r => r.Cells[^1].Text).ToList();
        StringAssert.Contains(marks[1], "在第 3 行又出现");
        StringAssert.Contains(marks[2], "与第 2 行重复");
    }

    [TestMethod]
    public async Task A_workbook_with_more_problems_than_are_marked_says_which_it_marks()
    {
        await using var app = await TestApp.StartAsync();
        var office = await app.SignedInAsync(Role.Township);
        var import = await office.CheckAsync(app, new ImportFile().Enterprise(Enterprises.NewCreditCode()).Risk(Enterprises.NewCreditCode(), ("责任人", "")).Bytes());
        await app.Database.ScalarAsync<int>("""
            WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 50020)
            INSERT INTO ImportProblem (ImportId, Position, Sheet, RowNumber, ColumnName, CellValue, Code, Message, Level)
            SELECT 1, p.Position + n.i * 512, p.Sheet, p.RowNumber + n.i, p.ColumnName, p.CellValue, p.Code, p.Message, p.Level FROM n, ImportProblem p WHERE p.Code = 'REQUIRED';
            SELECT 0
            """);

        var page = (await office.PageAsync(import)).Body!.TextContent;
        using var book = WorkbookReader.Open(new MemoryStream(await office.GetByteArrayAsync($"{import}/annotated")), WorkbookLimits.Default);

        const string Sentence = "共 50,014 处问题，只标出前 50,000 处";
        StringAssert.Contains(page, Sentence);
        var summary = book.Rows(AnnotatedWorkbook.SummarySheet).ToList();
        Assert.IsTrue(summary.Exists(r => r.Cells.Any(c => c.Text.Contains(Sentence, StringComparison.Ordinal))));
        Assert.AreEqual(AnnotatedImport.MostMarked - 1, summary.Count(r => r.Cells.Any(c => c.Text is "REQUIRED" or "UNKNOWN_ENTERPRISE")), "a hint about the enterprise stands before them");
    }

    private static int Written(TestApp app) => app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ImportProblem").GetAwaiter().GetResult();

    private static async Task<ImportJob> TakenAsync(TestApp app)
    {
        var file = ImportFiles.Of("企业.xlsx", ImportFile.OfNil(Enterprises.NewCreditCode()));
        var id = await app.Services.GetRequiredService<ImportDesk>().AddAsync(
            new[] { file }.ToImport(TestApp.Kunshan, 2026, ImportStage.Check), new Actor("office", "test", "test"), CancellationToken.None);
        await app.WorkAsync();
        await app.Database.ScalarAsync<int>("UPDATE ImportJob SET Status = 1, HeartbeatAt = '2199-01-01'; SELECT 0");
        var job = await app.Services.GetRequiredService<ImportQueries>().LatestAsync();
        Assert.AreEqual(id, job.Id);
        return job;
    }

    private static ImportProblem Problem(int row) => new()
    {
        Sheet = RiskFields.Sheet,
        Row = row,
        Column = "统一社会信用代码",
        Value = "x",
        Code = ProblemCodes.UnknownEnterprise,
        Message = "y",
    };
}
