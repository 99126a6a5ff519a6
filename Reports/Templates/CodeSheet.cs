using ClosedXML.Excel;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;

namespace RiskReport.Reports.Templates;

/// <summary>The sheet 代码表: every list that a cell is chosen from, side by side, and named for the drop-downs.</summary>
internal sealed class CodeSheet
{
    public const string Name = "代码表";
    public const string Townships = "镇街名单";
    public const string AccidentTypes = "事故类型名单";
    public const string Catalogue = "目录编号名单";

    private readonly XLWorkbook book;
    private readonly IXLWorksheet sheet;
    private int column = 1;

    private CodeSheet(XLWorkbook book, IXLWorksheet sheet) => (this.book, this.sheet) = (book, sheet);

    /// <summary>How the names of a factor's steps begin; the word of the method is their end, so that its cell leads to them.</summary>
    public static string StepsOf(FactorKey factor) => $"{factor}_";

    public static void Add(XLWorkbook book, ReferenceData reference, GradingRules rules, string regionCode, int year)
    {
        var codes = new CodeSheet(book, book.AddWorksheet(Name));
        codes.AddTownships(reference.Regions, regionCode, year);
        codes.Block("行业", ["代码", "名称"], reference.Industries.All.Where(i => i.HoldsIn(year)).Select(i => new[] { i.Code, i.Name }));
        codes.AddAccidentTypes(reference.AccidentTypes, year);
        codes.AddCatalogue(rules.Catalogue);
        codes.AddSteps(rules.RuleSet);
        codes.AddChemicals(rules.RuleSet);
        codes.sheet.SheetView.FreezeRows(2);
    }

    private void AddTownships(RegionList regions, string regionCode, int year)
    {
        var rows = regions.Within(regionCode).Where(r => r.IsTownship && r.HoldsIn(year))
            .Select(r => new[] { regions.AnswerOf(r, regionCode), r.Code, r.Name, regions[r.ParentCode]?.Name ?? "" });
        Named(Townships, Block(EnterpriseFields.Township.Heading, ["下拉选项", "代码", "名称", "县(市、区)"], rows));
    }

    /// <summary>A name that stands in both editions is one entry: which edition it is taken from is decided by the year.</summary>
    private void AddAccidentTypes(AccidentTypeList types, int year)
    {
        var rows = types.For(year).DistinctBy(t => t.Name)
            .Select(t => new[] { t.Name, t.Edition, t.Edition == types.EditionOf(year) ? $"{year} 年度适用" : "也可以填写" });
        Named(AccidentTypes, Block(RiskFields.AccidentType.Heading, ["名称", "标准", "适用"], rows));
    }

    private void AddCatalogue(Catalogue catalogue)
    {
        var rows = catalogue.Items.Select(i => new[] { i.Code, i.Name, i.GroupName, i.Colour.Word(), i.Requirement }).ToList();
        var range = Block($"{RiskFields.CatalogueCode.Heading}：{catalogue.Edition}", ["编号", "名称", "类别", "等级", "判定条件"], rows);
        if (rows.Count > 0)
            Named(Catalogue, range);
    }

    private void AddSteps(RuleSet rules)
    {
        var steps = rules.Methods.SelectMany(m => m.Factors.Select(f => (m.Method, Factor: f))).ToList();
        var range = Block($"{RiskFields.Method.Heading}的取值：规则 {rules.Name}", ["方法", "列", "取值", "含义"],
            steps.SelectMany(s => s.Factor.Steps, (s, step) => new object[] { s.Method.Word(), s.Factor.Key.ToString(), step.Value, step.Words }));
        var row = range.FirstRow().RowNumber();
        foreach (var (method, factor) in steps)
        {
            var column = range.FirstColumn().ColumnNumber() + 2;
            Named(StepsOf(factor.Key) + method.Word(), sheet.Range(row, column, row + factor.Steps.Count - 1, column));
            row += factor.Steps.Count;
        }
    }

    private void AddChemicals(RuleSet rules)
    {
        Block(RiskFields.DirectRed.Heading, ["代码", "情形"], rules.Chemical.DirectRed.Select(c => new[] { c.Code, c.Words }));
        Block($"{RiskFields.Substances.Heading}：按名称列出", ["名称", "临界量(吨)"], rules.MajorHazard.Substances.Select(s => new object[] { s.Name, s.CriticalQuantity }));
        Block($"{RiskFields.Substances.Heading}：未按名称列出", ["危险性类别", "临界量(吨)"], rules.MajorHazard.Classes.Select(c => new object[] { c.Code, c.CriticalQuantity }));
    }

    private void Named(string name, IXLRange block) => book.NamedRanges.Add(name, block.FirstColumn().AsRange());

    /// <summary>The cells below the headings; a free column stands behind each block.</summary>
    private IXLRange Block(string title, IReadOnlyList<string> headings, IEnumerable<object[]> rows)
    {
        sheet.Cell(1, column).SetValue(title).Style.Font.SetBold();
        for (var i = 0; i < headings.Count; i++)
            TemplateStyle.Optional(sheet.Cell(2, column + i).SetValue(headings[i]));

        var row = 3;
        foreach (var values in rows)
        {
            for (var i = 0; i < values.Length; i++)
                Write(sheet.Cell(row, column + i), values[i]);
            row++;
        }

        for (var i = 0; i < headings.Count; i++)
            sheet.Column(column + i).Width = headings[i] is "名称" or "情形" or "判定条件" or "含义" ? 36 : 16;
        sheet.Column(column + headings.Count).Width = 3;
        var block = sheet.Range(3, column, Math.Max(3, row - 1), column + headings.Count - 1);
        column += headings.Count + 1;
        return block;
    }

    private static void Write(IXLCell cell, object value)
    {
        if (value is decimal number)
            cell.SetValue(number);
        else
            cell.SetValue((string)value).Style.NumberFormat.SetNumberFormatId(TemplateStyle.Text);
    }
}
