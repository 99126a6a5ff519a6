using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Activation;

/// <summary>The form as typed. Who is signed in has a name and a password already and gives the first two answers only.</summary>
public sealed class ActivationForm
{
    public string? CreditCode { get; set; }

    public string? Code { get; set; }

    public string? UserName { get; set; }

    public string? Password { get; set; }

    public string? Repeated { get; set; }

    /// <summary>The credit code as it stands on the roll, if it can be one, and what is wrong with the answers, in the order of the page.</summary>
    public (string? CreditCode, List<PageProblem> Problems) Read(ReferenceData reference, PasswordRules rules, int year, bool isSignedIn)
    {
        var reader = new FieldReader(_ => Cell.Typed(CreditCode), reference, Scope.City, year);
        var creditCode = reader.CreditCode(EnterpriseFields.CreditCode);
        var problems = reader.Problems.Select(p => new PageProblem(nameof(CreditCode), p.Message)).ToList();
        if (ActivationCode.Plain(Code).Length == 0)
            problems.Add(new PageProblem(nameof(Code), "请填写激活码。"));
        if (!isSignedIn)
            problems.AddRange(NewPassword.Problems(rules, UserName, Password, Repeated));
        return (creditCode, problems);
    }
}
