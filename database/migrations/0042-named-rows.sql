-- Undoing an import asks for each of its enterprises whether anybody has an account, a code or a simulation; whoever deletes one is asked the same.
CREATE INDEX IX_Account_EnterpriseId ON Account (EnterpriseId) WHERE EnterpriseId IS NOT NULL;
CREATE INDEX IX_ActivationCode_EnterpriseId ON ActivationCode (EnterpriseId);
CREATE INDEX IX_RegradingChange_DeclarationId ON RegradingChange (DeclarationId);
