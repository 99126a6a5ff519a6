-- The role 7, whoever decides about rights.
ALTER TABLE Account DROP CONSTRAINT CK_Account_Role;
ALTER TABLE Account ADD CONSTRAINT CK_Account_Role CHECK (Role BETWEEN 1 AND 7);
