-- IX_Declaration_ReturnedChange of 0029 is the same index.
DROP INDEX IX_Declaration_ChangeReturned {on Declaration};
