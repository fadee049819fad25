CREATE TABLE site (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

ALTER TABLE article ADD COLUMN site INTEGER REFERENCES site (id);
ALTER TABLE block ADD COLUMN page_role TEXT;
ALTER TABLE text ADD COLUMN line INTEGER;

CREATE TABLE _line (
    line INTEGER NOT NULL,
    site INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (line, site, rank, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE _line_due (
    line INTEGER NOT NULL,
    site INTEGER NOT NULL,
    PRIMARY KEY (line, site)
) STRICT, WITHOUT ROWID;

CREATE TABLE furniture (
    site INTEGER NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    stories INTEGER NOT NULL,
    PRIMARY KEY (site, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE common_line (
    line INTEGER PRIMARY KEY,
    sites INTEGER NOT NULL
) STRICT;

CREATE INDEX article_site ON article (site, published);
CREATE INDEX text_line ON text (line) WHERE line IS NOT NULL;
