-- Reference data. The rows come from database/seed by parameters; lists carry the date they hold from.

CREATE TABLE Region (
    Code        NVARCHAR(9)    NOT NULL CONSTRAINT PK_Region PRIMARY KEY,
    ParentCode  NVARCHAR(9)    NULL,
    Name        NVARCHAR(100)  NOT NULL,
    CONSTRAINT FK_Region_Parent FOREIGN KEY (ParentCode) REFERENCES Region (Code)
);

CREATE TABLE Industry (
    Code     NVARCHAR(4)    NOT NULL CONSTRAINT PK_Industry PRIMARY KEY,
    Section  NVARCHAR(1)    NOT NULL,
    Name     NVARCHAR(100)  NOT NULL
);

CREATE TABLE AccidentType (
    Edition        NVARCHAR(20)   NOT NULL,
    Code           NVARCHAR(10)   NOT NULL,
    Name           NVARCHAR(40)   NOT NULL,
    EffectiveFrom  DATE           NOT NULL,
    CONSTRAINT PK_AccidentType PRIMARY KEY (Edition, Code)
);

CREATE TABLE RuleSet (
    Name           NVARCHAR(40)  NOT NULL CONSTRAINT PK_RuleSet PRIMARY KEY,
    EffectiveFrom  DATE          NOT NULL,
    Definition     {text}        NOT NULL
);

CREATE TABLE CatalogueItem (
    Edition        NVARCHAR(40)   NOT NULL,
    Code           NVARCHAR(20)   NOT NULL,
    GroupName      NVARCHAR(60)   NOT NULL,
    Name           NVARCHAR(200)  NOT NULL,
    Colour         INT            NOT NULL,
    Requirement    NVARCHAR(400)  NOT NULL,
    AccidentTypes  NVARCHAR(200)  NOT NULL,
    EffectiveFrom  DATE           NOT NULL,
    CONSTRAINT PK_CatalogueItem PRIMARY KEY (Edition, Code),
    CONSTRAINT CK_CatalogueItem_Colour CHECK (Colour BETWEEN 1 AND 4)
);
