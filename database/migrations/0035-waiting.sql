-- What waits is sorted by its day of return too.
DROP INDEX IX_Declaration_Waiting {on Declaration};
CREATE INDEX IX_Declaration_Waiting ON Declaration (TownshipCode, Colour, SubmittedAt, ReturnDueOn) WHERE Status = 2;
