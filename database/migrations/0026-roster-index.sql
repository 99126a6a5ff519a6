-- The index of the roster also holds since when a report is owed and when it was filed.
DROP INDEX IX_Declaration_Roster {on Declaration};
CREATE INDEX IX_Declaration_Roster ON Declaration (Year, TownshipCode, EnterpriseId, Status, Colour, Scale, Type, IndustryCode, DivisionCode,
    SpecialSubjects, Methods, AccidentTypes, OwedSince, FiledOn, RedItems, OrangeItems, YellowItems, BlueItems, TopScore, SubmittedAt, ReturnDueOn, CreditCode, Name, MainRisk, SafetyOfficer);

-- Who was asked to file again, and by when: overdue is counted from these alone.
CREATE INDEX IX_Declaration_Returned ON Declaration (Year, TownshipCode, ReturnDueOn, Scale, IndustryCode, DivisionCode, OwedSince) WHERE Status = 3;
