using System.Text.RegularExpressions;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Fields;

[TestClass]
public sealed partial class FieldReaderTests
{
    [TestMethod]
    [DataRow("  91440300 1922038216", null, "USCC_CHECK")]
    [DataRow("９１４４０３００１９２２０３８２１６", "914403001922038216", null)]
    [DataRow("　9144030071526726xg ", "9144030071526726XG", null)]
    [DataRow("", null, "REQUIRED")]
    [DataRow("   ", null, "REQUIRED")]
    [DataRow("9.13205E+17", null, "NUMERIC_CODE")]
    [DataRow("9.13205055500025e17", null, "NUMERIC_CODE")]
    public void A_credit_code_is_put_right_or_refused(string typed, string? expected, string? problem)
    {
        var reader = Reading(Cell.Typed(typed));

        Assert.AreEqual(expected, reader.CreditCode(EnterpriseFields.CreditCode));
        Assert.AreEqual(problem, reader.Problems.SingleOrDefault()?.Code);
    }

    [TestMethod]
    public void What_nobody_sees_is_left_out_and_lines_end_alike()
    {
        var reader = Reading(Cell.Typed("\u200E\u202A一\u001B[31m\0\r\n二\u202E\u0085三\r四\u2028五\u200B\t六\uFEFF \u2069"));

        Assert.AreEqual("一[31m\n二\n三\n四\n五\t六", reader.Text(RiskFields.Controls));
        Assert.IsNull(Reading(Cell.Typed("\u202A\u0001 \u200B")).Text(RiskFields.Controls), "nothing is left");
    }

    [TestMethod]
    public void A_numeric_cell_in_a_code_column_is_never_repaired()
    {
        foreach (var field in new[] { EnterpriseFields.CreditCode, EnterpriseFields.Township, EnterpriseFields.Industry })
        {
            var reader = Reading(new Cell(CellKind.Number, "3360"));

            Assert.IsNull(field == EnterpriseFields.CreditCode ? reader.CreditCode(field) : field == EnterpriseFields.Township ? reader.Township(field) : reader.Industry(field));
            Assert.AreEqual("NUMERIC_CODE", reader.Problems.Single().Code);
        }
    }

