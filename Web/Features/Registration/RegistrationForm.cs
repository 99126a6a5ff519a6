using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Registration;

/// <summary>The form as typed.</summary>
public sealed class RegistrationForm
{
    public static readonly Field Person = new(nameof(PersonName), "姓名", FieldKind.Text) { Required = true, MaxLength = 50 };
    public static readonly Field Remark = new(nameof(Note), "说明", FieldKind.LongText) { Hint = "例如所在部门和职务，便于镇（街道）核对" };

    public string? CreditCode { get; set; }

    public string? PersonName { get; set; }

    public string? Phone { get; set; }

    public string? UserName { get; set; }

    public string? Password { get; set; }

    public string? Repeated { get; set; }

    public string? Note { get; set; }

    /// <summary>The answers by the one rule of each field, and what is wrong with them, in the order of the page.</summary>
    public (string? CreditCode, string? Person, string? Phone, string? Note, List<PageProblem> Problems) Read(ReferenceData reference, PasswordRules rules, int year)
    {
        var reader = new FieldReader(f => Cell.Typed(Typed(f)), reference, Scope.City, year);
        var creditCode = reader.CreditCode(EnterpriseFields.CreditCode);
        var person = reader.Text(Person);
        var phone = reader.Phone(EnterpriseFields.Phone);
        var problems = reader.Problems.Select(Problem).ToList();
        problems.AddRange(NewPassword.Problems(rules, UserName, Password, Repeated));
        var before = reader.Problems.Count;
        var note = reader.Text(Remark);
        problems.AddRange(reader.Problems.Skip(before).Select(Problem));
        return (creditCode, person, phone, note, problems);
    }

    private string? Typed(Field field) => field.Key switch
    {
        nameof(CreditCode) => CreditCode,
        nameof(PersonName) => PersonName,
        nameof(Phone) => Phone,
        _ => Note,
    };

    private static PageProblem Problem(FieldProblem problem) => new(problem.Field.Key, problem.Message);
}
