-- The feed tells who leaves a township and who comes.
ALTER TABLE ReportChange DROP CONSTRAINT CK_ReportChange_Kind;
ALTER TABLE ReportChange ADD CONSTRAINT CK_ReportChange_Kind CHECK (Kind BETWEEN 1 AND 17);
