using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Imports;
using RiskReport.Reports;
using RiskReport.Reports.Uploads;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Templates;

[TestClass]
public sealed class RollWorkbookTests
{
    private static readonly RiskFacts Risk = new()
    {
        Name = "=1+1",
        RiskPoint = "+86",
        Location = "-3 层 @库房",
        AccidentType = "火灾",
        AccidentEdition = Lists.Reference.AccidentTypes.Find("火灾", 2026)!.Edition,
        Consequence = "爆炸 <&> _x0041_",
        Assessment = new Assessment { Name = "=1+1", Method = GradingMethod.Lec, L = 0.2m, E = 6, C = 15 },
        Controls = "@SUM(A1)",
        Emergency = "第一行\n第二行",
        Department = "生产部",
        Owner = "张磊",
        Phone = "051257301234",
    };

    public required TestContext TestContext { get; set; }

    /// <summary>One of each method, with what is awkward in a cell.</summary>
    private static IEnumerable<RiskFacts> Risks =>
    [
        Risk,
        With(new() { Method = GradingMethod.Ls, L = 4, S = 5 }),
        With(new() { Method = GradingMethod.Mes, M = 3, E = 0.5m, S = 10 }),
        With(new() { Method = GradingMethod.Catalogue, CatalogueCode = "WH-01" }),
        With(new() { Method = GradingMethod.MajorHazard, Unit = new MajorHazardUnit(0, [new("氨", 20.125m), new("二甲胺", 5, "W2")]) }),
        With(new() { Method = GradingMethod.ChemicalScore, Diagnosis = new ChemicalDiagnosis(72.5m, ["accidents", "untriedProcess"]) }),
    ];

    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    public async Task Every_roll_is_valid(int count)
    {
        using var file = SpreadsheetDocument.Open(new MemoryStream(await WriteAsync(Entries(count))), isEditable: false);

        var faults = new OpenXmlValidator().Validate(file).Select(e => $"{e.Part?.Uri} {e.Path?.XPath} {e.Description}");

        Assert.IsEmpty(faults);
    }

    [TestMethod]
    public async Task What_is_written_reads_back_equal()
    {
        var facts = Facts(1);

        using var book = ImportWorkbook.Open([new UploadedFile("名册.xlsx", new MemoryStream(await WriteAsync(Once(new RollEntry(facts, true, [.. Risks])))))]);

        var row = book.Enterprises.Single();
        var reader = Reading(row);
        Assert.AreEqual(facts, EnterpriseFacts.Read(reader), string.Join(' ', reader.Problems.Select(p => p.Message)));
        Assert.IsTrue(reader.HasMajorRisk(EnterpriseFields.HasMajorRisk));
        CollectionAssert.AreEqual(Risks.ToArray(), book.Risks.Select(r => RiskFacts.Read(Reading(r))).ToArray());
        Assert.IsTrue(book.Risks.All(r => r[RiskFields.CreditCode].Text == facts.CreditCode));
        Assert.IsEmpty(book.Notices);
    }

    [TestMethod]
    public async Task Texts_are_text_cells_and_numbers_are_numbers()
    {
        using var book = ImportWorkbook.Open([new UploadedFile("名册.xlsx", new MemoryStream(await WriteAsync(Once(new RollEntry(Facts(1), null, [.. Risks])))))]);

        foreach (var (row, fields) in book.Enterprises.Select(r => (r, EnterpriseFields.All)).Concat(book.Risks.Select(r => (r, RiskFields.All))))
        {
            foreach (var field in fields.Where(f => row[f].Kind != CellKind.Empty))
                Assert.AreEqual(field.Kind is FieldKind.Whole or FieldKind.Fraction ? CellKind.Number : CellKind.Text, row[field].Kind, field.Heading);
        }

        Assert.AreEqual(CellKind.Empty, book.Enterprises.Single()[EnterpriseFields.HasMajorRisk].Kind);
    }

    [TestMethod]
    public async Task Beyond_the_rows_of_the_template_the_drop_downs_and_the_filter_reach_to_the_end()
    {
        var file = new TemplateFile(await WriteAsync(Entries(10_050)));

        Assert.AreEqual("A2:A10051", file.Rules(EnterpriseFields.Sheet)[0].Ranges);
        Assert.AreEqual("A2:A20101", file.Rules(RiskFields.Sheet)[0].Ranges);
        var names = file.Part("xl/workbook.xml").Descendants().Where(e => (string?)e.Attribute("name") == "_xlnm._FilterDatabase").Select(e => e.Value);
        Assert.AreEqual("企业信息!$A$1:$AO$10051 安全风险!$A$1:$V$20101", string.Join(' ', names));
    }

    [TestMethod]
    public async Task Enterprises_leave_while_further_ones_are_read_and_nothing_is_left_in_the_temporary_folder()
    {
        var target = new AsyncOnlyStream();
        var sent = new List<int>();
        async IAsyncEnumerable<RollEntry> WatchedAsync()
        {
            await foreach (var entry in Entries(4_000))
            {
                sent.Add(target.Count);
                yield return entry;
            }
        }

        var rows = await RollWorkbook.WriteAsync(Lists.Reference, Support.Templates.Order(), WatchedAsync(), target, TestContext.CancellationToken);

        Assert.AreEqual(4_000, rows);
        Assert.IsGreaterThan(3, sent.Distinct().Count());
        Assert.IsFalse(target.IsClosed);
    }

    private async Task<byte[]> WriteAsync(IAsyncEnumerable<RollEntry> entries)
    {
        var target = new AsyncOnlyStream();
        await RollWorkbook.WriteAsync(Lists.Reference, Support.Templates.Order(), entries, target, TestContext.CancellationToken);
        return target.Written;
    }

    private static async IAsyncEnumerable<RollEntry> Once(RollEntry entry)
    {
        await Task.Yield();
        yield return entry;
    }

    private static async IAsyncEnumerable<RollEntry> Entries(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.CompletedTask;
            yield return new RollEntry(Facts(i), true, [Risk, Risk]);
        }
    }

    private static RiskFacts With(Assessment assessment) => Risk with { Assessment = assessment with { Name = Risk.Name } };

    private static EnterpriseFacts Facts(int number)
    {
        var first17 = $"91320583MB{number:D7}";
        return new EnterpriseFacts
        {
            CreditCode = first17 + CreditCode.CheckCharacter(first17),
            Name = "@昆山=样板&公司",
            TownshipCode = TestApp.KunshanTownship,
            IndustryCode = "0610",
            Scale = Scale.Above,
            Address = "长江路 3-2 号",
            Longitude = 120.980001m,
            Latitude = 31.38m,
            LegalRepresentative = "王伟",
            SafetyOfficer = "李芳",
            Phone = "051257301234",
            Employees = 0,
            Revenue = 1234567.8901m,
            MainProducts = "-",
            CombustibleDust = true,
            SprayPainting = false,
            HazardPlacePeople = 0,
        };
    }

    private static FieldReader Reading(ImportRow row) => new(f => row[f], Lists.Reference, new Scope(TestApp.Kunshan), 2026);
}
