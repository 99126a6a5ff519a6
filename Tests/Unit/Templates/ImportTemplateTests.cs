using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;
using RiskReport.Reports;
using RiskReport.Reports.Uploads;
using RiskReport.Reports.Xlsx;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Templates;

[TestClass]
public sealed class ImportTemplateTests
{
    private static readonly byte[] Bytes = Support.Templates.Of();
    private static readonly TemplateFile File = new(Bytes);

    public static IEnumerable<object[]> Sheets => [[EnterpriseFields.Sheet, EnterpriseFields.All], [RiskFields.Sheet, RiskFields.All]];

    [TestMethod]
    [DataRow("3205", 2026)]
    [DataRow("320583", 2027)]
    [DataRow("320583100", 2025)]
    public void Every_template_is_valid(string region, int year)
    {
        using var file = SpreadsheetDocument.Open(new MemoryStream(Support.Templates.Of(region, year)), isEditable: false);

        var faults = new OpenXmlValidator().Validate(file).Select(e => $"{e.Part?.Uri} {e.Path?.XPath} {e.Description}");

        Assert.IsEmpty(faults);
    }

    [TestMethod]
    public void The_sheets_stand_in_order_and_the_stamp_is_very_hidden()
    {
        Assert.AreEqual("填写说明:, 企业信息:, 安全风险:, 代码表:, 模板信息:veryHidden", string.Join(", ", File.Sheets.Select(s => $"{s.Name}:{s.State}")));
        CollectionAssert.AreEqual(
            new[] { "RiskReport", TemplateVersion.Current, "320583", "2026", "2026-11-24 10:00:00" },
            File.Rows(TemplateVersion.Sheet).SelectMany(r => r.Cells.Skip(r.Number == 1 ? 0 : 1)).Select(c => c.Text).ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(Sheets))]
    public void Every_field_has_its_column_with_a_prompt_and_a_sentence_of_its_own(string sheet, IReadOnlyList<Field> fields)
    {
        var rules = File.Rules(sheet);

        CollectionAssert.AreEqual(fields.Select(f => f.Heading).ToArray(), File.Rows(sheet)[0].Cells.Select(c => c.Text).ToArray());
        Assert.HasCount(fields.Count, rules);
        foreach (var (field, i) in fields.Select((f, i) => (f, i)))
        {
            var rule = rules[i];
            Assert.AreEqual($"{CellReference.Letters(i)}2:{CellReference.Letters(i)}10000", rule.Ranges);
            Assert.AreEqual(field.Heading, rule.PromptTitle);
            Assert.AreEqual(field.Heading, rule.ErrorTitle);
            Assert.IsLessThanOrEqualTo(32, field.Heading.Length);
            Assert.IsTrue(rule.Prompt.Length is > 0 and <= 255, rule.Prompt);
            Assert.IsTrue(rule.Error.Length is > 0 and <= 225, rule.Error);
            Assert.AreEqual(field.Required, rule.Prompt.StartsWith("必填", StringComparison.Ordinal), rule.Prompt);
            if (field.Hint is { } hint && !field.IsAssessed)
                StringAssert.Contains(rule.Prompt, hint);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Sheets))]
    public void Numbers_have_the_bounds_of_their_field_and_everything_else_is_text(string sheet, IReadOnlyList<Field> fields)
    {
        var rules = File.Rules(sheet);
        foreach (var (field, i) in fields.Select((f, i) => (f, i)))
        {
            var number = field.Kind is FieldKind.Whole or FieldKind.Fraction;
            Assert.AreEqual(number ? 0 : 49, File.FormatOf(sheet, i), field.Heading);
            if (number && field.Key.Length > 1)
                Assert.AreEqual($"{(field.Kind == FieldKind.Whole ? "whole" : "decimal")} {field.Min:0.####} {field.Max:0.####}", $"{rules[i].Type} {rules[i].Formula} {rules[i].Formula2}");
        }

        Assert.AreEqual("textLength 18", $"{rules[0].Type} {rules[0].Formula}");
    }

    [TestMethod]
    [DynamicData(nameof(Sheets))]
    public void Every_word_of_a_drop_down_is_read_and_no_word_is_missing(string sheet, IReadOnlyList<Field> fields)
    {
        foreach (var (field, i) in fields.Select((f, i) => (f, i)).Where(f => f.f.Words.Count > 0))
        {
            var words = File.Rules(sheet)[i].Formula.Trim('"').Split(',');
            CollectionAssert.AreEquivalent(WordsThatAreRead(field), words, field.Heading);
        }
    }

    [TestMethod]
    [DataRow("3205")]
    [DataRow("320583")]
    [DataRow("320583100")]
    public void The_townships_to_choose_from_are_those_of_the_office_each_once(string region)
    {
        var file = new TemplateFile(Support.Templates.Of(region));
        var offered = file.Named(file.Rules(EnterpriseFields.Sheet)[EnterpriseFields.All.ToList().IndexOf(EnterpriseFields.Township)].Formula);

        var read = offered.Select(o => Reading(o, region).Township(EnterpriseFields.Township)).ToList();

        CollectionAssert.AreEquivalent(
            Lists.Reference.Regions.Within(region).Where(r => r.IsTownship && r.HoldsIn(2026)).Select(r => r.Code).ToArray(), read.ToArray());
        CollectionAssert.AllItemsAreUnique(offered.ToList());
    }

    [TestMethod]
    public void The_accident_types_are_those_of_the_reader_those_of_the_year_first()
    {
        var offered = File.Named(Formula(RiskFields.AccidentType));

        CollectionAssert.AreEquivalent(Lists.Reference.AccidentTypes.Names.ToArray(), offered.ToArray());
        Assert.IsTrue(offered.All(o => Reading(o).AccidentType(RiskFields.AccidentType) is not null));
        Assert.AreEqual(Lists.Reference.AccidentTypes.EditionOf(2026), Reading(offered[0]).AccidentType(RiskFields.AccidentType)!.Edition);
    }

    [TestMethod]
    public void The_catalogue_is_the_one_in_force() => CollectionAssert.AreEqual(
        Lists.Rules.Catalogue.Items.Select(i => i.Code).ToArray(), File.Named(Formula(RiskFields.CatalogueCode)).ToArray());

    [TestMethod]
    public void The_steps_of_a_factor_follow_the_method_beside_it()
    {
        foreach (var method in Lists.Rules.RuleSet.Methods)
        {
            CollectionAssert.AreEqual(RiskFields.Of(method.Method).Select(f => f.Key).Order().ToArray(), method.Factors.Select(f => f.Key.ToString()).Order().ToArray());
            foreach (var factor in method.Factors)
            {
                Assert.AreEqual($"INDIRECT(\"{factor.Key}_\"&$G2)", Formula(RiskFields.Named(factor.Key.ToString())));
                Assert.AreEqual(RiskFields.Method, RiskFields.All["ABCDEFG".Length - 1]);
                CollectionAssert.AreEqual(
                    factor.Steps.Select(s => s.Value).ToArray(),
                    File.Named($"{factor.Key}_{method.Method.Word()}").Select(t => decimal.Parse(t, System.Globalization.CultureInfo.InvariantCulture)).ToArray());
            }
        }
    }

    [TestMethod]
    public void The_instructions_explain_every_column()
    {
        var rows = File.Rows("填写说明").Select(r => string.Join('|', r.Cells.Select(c => c.Text))).ToList();

        foreach (var (sheet, field) in EnterpriseFields.All.Select(f => ("企业信息", f)).Concat(RiskFields.All.Select(f => ("安全风险", f))))
        {
            var row = rows.Single(r => r.StartsWith($"{sheet}|{field.Heading}|", StringComparison.Ordinal));
            StringAssert.Contains(row, field.Required ? "|必填|" : field.IsAssessed ? "|按评估方法填写|" : "|选填|");
            StringAssert.Contains(row, field.Hint ?? "");
            StringAssert.Contains(row, field.Unit ?? "");
        }
    }

    [TestMethod]
    public void Headings_are_frozen_filtered_and_required_ones_look_and_read_differently()
    {
        var sheet = File.Sheet(EnterpriseFields.Sheet);
        var cells = sheet.Descendants().Where(e => e.Name.LocalName == "row").First().Elements().ToList();
        var styles = EnterpriseFields.All.Select((f, i) => (f.Required, Style: (int)cells[i].Attribute("s")!)).ToList();

        StringAssert.StartsWith(sheet.Descendants().Single(e => e.Name.LocalName == "pane").Attribute("state")!.Value, "frozen");
        Assert.AreEqual("A1:AO10000", sheet.Descendants().Single(e => e.Name.LocalName == "autoFilter").Attribute("ref")!.Value);
        Assert.IsEmpty(styles.Where(s => s.Required).Select(s => s.Style).Intersect(styles.Where(s => !s.Required).Select(s => s.Style)));
        Assert.HasCount(EnterpriseFields.All.Count, File.Part("xl/comments1.xml").Descendants().Where(e => e.Name.LocalName == "comment"));
    }

    [TestMethod]
    public void Empty_it_has_no_rows_for_the_import()
    {
        Assert.HasCount(1, File.Sheet(EnterpriseFields.Sheet).Descendants().Where(e => e.Name.LocalName == "row"));
        var refusal = Assert.ThrowsExactly<WorkbookException>(() => ImportWorkbook.Open([new UploadedFile("模板.xlsx", new MemoryStream(Bytes))]));

        Assert.AreEqual("NO_ROWS", refusal.Code);
    }

    [TestMethod]
    public void The_version_changes_with_what_makes_a_workbook_fit_and_with_nothing_else()
    {
        static string Of(Field field) => TemplateVersion.Of([("表", [field])]);
        var field = new Field("A", "甲", FieldKind.Choice) { Choices = ["一", "二"] };

        StringAssert.Matches(TemplateVersion.Current, new System.Text.RegularExpressions.Regex(@"^\d{4}\.\d-[0-9A-F]{4}$"));
        Assert.AreEqual(Of(field), Of(field with { Hint = "说明", Unit = "人", Max = 5, Choices = ["一", "二"] }));
        foreach (var other in new[] { field with { Heading = "乙" }, field with { Required = true }, field with { Kind = FieldKind.Text }, field with { Choices = ["一"] } })
            Assert.AreNotEqual(Of(field), Of(other));
    }

    private static string Formula(Field field) => File.Rules(RiskFields.Sheet)[RiskFields.All.ToList().IndexOf(field)].Formula;

    /// <summary>Asked of the reader itself: what it takes, and the words in its own sentence about what it does not.</summary>
    private static string[] WordsThatAreRead(Field field)
    {
        var reader = Reading("别的");
        Read(reader, field);
        var words = reader.Problems.Single().Message.Split("只能填写")[1].Split("，现为")[0].Split('、');
        foreach (var word in words)
        {
            var again = Reading(word);
            Assert.IsNotNull(Read(again, field), word);
            Assert.IsEmpty(again.Problems);
        }

        return words;
    }

    private static object? Read(FieldReader reader, Field field) => field.Kind switch
    {
        FieldKind.Scale => reader.Scale(field) is { } scale ? scale : (Scale?)null,
        FieldKind.YesNo => reader.YesNo(field),
        FieldKind.HasMajorRisk => reader.HasMajorRisk(field),
        FieldKind.Method => reader.Method(field) is { } method ? method : (GradingMethod?)null,
        _ => reader.Choice(field),
    };

    private static FieldReader Reading(string text, string region = TestApp.Kunshan) => new(_ => Cell.Typed(text), Lists.Reference, new Scope(region), 2026);
}
