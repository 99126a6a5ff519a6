using System.Globalization;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Reports.Xls;

/// <summary>The value of a cell, as its record and its style say.</summary>
/// <param name="isCalculated">Else a formula's 0 may stand for no result at all, and is not taken for one.</param>
internal sealed class XlsCells(CellSources sources, WorkbookLimits limits, bool isCalculated)
{
    public Cell Read(BiffRecord record, int column)
    {
        var data = record.Data;
        switch (record.Type)
        {
            case BiffRecord.LabelShared:
                return Cell.Typed(sources.Strings[(int)LittleEndian.U32(data, 6)]);
            case BiffRecord.Label or BiffRecord.RichString:
                return Cell.Typed(new BiffText(record, 6, limits).Read());
            case BiffRecord.BoolError:
                return BoolOrError(LittleEndian.U8(data, 6), isError: LittleEndian.U8(data, 7) != 0);
            case BiffRecord.Rk:
                return Number(Unpack(LittleEndian.U32(data, 6)), LittleEndian.U16(data, 4));
            case BiffRecord.MulRk:
                var at = 4 + ((column - LittleEndian.U16(data, 2)) * 6);
                return Number(Unpack(LittleEndian.U32(data, at + 2)), LittleEndian.U16(data, at));
            case BiffRecord.Number:
                return Number(LittleEndian.Double(data, 6), LittleEndian.U16(data, 4));
            default:
                return Result(record);
        }
    }

    /// <summary>A formula keeps its last result: a number, or, marked by two bytes of ones, something else.</summary>
    private Cell Result(BiffRecord formula)
    {
        const int text = 0, boolean = 1, error = 2;
        var data = formula.Data;
        if (LittleEndian.U16(data, 12) != 0xFFFF)
        {
            return !isCalculated && LittleEndian.Double(data, 6) == 0
                ? new Cell(CellKind.Formula, "=(公式)")
                : Number(LittleEndian.Double(data, 6), LittleEndian.U16(data, 4));
        }

        return LittleEndian.U8(data, 6) switch
        {
            text => TextBehind(formula),
            boolean => BoolOrError(LittleEndian.U8(data, 8), isError: false),
            error => BoolOrError(LittleEndian.U8(data, 8), isError: true),
            _ => Cell.Empty,
        };
    }

    /// <summary>The text follows, at times behind the definition of an array or shared formula.</summary>
    private Cell TextBehind(BiffRecord formula)
    {
        const int sharedFormula = 0x4BC, array = 0x221, table = 0x236;
        var record = formula.Next;
        while (record is { Type: sharedFormula or array or table or BiffRecord.Continue } between)
            record = between.Next;
        return record is { Type: BiffRecord.Text } text ? Cell.Typed(new BiffText(text, 0, limits).Read()) : Cell.Empty;
    }

    private Cell Number(double value, int style) =>
        sources.Formats.IsDate(style) && DateSerial.ToIso(value, sources.From1904) is { } date
            ? new Cell(CellKind.Date, date)
            : new Cell(CellKind.Number, value.ToString("R", CultureInfo.InvariantCulture));

    private static Cell BoolOrError(byte value, bool isError) => isError
        ? new Cell(CellKind.Error, value switch
        {
            0x00 => "#NULL!",
            0x07 => "#DIV/0!",
            0x0F => "#VALUE!",
            0x17 => "#REF!",
            0x1D => "#NAME?",
            0x24 => "#NUM!",
            _ => "#N/A",
        })
        : new Cell(CellKind.Boolean, value != 0 ? "TRUE" : "FALSE");

    /// <summary>Thirty bits of a whole number or of the upper half of a double; the lowest bit says it is in hundredths.</summary>
    private static double Unpack(uint packed)
    {
        var value = (packed & 2) != 0 ? (int)packed >> 2 : BitConverter.Int64BitsToDouble((long)(packed & 0xFFFF_FFFC) << 32);
        return (packed & 1) != 0 ? value / 100 : value;
    }
}
