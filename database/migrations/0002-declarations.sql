-- An enterprise on the roll, and the report it owes for each year. The duty exists from the moment the
-- enterprise is on the roll (Status 0), so "not filed" is a row and the roster never has to guess.

CREATE TABLE Enterprise (
    Id                      {identity}     NOT NULL CONSTRAINT PK_Enterprise PRIMARY KEY,
    CreditCode              NVARCHAR(18)   NOT NULL,
    Name                    NVARCHAR(200)  NOT NULL,
    TownshipCode            NVARCHAR(9)    NOT NULL,
    IndustryCode            NVARCHAR(5)    NOT NULL,
    DivisionCode            NVARCHAR(4)    NOT NULL,
    Scale                   INT            NOT NULL,
    Address                 NVARCHAR(300)  NOT NULL,
    Longitude               DECIMAL(9,6)   NULL,
    Latitude                DECIMAL(9,6)   NULL,
    LegalRepresentative     NVARCHAR(100)  NOT NULL,
    SafetyOfficer           NVARCHAR(100)  NOT NULL,
    Phone                   NVARCHAR(30)   NOT NULL,
    Employees               INT            NOT NULL,
    Revenue                 DECIMAL(18,4)  NOT NULL,
    FixedAssets             DECIMAL(18,4)  NULL,
    MainProducts            NVARCHAR(300)  NULL,
    LargestShift            INT            NULL,
    ExternalWorkers         INT            NULL,
    CertifiedWorkers        INT            NULL,
    InjuryInsured           INT            NULL,
    LiabilityCover          DECIMAL(18,4)  NULL,
    SafetySpending          DECIMAL(18,4)  NULL,
    CombustibleDust         BIT            NULL,
    AmmoniaRefrigeration    BIT            NULL,
    MetalSmelting           BIT            NULL,
    DeepWellCasting         BIT            NULL,
    ConfinedSpace           BIT            NULL,
    SprayPainting           BIT            NULL,
    ChangedAt               DATETIME2(3)   NOT NULL,
    ChangedBy               NVARCHAR(100)  NOT NULL,
    ChangedFrom             NVARCHAR(100)  NOT NULL,
    ChangeReason            NVARCHAR(400)  NOT NULL,
    CONSTRAINT FK_Enterprise_Township FOREIGN KEY (TownshipCode) REFERENCES Region (Code)
);

CREATE UNIQUE INDEX UX_Enterprise_CreditCode ON Enterprise (CreditCode);

-- TownshipCode, Scale, Name and CreditCode repeat the enterprise's, so that a roster filter is answered from one index.
-- EnterpriseStore, their only writer, keeps them equal; a test recounts.
CREATE TABLE Declaration (
    Id             {identity}     NOT NULL CONSTRAINT PK_Declaration PRIMARY KEY,
    EnterpriseId   BIGINT         NOT NULL,
    Year           INT            NOT NULL,
    TownshipCode   NVARCHAR(9)    NOT NULL,
    Scale          INT            NOT NULL,
    Name           NVARCHAR(200)  NOT NULL,
    CreditCode     NVARCHAR(18)   NOT NULL,
    Status         INT            NOT NULL,
    Type           INT            NULL,
    Source         INT            NULL,
    HasMajorRisk   BIT            NULL,
    Colour         INT            NULL,
    TopScore       DECIMAL(18,4)  NULL,
    RedItems       INT            NOT NULL DEFAULT 0,
    OrangeItems    INT            NOT NULL DEFAULT 0,
    YellowItems    INT            NOT NULL DEFAULT 0,
    BlueItems      INT            NOT NULL DEFAULT 0,
    MainRisk       NVARCHAR(200)  NULL,
    RuleSet        NVARCHAR(40)   NULL,
    Reasons        {text}         NULL,
    Basics         {text}         NULL,
    Draft          {text}         NULL,
    CommittedBy    NVARCHAR(100)  NULL,
    CommittedRole  NVARCHAR(100)  NULL,
    SubmittedAt    DATETIME2(3)   NULL,
    Version        INT            NOT NULL DEFAULT 0,
    ChangedAt      DATETIME2(3)   NOT NULL,
    ChangedBy      NVARCHAR(100)  NOT NULL,
    ChangedFrom    NVARCHAR(100)  NOT NULL,
    ChangeReason   NVARCHAR(400)  NOT NULL,
    CONSTRAINT FK_Declaration_Enterprise FOREIGN KEY (EnterpriseId) REFERENCES Enterprise (Id),
    CONSTRAINT FK_Declaration_Township FOREIGN KEY (TownshipCode) REFERENCES Region (Code),
    CONSTRAINT FK_Declaration_RuleSet FOREIGN KEY (RuleSet) REFERENCES RuleSet (Name),
    CONSTRAINT CK_Declaration_Status CHECK (Status BETWEEN 0 AND 5),
    CONSTRAINT CK_Declaration_Colour CHECK (Colour BETWEEN 1 AND 4),
    CONSTRAINT CK_Declaration_Graded CHECK (Status NOT IN (2, 4)
        OR (Colour IS NOT NULL AND RuleSet IS NOT NULL AND SubmittedAt IS NOT NULL AND Basics IS NOT NULL))
);

