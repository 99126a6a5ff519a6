-- What may be accepted in bulk is counted on every visit.
CREATE INDEX IX_Declaration_WaitingNil ON Declaration (Colour, TownshipCode, SubmittedAt) WHERE Status = 2 AND Colour = 1 AND HasMajorRisk = 0 AND Confirmations IS NULL;
