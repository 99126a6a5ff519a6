-- What has to be known to read a phase, such as that its scope is not settled yet; empty where nothing has.
ALTER TABLE CampaignPhase ADD Remark NVARCHAR(200) NOT NULL DEFAULT '';
