namespace RiskReport.Reports.Pdf;

/// <summary>A drawing that pages refer to, drawn once; pages may refer to it before it is drawn.</summary>
internal readonly record struct PdfForm(int ObjectNumber, string Resource);

/// <summary>A graphics state in which fills let through what lies below.</summary>
internal readonly record struct PdfOpacity(string Resource);
