-- With the status the index holds all that is asked: SQLite reads it although the condition says it.
DROP INDEX IX_Declaration_Returned {on Declaration};
CREATE INDEX IX_Declaration_Returned ON Declaration (Year, TownshipCode, ReturnDueOn, Status, Scale, IndustryCode, DivisionCode, OwedSince) WHERE Status = 3;
