-- The floor plans of an enterprise, and what each year's risks look like on them.

-- Format: 1 PNG, 2 JPEG. Width and Height as the picture stands upright. A plan that is removed keeps its row, for who and
-- when, and loses its picture.
CREATE TABLE FloorPlan (
    Id            {identity}     NOT NULL CONSTRAINT PK_FloorPlan PRIMARY KEY,
    EnterpriseId  BIGINT         NOT NULL,
    Name          NVARCHAR(60)   NOT NULL,
    Format        INT            NOT NULL,
    Width         INT            NOT NULL,
    Height        INT            NOT NULL,
    Content       {blob}         NULL,
    RemovedAt     DATETIME2(3)   NULL,
    ChangedAt     DATETIME2(3)   NOT NULL,
    ChangedBy     NVARCHAR(100)  NOT NULL,
    ChangedFrom   NVARCHAR(100)  NOT NULL,
    ChangeReason  NVARCHAR(400)  NOT NULL,
    CONSTRAINT FK_FloorPlan_Enterprise FOREIGN KEY (EnterpriseId) REFERENCES Enterprise (Id),
    CONSTRAINT CK_FloorPlan_Format CHECK (Format BETWEEN 1 AND 2),
    CONSTRAINT CK_FloorPlan_Content CHECK (Content IS NOT NULL OR RemovedAt IS NOT NULL)
);

CREATE INDEX IX_FloorPlan_EnterpriseId ON FloorPlan (EnterpriseId, Id);

-- Shapes: as JSON, always loaded and saved as a whole. They name risks and no colours: a colour is the report's.
CREATE TABLE FloorPlanDrawing (
    PlanId        BIGINT         NOT NULL,
    Year          INT            NOT NULL,
    Shapes        {text}         NOT NULL,
    Version       INT            NOT NULL,
    ChangedAt     DATETIME2(3)   NOT NULL,
    ChangedBy     NVARCHAR(100)  NOT NULL,
    ChangedFrom   NVARCHAR(100)  NOT NULL,
    ChangeReason  NVARCHAR(400)  NOT NULL,
    CONSTRAINT PK_FloorPlanDrawing PRIMARY KEY (PlanId, Year),
    CONSTRAINT FK_FloorPlanDrawing_FloorPlan FOREIGN KEY (PlanId) REFERENCES FloorPlan (Id)
);
