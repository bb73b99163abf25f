-- Version 3 of record.db: a decision may be taken back, which is an entry of its own.

CREATE TABLE undone (             -- a person took back a decision of theirs
    seq INTEGER PRIMARY KEY,
    decision INTEGER NOT NULL UNIQUE REFERENCES decisions (seq),
    why TEXT NOT NULL, recorded TEXT NOT NULL
);

CREATE TRIGGER undone_no_update BEFORE UPDATE ON undone
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER undone_no_delete BEFORE DELETE ON undone
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE VIEW standing_decisions AS SELECT * FROM decisions WHERE seq NOT IN (SELECT decision FROM undone);
