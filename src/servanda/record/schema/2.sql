-- Version 2 of record.db: full-text search over quotes and notes, kept by a trigger, filled for what is there already.

CREATE VIRTUAL TABLE search USING fts5 (
    quote, text, about, content = 'statements', content_rowid = 'seq', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER statements_searched AFTER INSERT ON statements
BEGIN
    INSERT INTO search (rowid, quote, text, about) VALUES (new.seq, new.quote, new.text, new.about);
END;

INSERT INTO search (rowid, quote, text, about) SELECT seq, quote, text, about FROM statements;
