-- The names of requests are given up by age.
CREATE INDEX IX_ApiFiling_FiledAt ON ApiFiling (FiledAt);
