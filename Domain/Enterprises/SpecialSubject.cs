using RiskReport.Domain.Fields;

namespace RiskReport.Domain.Enterprises;

/// <summary>
/// The special subjects of an enterprise as one number, a bit to a yes, so that a roster is filtered without reading the roll.
/// The bits are stored: the list only grows at its end.
/// </summary>
public static class SpecialSubject
{
    private static readonly (string Key, Func<EnterpriseFacts, bool?> Answer)[] Subjects =
    [
        ("CombustibleDust", f => f.CombustibleDust),
        ("AmmoniaRefrigeration", f => f.AmmoniaRefrigeration),
        ("MetalSmelting", f => f.MetalSmelting),
        ("DeepWellCasting", f => f.DeepWellCasting),
        ("ConfinedSpace", f => f.ConfinedSpace),
        ("SprayPainting", f => f.SprayPainting),
        ("Wastewater", f => f.Wastewater),
        ("LithiumBattery", f => f.LithiumBattery),
    ];

    /// <summary>The special sheets, in the order they are asked.</summary>
    public static IEnumerable<(string Key, string Name)> All => SheetFields.Sheets.Select(s => (s.Code, s.Title));

    /// <summary>What is summed up of each: the people at work there where the sheet asks for them, else how many places or plants there are.</summary>
    public static readonly IReadOnlyList<SubjectFigure> Figures =
        [.. Subjects.Zip(["DustShift", "AmmoniaShift", "LadleCranes", "CastingSystems", "ConfinedSpaces", "SprayPlaces", "WastewaterPlants", "BatteryShift"],
            (subject, field) => new SubjectFigure(subject.Key, SheetFields.All.First(f => f.Key == field)))];

    public static int BitsOf(EnterpriseFacts facts)
    {
        var bits = 0;
        for (var i = 0; i < Subjects.Length; i++)
            bits |= Subjects[i].Answer(facts) is true ? 1 << i : 0;
        return bits;
    }

    public static int BitsOf(IEnumerable<string> keys) =>
        keys.Aggregate(0, (bits, key) => bits | (1 << Array.FindIndex(Subjects, s => s.Key == key)));
}

/// <summary>The answer of a special sheet that is summed up over the enterprises of a subject.</summary>
public sealed record SubjectFigure(string Subject, Field Field)
{
    public string Name => SheetFields.Find(Subject)!.Title;

    public int Bit => SpecialSubject.BitsOf([Subject]);
}
