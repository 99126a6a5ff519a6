-- A person without a password proves to be who began a session by signing in anew at the external service: for one deed, in this session, once.
ALTER TABLE AccountSession ADD ProofId NVARCHAR(32) NULL;
ALTER TABLE AccountSession ADD ProofFor NVARCHAR(40) NULL;
ALTER TABLE AccountSession ADD ProofAskedAt DATETIME2(3) NULL;
ALTER TABLE AccountSession ADD ProvenAt DATETIME2(3) NULL;
