using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Xls;

/// <summary>
/// The cells of one sheet. Records may stand in any order, so their places are gathered and sorted first; of a cell
/// that was written twice the later record counts, as in Excel.
/// </summary>
internal sealed class XlsSheet(string sheet, BiffRecord first, XlsCells values, WorkbookLimits limits)
{
    private const int RowShift = 48;
    private const int ColumnShift = 32;

    public IEnumerable<WorkbookRow> Rows()
    {
        var places = Places();
        var taken = 0;
        for (int from = 0, to; from < places.Count; from = to)
        {
            for (to = from + 1; to < places.Count && places[to] >> RowShift == places[from] >> RowShift; to++)
            {
            }

            if (ReadRow(places, from, to) is not { } row)
                continue;
            if (++taken > limits.Rows)
                throw WorkbookException.TooManyRows(sheet, limits.Rows);
            yield return row;
        }
    }

    /// <summary>Row, column and place of the record, in one number that sorts by them.</summary>
    private List<ulong> Places()
    {
        if (first.Type != BiffRecord.Begin)
            throw WorkbookException.Corrupt();
        var places = new List<ulong>();
        var depth = 1;
        var sorted = true;
        for (var record = first.Next; record is { } one && depth > 0; record = one.Next)
        {
            switch (one.Type)
            {
                // a chart in the sheet has a beginning and an end of its own
                case BiffRecord.Begin:
                    depth++;
                    break;
                case BiffRecord.Eof:
                    depth--;
                    break;
                case BiffRecord.Formula or BiffRecord.RichString or BiffRecord.LabelShared or BiffRecord.Number
                    or BiffRecord.Label or BiffRecord.BoolError or BiffRecord.Rk when depth == 1:
                    Add(one, LittleEndian.U16(one.Data, 2));
                    break;
                case BiffRecord.MulRk when depth == 1:
                    for (int column = LittleEndian.U16(one.Data, 2), end = column + ((one.Data.Length - 6) / 6); column < end; column++)
                        Add(one, column);
                    break;
            }
        }

        if (!sorted)
            places.Sort();
        return places;

        void Add(BiffRecord record, int column)
        {
            var place = ((ulong)LittleEndian.U16(record.Data, 0) << RowShift) | ((ulong)column << ColumnShift) | (uint)record.At;
            sorted &= places.Count == 0 || places[^1] < place;
            places.Add(place);
        }
    }

    private WorkbookRow? ReadRow(List<ulong> places, int from, int to)
    {
        var row = (int)(places[from] >> RowShift) + 1;
        var cells = new List<Cell>();
        for (var i = from; i < to; i++)
        {
            var column = (int)(places[i] >> ColumnShift) & 0xFFFF;
            var cell = values.Read(new BiffRecord(first.Stream, (int)(uint)places[i]), column);
            if (cell.Kind == CellKind.Empty)
                continue;
            if (column >= limits.Columns)
                throw WorkbookException.TooManyColumns(sheet, CellReference.Of(column, row), limits.Columns);
            while (cells.Count <= column)
                cells.Add(Cell.Empty);
            cells[column] = cell;
        }

        return cells.Count > 0 ? new WorkbookRow(row, [.. cells]) : null;
    }
}
