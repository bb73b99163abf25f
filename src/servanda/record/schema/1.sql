-- Version 1 of record.db: the ledger. Rows are only ever added; triggers refuse anything else.
-- Days are YYYY-MM-DD, lists are JSON arrays, `seq` is the order of arrival.

CREATE TABLE documents (          -- one row for each version of a document or facts table
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    reader_version TEXT NOT NULL,
    body TEXT,                    -- the text exactly as received; NULL for a facts table
    length INTEGER NOT NULL,      -- its code points, which SQLite cannot count past a NUL
    publisher TEXT, title TEXT, url TEXT, path TEXT,
    published TEXT,
    published_basis TEXT NOT NULL,
    origin TEXT NOT NULL,
    fingerprint BLOB,
    display TEXT NOT NULL,        -- JSON: furniture, attributions, times; for showing only
    recorded TEXT NOT NULL
);
CREATE INDEX documents_by_id ON documents (id, seq);

CREATE TABLE statements (
    seq INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES documents (seq),
    digest TEXT NOT NULL,         -- what is coded, whoever coded it with whichever version
    mention TEXT NOT NULL,        -- the words it rests on, however they are coded
    decision INTEGER,             -- the person's decision that made it; NULL for a reader's or table's
    recorded TEXT NOT NULL,
    document TEXT NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL,
    start INTEGER, "end" INTEGER, head INTEGER, quote TEXT, text TEXT, "row" INTEGER,
    speakers TEXT NOT NULL, type TEXT, mode TEXT, actors TEXT NOT NULL, recipients TEXT NOT NULL,
    object TEXT, place TEXT, lat REAL, lon REAL, value REAL, unit TEXT,
    holds_from TEXT, holds_to TEXT, certainty REAL NOT NULL, published TEXT,
    about TEXT, event TEXT, url TEXT, origin TEXT NOT NULL, coder TEXT NOT NULL, coder_version TEXT NOT NULL,
    id TEXT NOT NULL
);
CREATE INDEX statements_by_id ON statements (id, seq);
CREATE INDEX statements_by_document ON statements (document, seq);
CREATE INDEX statements_by_digest ON statements (digest);
CREATE INDEX statements_by_mention ON statements (mention);

CREATE TABLE withdrawals (        -- the last one of a statement counts
    seq INTEGER PRIMARY KEY,
    statement INTEGER NOT NULL REFERENCES statements (seq),
    effective TEXT,               -- NULL: it never stood; a day: gone from that day on
    by_whom TEXT NOT NULL,        -- 'record' where a newer reading or table took its place
    why TEXT NOT NULL, recorded TEXT NOT NULL
);
CREATE INDEX withdrawals_by_statement ON withdrawals (statement, seq);

CREATE TABLE decisions (          -- what people decided of a statement
    seq INTEGER PRIMARY KEY,
    statement INTEGER NOT NULL REFERENCES statements (seq),
    coder TEXT NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('confirm', 'reject', 'correct')),
    changes TEXT NOT NULL,        -- JSON object, the fields that a correction sets
    why TEXT NOT NULL, recorded TEXT NOT NULL
);
CREATE INDEX decisions_by_statement ON decisions (statement, seq);

CREATE TABLE origins (            -- which independent reporting a statement or a whole document descends from
    seq INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,        -- id of a statement or of a document
    origin TEXT NOT NULL,
    effective TEXT NOT NULL,      -- the day from which views know it
    recorded TEXT NOT NULL
);

CREATE TABLE places (             -- where a row of a facts table stands since the table was changed around it
    seq INTEGER PRIMARY KEY,
    statement INTEGER NOT NULL REFERENCES statements (seq),
    "row" INTEGER NOT NULL
);

CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER statements_no_update BEFORE UPDATE ON statements
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER statements_no_delete BEFORE DELETE ON statements
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER withdrawals_no_update BEFORE UPDATE ON withdrawals
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER withdrawals_no_delete BEFORE DELETE ON withdrawals
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER decisions_no_update BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER decisions_no_delete BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER origins_no_update BEFORE UPDATE ON origins
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER origins_no_delete BEFORE DELETE ON origins
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER places_no_update BEFORE UPDATE ON places
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE TRIGGER places_no_delete BEFORE DELETE ON places
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
