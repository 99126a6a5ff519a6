-- Every roster that left the system: who took what, and how much of it.

CREATE TABLE RosterExport (
    Id        {identity}     NOT NULL CONSTRAINT PK_RosterExport PRIMARY KEY,
    Code      NVARCHAR(20)   NOT NULL,
    Format    NVARCHAR(10)   NOT NULL,
    Filter    NVARCHAR(600)  NOT NULL,
    RowsMade  BIGINT         NULL,
    MadeAt    DATETIME2(3)   NOT NULL,
    MadeBy    NVARCHAR(100)  NOT NULL,
    MadeFrom  NVARCHAR(100)  NOT NULL
);

CREATE UNIQUE INDEX UX_RosterExport_Code ON RosterExport (Code);
