-- The cells of the map under any filter of the roster, from the roster's own index.
DROP INDEX IX_Declaration_Roster {on Declaration};
CREATE INDEX IX_Declaration_Roster ON Declaration (Year, TownshipCode, EnterpriseId, Status, Colour, Scale, Type, IndustryCode, DivisionCode,
    SpecialSubjects, Methods, AccidentTypes, OwedSince, FiledOn, RedItems, OrangeItems, YellowItems, BlueItems, CellX, CellY, TopScore, SubmittedAt, ReturnDueOn, CreditCode, Name, MainRisk, SafetyOfficer);
