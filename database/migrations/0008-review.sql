-- Every filing is a version that never changes, with the receipt that anyone can check; and what an office answered.

-- Content: the canonical form, compressed; ContentSha256 is of the form itself.
CREATE TABLE DeclarationVersion (
    Id             {identity}     NOT NULL CONSTRAINT PK_DeclarationVersion PRIMARY KEY,
    DeclarationId  BIGINT         NOT NULL,
    Number         INT            NOT NULL,
    Code           NVARCHAR(20)   NOT NULL,
    Type           INT            NOT NULL,
    Source         INT            NOT NULL,
    Colour         INT            NOT NULL,
    Content        {blob}         NOT NULL,
    ContentSha256  NVARCHAR(64)   NOT NULL,
    FiledAt        DATETIME2(3)   NOT NULL,
    FiledBy        NVARCHAR(100)  NOT NULL,
    FiledFrom      NVARCHAR(100)  NOT NULL,
    CONSTRAINT FK_DeclarationVersion_Declaration FOREIGN KEY (DeclarationId) REFERENCES Declaration (Id),
    CONSTRAINT CK_DeclarationVersion_Colour CHECK (Colour BETWEEN 1 AND 4)
);

CREATE UNIQUE INDEX UX_DeclarationVersion_DeclarationId_Number ON DeclarationVersion (DeclarationId, Number);
CREATE UNIQUE INDEX UX_DeclarationVersion_Code ON DeclarationVersion (Code);

-- Until when a returned report is to be filed again.
ALTER TABLE Declaration ADD ReturnDueOn DATE NULL;

-- Why a version was returned, by field; Item 0 is the basics. They stay with the version they are about.
CREATE TABLE ReturnReason (
    DeclarationId  BIGINT         NOT NULL,
    VersionNumber  INT            NOT NULL,
    Position       INT            NOT NULL,
    Item           INT            NOT NULL,
    FieldKey       NVARCHAR(40)   NOT NULL,
    Message        NVARCHAR(400)  NOT NULL,
    CONSTRAINT PK_ReturnReason PRIMARY KEY (DeclarationId, VersionNumber, Position),
    CONSTRAINT FK_ReturnReason_Declaration FOREIGN KEY (DeclarationId) REFERENCES Declaration (Id)
);

-- The inbox: what waits, by region.
CREATE INDEX IX_Declaration_Waiting ON Declaration (TownshipCode, Colour, SubmittedAt) WHERE Status = 2;
