-- What counts nobody any more is no row, so that no region stays on the board that has nobody left.
DELETE FROM TownshipSummary WHERE Enterprises = 0;
DELETE FROM DailyFiling WHERE Enterprises = 0;

CREATE TRIGGER TownshipSummary_Emptied AFTER UPDATE OF Enterprises ON TownshipSummary
WHEN NEW.Enterprises = 0
BEGIN
    DELETE FROM TownshipSummary WHERE rowid = NEW.rowid;
END;

CREATE TRIGGER DailyFiling_Emptied AFTER UPDATE OF Enterprises ON DailyFiling
WHEN NEW.Enterprises = 0
BEGIN
    DELETE FROM DailyFiling
    WHERE Year = NEW.Year AND TownshipCode = NEW.TownshipCode AND FiledOn = NEW.FiledOn AND Scale = NEW.Scale AND OwedSince = NEW.OwedSince;
END;
