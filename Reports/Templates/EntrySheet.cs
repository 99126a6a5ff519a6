using ClosedXML.Excel;
using RiskReport.Domain.Fields;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Templates;

/// <summary>A sheet to be filled in: the headings, and below each what may stand there.</summary>
internal static class EntrySheet
{
    public static void Add(XLWorkbook book, string name, IReadOnlyList<Field> fields, FieldGuide guide, bool hasCatalogue)
    {
        var sheet = book.AddWorksheet(name);
        for (var i = 0; i < fields.Count; i++)
            AddColumn(sheet, i + 1, fields, guide, hasCatalogue);

        sheet.Row(1).Height = 32;
        sheet.SheetView.Freeze(1, 2);   // code and name stay in sight
        sheet.Range(1, 1, FieldGuide.LastRow, fields.Count).SetAutoFilter();
        sheet.PageSetup.SetPageOrientation(XLPageOrientation.Landscape).SetPaperSize(XLPaperSize.A4Paper);
        sheet.PageSetup.FitToPages(1, 0);
        sheet.PageSetup.SetRowsToRepeatAtTop(1, 1);
    }

    private static void AddColumn(IXLWorksheet sheet, int number, IReadOnlyList<Field> fields, FieldGuide guide, bool hasCatalogue)
    {
        var field = fields[number - 1];
        var column = sheet.Column(number);
        column.Width = Width(field);
        // whatever is no number is text: a code keeps its zeros, "3-2" becomes no date and "=1" no formula
        if (field.Kind is not (FieldKind.Whole or FieldKind.Fraction))
            column.Style.NumberFormat.SetNumberFormatId(TemplateStyle.Text);

        var heading = sheet.Cell(1, number).SetValue(field.Heading);
        if (field.Required)
            TemplateStyle.Required(heading);
        else
            TemplateStyle.Optional(heading);
        heading.Comment.AddText($"{field.Heading}（{FieldGuide.Requirement(field)}）\n{guide.Prompt(field)}");
        heading.Comment.Style.Size.SetWidth(36).Size.SetHeight(90);

        var rule = sheet.Range(2, number, FieldGuide.LastRow, number).SetDataValidation();
        Allow(rule, field, fields, hasCatalogue);
        rule.IgnoreBlanks = true;
        rule.InputTitle = field.Heading;
        rule.InputMessage = guide.Prompt(field);
        rule.ErrorTitle = field.Heading;
        rule.ErrorMessage = FieldGuide.Refusal(field);
        rule.ErrorStyle = field.Kind == FieldKind.Township ? XLErrorStyle.Warning : XLErrorStyle.Stop;
    }

    private static void Allow(IXLDataValidation rule, Field field, IReadOnlyList<Field> fields, bool hasCatalogue)
    {
        switch (field.Kind)
        {
            case FieldKind.CreditCode:
                rule.TextLength.EqualTo(field.MaxLength);
                break;
            case FieldKind.Township:
                rule.List(CodeSheet.Townships);
                break;
            case FieldKind.AccidentType:
                rule.List(CodeSheet.AccidentTypes);
                break;
            case FieldKind.CatalogueCode when hasCatalogue:
                rule.List(CodeSheet.Catalogue);
                break;
            case FieldKind.Fraction when FieldGuide.FactorOf(field) is { } factor:
                // a method without this factor has no such name, and what is chosen by it is not read
                rule.List($"INDIRECT(\"{CodeSheet.StepsOf(factor)}\"&${CellReference.Letters(fields.ToList().IndexOf(RiskFields.Method))}2)");
                break;
            case FieldKind.Whole:
                rule.WholeNumber.Between((int)field.Min, (int)field.Max);
                break;
            case FieldKind.Fraction:
                rule.Decimal.Between((double)field.Min, (double)field.Max);
                break;
            default:
                if (field.Words.Count > 0)
                    rule.List($"\"{string.Join(',', field.Words)}\"");
                else
                    rule.TextLength.Between(1, field.MaxLength);
                break;
        }
    }

    private static double Width(Field field) => field.Kind switch
    {
        FieldKind.CreditCode => 22,
        FieldKind.LongText => 40,
        FieldKind.Substances => 30,
        FieldKind.Text when field.MaxLength > 100 => 28,
        FieldKind.Fraction when FieldGuide.FactorOf(field) is not null => 7,
        _ => 14,
    };
}
