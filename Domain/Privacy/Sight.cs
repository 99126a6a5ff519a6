using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;

namespace RiskReport.Domain.Privacy;

/// <summary>How much of persons somebody sees. Which answers are about a person is said by the kind of their field.</summary>
public sealed record Sight(bool Phones, bool Names)
{
    /// <summary>An enterprise's of its own report.</summary>
    public static readonly Sight Whole = new(Phones: true, Names: true);

    /// <summary>Whoever reviews a report has to know who answers for it; to call, it gives a reason.</summary>
    public static readonly Sight Office = new(Phones: false, Names: true);

    /// <summary>Auditors check what was done, other systems what was filed: neither needs a person.</summary>
    public static readonly Sight Masked = new(Phones: false, Names: false);

    /// <summary>Behind the name of somebody without an account, who committed by a link.</summary>
    public const string ByLink = "（承诺链接）";

    public static Sight Of(Role role) => role switch
    {
        Role.Enterprise => Whole,
        Role.Township or Role.County or Role.City => Office,
        _ => Masked,
    };

    /// <summary>What is left out, in words; nothing for whoever sees all.</summary>
    public string? Hidden => (Phones, Names) switch
    {
        (true, _) => null,
        (false, true) => "电话只显示部分号码",
        _ => "电话只显示部分号码，姓名只显示第一个字",
    };

    public static bool IsOfPerson(Field field) => field.Kind is FieldKind.Phone or FieldKind.PersonName;

    public string? Of(Field field, string? text) => field.Kind switch
    {
        FieldKind.Phone when !Phones => PhoneMask.Of(text),
        FieldKind.PersonName => Name(text),
        _ => text,
    };

    public string? Name(string? name) => Names ? name : NameMask.Of(name);

    /// <summary>Who did something: accounts are named, which is what records are for; a person without one is not.</summary>
    public string? Doer(string? name) =>
        name is not null && name.EndsWith(ByLink, StringComparison.Ordinal) ? Name(name[..^ByLink.Length]) + ByLink : name;

    public EnterpriseFacts Of(EnterpriseFacts facts) => facts with
    {
        LegalRepresentative = Of(EnterpriseFields.LegalRepresentative, facts.LegalRepresentative)!,
        SafetyOfficer = Of(EnterpriseFields.SafetyOfficer, facts.SafetyOfficer)!,
        Phone = Of(EnterpriseFields.Phone, facts.Phone)!,
    };

    public RiskFacts Of(RiskFacts facts) => facts with { Owner = Of(RiskFields.Owner, facts.Owner)!, Phone = Of(RiskFields.Phone, facts.Phone) };
}
