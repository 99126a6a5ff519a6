using System.Text.Json;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Roster;

namespace RiskReport.Data.Declarations;

/// <summary>What a filing leaves on the report, with who files it and within which scope: the parameters of every statement that stores one.</summary>
internal sealed record FiledColumns
{
    public required long Id { get; init; }
    public required int Version { get; init; }

    public int NextVersion => Version + 1;
    public required DeclarationType Type { get; init; }
    public required FilingSource Source { get; init; }
    public required bool HasMajorRisk { get; init; }
    public required RiskColour Colour { get; init; }
    public required decimal? TopScore { get; init; }
    public required int RedItems { get; init; }
    public required int OrangeItems { get; init; }
    public required int YellowItems { get; init; }
    public required int BlueItems { get; init; }
    public required int Methods { get; init; }
    public required long AccidentTypes { get; init; }
    public required string? MainRisk { get; init; }
    public required string RuleSet { get; init; }
    public required string CatalogueEdition { get; init; }
    public required int? HazardPlacePeople { get; init; }
    public required bool? MajorHazard { get; init; }
    public required bool? SeriousViolation { get; init; }
    public required bool? AccidentConditions { get; init; }
    public required string Reasons { get; init; }
    public required string Basics { get; init; }
    public required string? CommittedBy { get; init; }
    public required string? CommittedRole { get; init; }
    public required CommitWay? CommittedVia { get; init; }
    public required string? PreparedBy { get; init; }
    public required string? Confirmations { get; init; }
    public required DeclarationStatus Status { get; init; }
    public required DateTime Now { get; init; }

    /// <summary>The day in China.</summary>
    public DateOnly FiledOn => DateOnly.FromDateTime(ChinaTime.FromUtc(Now).DateTime);

    public required string By { get; init; }
    public required string From { get; init; }
    public required string Reason { get; init; }
    public required string RegionFrom { get; init; }
    public required string RegionTo { get; init; }
    public required long? OwnEnterpriseId { get; init; }

    public static FiledColumns Of(long id, int version, Filing filing, DeclarationType type, DeclarationStatus status, DateTime now, Scope scope, Actor actor) => new()
    {
        Id = id,
        Version = version,
        Type = type,
        Source = filing.Source,
        HasMajorRisk = filing.HasMajorRisk,
        Colour = filing.Grade.Colour,
        TopScore = filing.Grade.TopScore,
        RedItems = filing.Grade.Count(RiskColour.Red),
        OrangeItems = filing.Grade.Count(RiskColour.Orange),
        YellowItems = filing.Grade.Count(RiskColour.Yellow),
        BlueItems = filing.Grade.Count(RiskColour.Blue),
        Methods = RiskTraits.BitsOf(filing.Risks.Select(r => r.Assessment.Method)),
        AccidentTypes = RiskTraits.BitsOf(filing.Risks.Select(r => r.AccidentType)),
        MainRisk = filing.MainRisk,
        RuleSet = filing.Grade.RuleSet,
        CatalogueEdition = filing.Grade.CatalogueEdition,
        HazardPlacePeople = filing.Facts.HazardPlacePeople,
        MajorHazard = filing.Facts.MajorHazard,
        SeriousViolation = filing.Facts.SeriousViolation,
        AccidentConditions = filing.Facts.AccidentConditions,
        Reasons = string.Join('\n', filing.Grade.Reasons),
        Basics = JsonSerializer.Serialize(filing.Facts, StoredJson.Options),
        CommittedBy = filing.CommittedBy,
        CommittedRole = filing.CommittedRole,
        CommittedVia = filing.CommittedVia,
        PreparedBy = filing.PreparedBy,
        Confirmations = filing.Confirmations.Count == 0 ? null : JsonSerializer.Serialize(filing.Confirmations, StoredJson.Options),
        Status = status,
        Now = now,
        By = actor.Name,
        From = actor.From,
        Reason = actor.Reason,
        RegionFrom = scope.RegionFrom,
        RegionTo = scope.RegionTo,
        OwnEnterpriseId = scope.EnterpriseId,
    };
}