    [TestMethod]
    [DataRow("1,072.68", "1072.68")]
    [DataRow("１，０７２．６８", "1072.68")]
    [DataRow(" 12 ", "12")]
    [DataRow("0", "0")]
    [DataRow("1E3", "1000")]
    public void Numbers_are_read_as_people_write_them(string typed, string expected)
    {
        var reader = Reading(Cell.Typed(typed));

        Assert.AreEqual(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), reader.Fraction(EnterpriseFields.Revenue));
        Assert.IsEmpty(reader.Problems);
    }

    [TestMethod]
    [DataRow("约三十", "NUMBER")]
    [DataRow("12a", "NUMBER")]
    [DataRow("12,5", "NUMBER", DisplayName = "a slip is asked about, not guessed")]
    [DataRow("-1", "RANGE")]
    [DataRow("99999999999999999999999999999999", "NUMBER")]
    [DataRow("12345678901", "RANGE")]
    public void What_is_no_number_is_said_to_be_none(string typed, string code)
    {
        var reader = Reading(Cell.Typed(typed));

        Assert.IsNull(reader.Fraction(EnterpriseFields.Revenue));
        Assert.AreEqual(code, reader.Problems.Single().Code);
    }

    [TestMethod]
    [DataRow("1234.56785", "1234.5679")]
    [DataRow("1234.56784999", "1234.5678")]
    [DataRow("0.00004", "0")]
    public void A_number_has_as_many_decimals_as_are_stored(string typed, string expected)
    {
        Assert.AreEqual(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Reading(Cell.Typed(typed)).Fraction(EnterpriseFields.Revenue));
        Assert.AreEqual(31.123457m, Reading(Cell.Typed("31.1234565")).Fraction(EnterpriseFields.Latitude));
        Assert.AreEqual(2.9999999m, Reading(Cell.Typed("2.9999999")).Fraction(RiskFields.L), "no factor is rounded to one of its list");
        Assert.IsNull(Reading(Cell.Typed("3.00001")).Whole(EnterpriseFields.LargestShift), "nor half a person to a whole one");
    }

    [TestMethod]
    public void A_number_has_as_many_decimals_as_its_column()
    {
        var columns = Directory.EnumerateFiles(Path.Combine(Sources.Root, "database", "migrations"), "*.sql")
            .SelectMany(f => DecimalColumn().Matches(File.ReadAllText(f))).ToLookup(m => m.Groups["name"].Value, m => int.Parse(m.Groups["scale"].Value, System.Globalization.CultureInfo.InvariantCulture));
        foreach (var field in EnterpriseFields.All.Where(f => f.Kind == FieldKind.Fraction))
            CollectionAssert.AreEqual(new[] { field.Decimals }, columns[field.Key].ToArray(), field.Heading);
    }

    [TestMethod]
    [DataRow("0.20000000000000001", "0.2")]
    [DataRow("31.379999999999999", "31.38")]
    [DataRow("1234567.8901000000", "1234567.8901")]
    [DataRow("1800.5", "1800.5")]
    public void A_number_is_what_excel_shows_and_not_how_it_stores_it(string stored, string expected)
    {
        var reader = Reading(new Cell(CellKind.Number, stored));

        Assert.AreEqual(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), reader.Fraction(EnterpriseFields.Revenue));
        Assert.IsEmpty(reader.Problems);
    }

    [TestMethod]
    public void What_is_one_line_stays_one()
    {
        Assert.AreEqual("喷漆房 火灾", Reading(Cell.Typed("喷漆房\n火灾")).Text(RiskFields.Name));
        Assert.AreEqual("0512-57301234 13800000000", Reading(Cell.Typed("0512-57301234\n13800000000")).Phone(RiskFields.Phone));
        Assert.AreEqual("一\n二", Reading(Cell.Typed("一\r\n二")).Text(RiskFields.Controls));
        CollectionAssert.AreEqual(new[] { "物体打击", "机械伤害" }, Reading(Cell.Typed("物体打击\n机械伤害")).AccidentTypes(CatalogueFields.AccidentTypes).ToArray(), "a line each");
    }

    [TestMethod]
    public void Zero_and_blank_are_told_apart()
    {
        Assert.AreEqual(0, Reading(Cell.Typed("0")).Whole(EnterpriseFields.LargestShift));
        Assert.IsNull(Reading(Cell.Empty).Whole(EnterpriseFields.LargestShift));
        Assert.IsEmpty(Reading(Cell.Empty).Problems);
    }

    [TestMethod]
    public void Half_a_person_is_asked_about()
    {
        var reader = Reading(Cell.Typed("12.5"));

        Assert.IsNull(reader.Whole(EnterpriseFields.Employees));
        Assert.AreEqual("“从业人数”应为整数，现为 12.5，请核对。", reader.Problems.Single().Message);
    }

    [TestMethod]
    [DataRow("320583102", "320583102", null)]
    [DataRow("周市镇", "320583102", null)]
    [DataRow("320507100", null, "OUT_OF_REGION")]
    [DataRow("木渎镇", null, "OUT_OF_REGION")]
    [DataRow("320583", null, "NOT_IN_LIST")]
    [DataRow("没有镇", null, "NOT_IN_LIST")]
    public void A_township_is_a_code_or_an_own_name(string typed, string? code, string? problem)
    {
        var reader = Reading(Cell.Typed(typed));

        Assert.AreEqual(code, reader.Township(EnterpriseFields.Township));
        Assert.AreEqual(problem, reader.Problems.SingleOrDefault()?.Code);
    }

    [TestMethod]
    [DataRow("3360", "3360")]
    [DataRow("C3360", "3360")]
    [DataRow("c33", "33")]
    [DataRow("594", "594")]
    [DataRow("5942", "5942")]
    [DataRow("57", "57")]
    [DataRow("0610", "0610")]
    public void An_industry_in_scope_is_taken(string typed, string code) =>
        Assert.AreEqual(code, Reading(Cell.Typed(typed)).Industry(EnterpriseFields.Industry));

    [TestMethod]
    [DataRow("59")]
    [DataRow("5910")]
    [DataRow("47")]
    [DataRow("05")]
    [DataRow("大型")]
    [DataRow("33600")]
    [DataRow("3")]
    public void An_industry_out_of_scope_is_not(string typed)
    {
        var reader = Reading(Cell.Typed(typed));

        Assert.IsNull(reader.Industry(EnterpriseFields.Industry));
        Assert.AreEqual("NOT_IN_LIST", reader.Problems.Single().Code);
    }

    [TestMethod]
    [DataRow("中毒和窒息", "GB/T 6441-1986")]
    [DataRow("粉尘爆炸", "GB 6441-2025")]
    [DataRow("火灾", "GB/T 6441-1986", DisplayName = "in both editions: the one in force when the year began")]
    public void An_accident_type_keeps_its_edition(string name, string edition) =>
        Assert.AreEqual(edition, Reading(Cell.Typed(name)).AccidentType(RiskFields.AccidentType)!.Edition);

    [TestMethod]
    public void From_2027_a_name_of_both_editions_is_of_the_new_one() =>
        Assert.AreEqual("GB 6441-2025", new FieldReader(_ => Cell.Typed("火灾"), Lists.Reference, new Scope("320583"), 2027).AccidentType(RiskFields.AccidentType)!.Edition);

    [TestMethod]
    [DataRow(CellKind.Formula, "A1+1", "FORMULA")]
    [DataRow(CellKind.Error, "#N/A", "ERROR_CELL")]
    public void A_formula_without_result_and_an_error_are_named(CellKind kind, string text, string code)
    {
        var reader = Reading(new Cell(kind, text));

        Assert.IsNull(reader.Text(EnterpriseFields.Name));
        Assert.AreEqual(code, reader.Problems.Single().Code);
    }

    [TestMethod]
    public void A_telephone_number_in_a_numeric_cell_keeps_its_digits() =>
        Assert.AreEqual("13848764529", Reading(new Cell(CellKind.Number, "1.3848764529E10")).Phone(EnterpriseFields.Phone));

    [TestMethod]
    [DataRow("0512-57301234")]
    [DataRow("１３６０３２７０８７３")]
    [DataRow("（0512）57301234转801")]
    public void Telephone_numbers_are_taken_as_written(string typed) =>
        Assert.IsNotNull(Reading(Cell.Typed(typed)).Phone(EnterpriseFields.Phone));

    [TestMethod]
    [DataRow("不详")]
    [DataRow("12345")]
    public void What_is_no_telephone_number_is_refused(string typed)
    {
        var reader = Reading(Cell.Typed(typed));

        Assert.IsNull(reader.Phone(EnterpriseFields.Phone));
        Assert.AreEqual("FORMAT", reader.Problems.Single().Code);
    }

    [TestMethod]
    public void Text_that_is_too_long_is_not_cut()
    {
        var reader = Reading(Cell.Typed(new string('长', 201)));

        Assert.IsNull(reader.Text(EnterpriseFields.Name));
        Assert.AreEqual("“企业名称”最多 200 个字，现有 201 个字，请缩短。", reader.Problems.Single().Message);
    }

    [TestMethod]
    [DataRow("张*")]
    [DataRow("欧＊＊＊")]
    public void A_name_that_hides_a_letter_is_no_name(string typed)
    {
        foreach (var field in EnterpriseFields.All.Concat(RiskFields.All).Where(f => f.Kind == FieldKind.PersonName))
        {
            var reader = Reading(Cell.Typed(typed));

            Assert.IsNull(reader.PersonName(field));
            Assert.AreEqual($"FORMAT “{field.Heading}”现为“{typed}”，姓名中不能有“*”：隐去了文字的姓名不能代替完整姓名，请填写完整姓名。", $"{reader.Problems.Single().Code} {reader.Problems.Single().Message}");
        }
    }

    private static FieldReader Reading(Cell cell) => new(_ => cell, Lists.Reference, new Scope("320583"), 2026);

    [GeneratedRegex(@"(?<name>\w+)\s+DECIMAL\(\d+,\s*(?<scale>\d+)\)")]
    private static partial Regex DecimalColumn();
}
