CREATE VIRTUAL TABLE _words USING fts5 (
    content, content="text", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);

CREATE TRIGGER text_words_in AFTER INSERT ON text BEGIN
    INSERT INTO _words (rowid, content) VALUES (new.id, new.content);
END;

CREATE TRIGGER text_words_out AFTER DELETE ON text BEGIN
    INSERT INTO _words (_words, rowid, content) VALUES ('delete', old.id, old.content);
END;

CREATE VIRTUAL TABLE _titles USING fts5 (
    title, content="article", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);

CREATE TRIGGER article_title_in AFTER INSERT ON article BEGIN
    INSERT INTO _titles (rowid, title) VALUES (new.id, new.title);
END;

CREATE TRIGGER article_title_out AFTER DELETE ON article BEGIN
    INSERT INTO _titles (_titles, rowid, title) VALUES ('delete', old.id, old.title);
END;

CREATE TRIGGER article_title_changed AFTER UPDATE OF title ON article BEGIN
    INSERT INTO _titles (_titles, rowid, title) VALUES ('delete', old.id, old.title);
    INSERT INTO _titles (rowid, title) VALUES (new.id, new.title);
END;

INSERT INTO _words (_words) VALUES ('rebuild');

INSERT INTO _titles (_titles) VALUES ('rebuild');
