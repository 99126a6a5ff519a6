-- A change that is accepted and still declares no greater risk leaves the report a nil one.
UPDATE Declaration SET Type = 4 WHERE Type = 3 AND HasMajorRisk = 0;
