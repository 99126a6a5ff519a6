using Microsoft.AspNetCore.Mvc.Rendering;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.People;

/// <summary>The list, as it was asked for.</summary>
public sealed record PeoplePage
{
    public required PeopleFilter Filter { get; init; }
    public required string Query { get; init; }

    /// <summary>An office looks after the accounts of its enterprises only.</summary>
    public required bool SeesOffices { get; init; }
    public required bool MayMake { get; init; }
    public required IReadOnlyList<(Person Person, string Place)> People { get; init; }

    /// <summary>The last of this page, if there is another behind it.</summary>
    public long? Next { get; init; }
}

/// <summary>One account, with what the caller may do to it.</summary>
public sealed record PersonPage
{
    public required Person Person { get; init; }
    public required string Place { get; init; }
    public required IReadOnlyList<AccountDeed> Deeds { get; init; }
    public required IReadOnlyList<(AccountEvent Event, string Place)> Events { get; init; }
    public required IReadOnlyList<SelectListItem> Regions { get; init; }
    public AccountDeed? Tried { get; init; }
    public string Reason { get; init; } = "";
    public string? NewRole { get; init; }
    public string? NewRegion { get; init; }
    public string Issuer { get; init; } = "";
    public string Subject { get; init; } = "";
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
}

/// <summary>The form for a new account.</summary>
public sealed record NewPersonPage
{
    public required IReadOnlyList<SelectListItem> Regions { get; init; }
    public NewPersonForm Form { get; init; } = new();
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
}

public sealed class NewPersonForm
{
    public string? UserName { get; set; }

    public string? Role { get; set; }

    public string? Region { get; set; }

    public string? Reason { get; set; }
}

/// <summary>A password at the one moment at which it is known.</summary>
public sealed record IssuedPassword(string UserName, string Password, bool IsNew, bool WaitsForSecurity);
