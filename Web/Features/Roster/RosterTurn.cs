using System.Globalization;
using RiskReport.Domain.Roster;

namespace RiskReport.Web.Features.Roster;

/// <summary>Which page of a list: its number, and the line behind or before which it stands, if it was come to from there.</summary>
public sealed class RosterTurn
{
    public int Page { get; set; } = 1;

    /// <summary>The enterprise of a line; for a risk its number behind a dash.</summary>
    public string? After { get; set; }

    public string? Before { get; set; }

    public RosterPlace Place(int number) => new()
    {
        Skip = (number - 1L) * RosterPage.Size,
        After = Line(After)?.EnterpriseId,
        Before = Line(Before)?.EnterpriseId,
    };

    /// <summary>Risks have no page by number but the first and the last.</summary>
    public RiskPlace RiskPlace(bool isLast) => (Line(After), Line(Before)) switch
    {
        ({ } after, _) => new RiskPlace(IsBackwards: false, after.EnterpriseId, after.Position),
        (null, { } before) => new RiskPlace(IsBackwards: true, before.EnterpriseId, before.Position),
        _ => new RiskPlace(isLast),
    };

    private static (long EnterpriseId, int Position)? Line(string? text)
    {
        var parts = (text ?? "").Split('-');
        return parts.Length <= 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var enterprise)
            && int.TryParse(parts.Length == 2 ? parts[1] : "0", NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? (enterprise, position) : null;
    }
}
