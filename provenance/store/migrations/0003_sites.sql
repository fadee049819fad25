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
    rank INTEGER NOT NULL,
    PRIMARY KEY (line, site)
) STRICT, WITHOUT ROWID;

CREATE TABLE _line_often (
    site INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (site, line)
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

CREATE INDEX furniture_line ON furniture (line);
CREATE INDEX article_site ON article (site, published);
CREATE INDEX text_line ON text (line) WHERE line IS NOT NULL;

CREATE TABLE site_verdict (
    site INTEGER PRIMARY KEY REFERENCES site (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    aggregator INTEGER CHECK (aggregator IN (0, 1)),
    confidence REAL NOT NULL,
    reasons TEXT NOT NULL,
    judged INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    credited INTEGER NOT NULL,
    damaged INTEGER NOT NULL,
    origins INTEGER NOT NULL,
    words_elsewhere REAL NOT NULL,
    hours_behind REAL
) STRICT;

CREATE VIEW repeated_lines AS
SELECT
    s.name AS site,
    (
        SELECT t.content FROM text AS t JOIN block AS b ON b.text = t.id JOIN article AS a ON a.id = b.article
        WHERE t.line = f.line AND a.site = f.site ORDER BY t.id LIMIT 1
    ) AS line,
    f.stories
FROM furniture AS f
JOIN site AS s ON s.id = f.site;

CREATE VIEW site_report AS
SELECT
    s.name AS site,
    v.kind,
    v.aggregator,
    v.confidence,
    v.judged AS articles,
    v.taken AS from_elsewhere,
    v.credited,
    v.damaged,
    v.origins,
    v.words_elsewhere,
    v.hours_behind,
    v.reasons,
    s.id
FROM site AS s
LEFT JOIN site_verdict AS v ON v.site = s.id;

CREATE TABLE byline (
    person TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    source TEXT REFERENCES source (id),
    PRIMARY KEY (person, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE _person_due (
    person TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE reporter (
    person TEXT PRIMARY KEY,
    source TEXT NOT NULL REFERENCES source (id),
    stories INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX byline_article ON byline (article);
CREATE INDEX byline_source ON byline (source);
CREATE INDEX reporter_source ON reporter (source);

CREATE TABLE scheme_3 (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    shingle INTEGER NOT NULL,
    sample INTEGER NOT NULL,
    least INTEGER NOT NULL,
    normaliser INTEGER NOT NULL,
    min_words INTEGER NOT NULL
) STRICT;

INSERT INTO scheme_3 SELECT id, shingle, 0, 0, normaliser, min_words FROM scheme;
DROP TABLE scheme;
ALTER TABLE scheme_3 RENAME TO scheme;