CREATE UNIQUE INDEX UX_Declaration_EnterpriseId_Year ON Declaration (EnterpriseId, Year);
CREATE INDEX IX_Declaration_Count ON Declaration (Year, TownshipCode, Status, Colour, Scale, Name, CreditCode);
CREATE INDEX IX_Declaration_Page ON Declaration (Year, TownshipCode, EnterpriseId, Status, Colour, Scale, Name, CreditCode);

CREATE TABLE RiskItem (
    DeclarationId    BIGINT         NOT NULL,
    Position         INT            NOT NULL,
    Name             NVARCHAR(200)  NOT NULL,
    RiskPoint        NVARCHAR(200)  NULL,
    Location         NVARCHAR(200)  NOT NULL,
    AccidentType     NVARCHAR(40)   NOT NULL,
    AccidentEdition  NVARCHAR(20)   NOT NULL,
    Consequence      NVARCHAR(400)  NOT NULL,
    Method           INT            NOT NULL,
    L                DECIMAL(9,2)   NULL,
    E                DECIMAL(9,2)   NULL,
    C                DECIMAL(9,2)   NULL,
    S                DECIMAL(9,2)   NULL,
    M                DECIMAL(9,2)   NULL,
    CatalogueCode    NVARCHAR(20)   NULL,
    Controls         NVARCHAR(1000) NOT NULL,
    Emergency        NVARCHAR(1000) NOT NULL,
    Department       NVARCHAR(100)  NOT NULL,
    Owner            NVARCHAR(100)  NOT NULL,
    Phone            NVARCHAR(30)   NULL,
    Colour           INT            NOT NULL,
    Score            DECIMAL(18,4)  NULL,
    RuleName         NVARCHAR(60)   NOT NULL,
    Reason           NVARCHAR(600)  NOT NULL,
    CONSTRAINT PK_RiskItem PRIMARY KEY (DeclarationId, Position),
    CONSTRAINT FK_RiskItem_Declaration FOREIGN KEY (DeclarationId) REFERENCES Declaration (Id),
    CONSTRAINT CK_RiskItem_Colour CHECK (Colour BETWEEN 1 AND 4)
);

CREATE TABLE DeclarationEvent (
    Id             {identity}     NOT NULL CONSTRAINT PK_DeclarationEvent PRIMARY KEY,
    DeclarationId  BIGINT         NOT NULL,
    At             DATETIME2(3)   NOT NULL,
    Status         INT            NOT NULL,
    Colour         INT            NULL,
    ChangedBy      NVARCHAR(100)  NOT NULL,
    ChangedFrom    NVARCHAR(100)  NOT NULL,
    ChangeReason   NVARCHAR(400)  NOT NULL,
    CONSTRAINT FK_DeclarationEvent_Declaration FOREIGN KEY (DeclarationId) REFERENCES Declaration (Id)
);

CREATE INDEX IX_DeclarationEvent_DeclarationId ON DeclarationEvent (DeclarationId);
