using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace RiskReport.Domain;

/// <summary>How snapshots are kept as text: Chinese stays readable in the database.</summary>
public static class StoredJson
{
    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
}
