using System.Text;

namespace RiskReport.Reports.Xlsx;

/// <summary>The workbook part: one more sheet at the end, and the hidden names by which Excel knows its filters.</summary>
internal sealed class AnnotatedBook(
    XmlTokens tokens, Stream output, AnnotatedSummary summary, string relations, Dictionary<int, string> filters) : TokenEdit(tokens, output)
{
    private const string FilterName = "_xlnm._FilterDatabase";

    private bool sheetsAreBehind;
    private bool isDone;

    protected override void Edit()
    {
        if (In.Depth == 0 && In.Kind == XmlToken.End)
            BeforeEnd(WriteNames);
        else if (In.Depth == 1 && In.Kind != XmlToken.Other)
            EditPart();
        else if (In.Depth == 2 && In.Opening("sheet"u8) && summary.ReplacesId == In.Attribute("id"u8))
            Attributed("state"u8, default);
        else if (In.Depth == 2 && In.Opening("definedName"u8) && In.Kind == XmlToken.Start)
            EditName();
        else
            Copy();
    }

    private void EditPart()
    {
        if (In.Closing("definedNames"u8) || (In.Kind == XmlToken.Empty && In.Opening("definedNames"u8)))
        {
            BeforeEnd(WriteEachName);
            isDone = true;
        }
        else if (In.Closing("sheets"u8))
        {
            sheetsAreBehind = true;
            BeforeEnd(WriteSheet);
        }
        else
        {
            if (sheetsAreBehind && In.Opens && Encoding.UTF8.GetString(In.LocalName) is not ("functionGroups" or "externalReferences" or "definedNames"))
                WriteNames();
            Copy();
        }
    }

    private void EditName()
    {
        if (In.Attribute("name"u8) == FilterName && int.TryParse(In.Attribute("localSheetId"u8), out var sheet) && filters.Remove(sheet, out var range))
        {
            Copy();
            Out.Text(range).Raw("</"u8).Raw(In.Prefix).Raw("definedName>"u8);
            SkipElement();
        }
        else
        {
            Copy();
        }
    }

    private void WriteSheet()
    {
        if (summary.ReplacesId is null)
        {
            Open("sheet"u8).Raw(" name=\""u8).Text(summary.Name).Raw("\" sheetId=\""u8).Number(summary.SheetId)
                .Raw("\" xmlns:r=\""u8).Text(relations).Raw("\" r:id=\""u8).Text(summary.RelationshipId).Raw("\"/>"u8);
        }
    }

    private void WriteNames()
    {
        if (isDone || filters.Count == 0)
            return;
        isDone = true;
        Open("definedNames"u8).Raw(">"u8);
        WriteEachName();
        Close("definedNames"u8);
    }

    private void WriteEachName()
    {
        foreach (var (sheet, range) in filters.OrderBy(f => f.Key))
        {
            Open("definedName"u8).Raw(" name=\""u8).Text(FilterName).Raw("\" localSheetId=\""u8).Number(sheet).Raw("\" hidden=\"1\">"u8).Text(range);
            Close("definedName"u8);
        }
    }
}
