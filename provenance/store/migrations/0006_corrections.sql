CREATE TABLE corrected_article (
    id INTEGER PRIMARY KEY,
    article INTEGER UNIQUE REFERENCES article (id) ON DELETE SET NULL,
    "key" TEXT NOT NULL,
    location TEXT,
    url TEXT,
    canonical TEXT,
    domain TEXT,
    digest BLOB NOT NULL CHECK (length(digest) = 16),
    correction INTEGER REFERENCES correction (id),
    applies INTEGER NOT NULL DEFAULT 0 CHECK (applies IN (0, 1))
) STRICT;

CREATE TABLE correction (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subject INTEGER NOT NULL REFERENCES corrected_article (id),
    kind TEXT NOT NULL CHECK (kind IN ('corrected', 'confirmed', 'withdrawn')),
    author TEXT NOT NULL CHECK (length(author) BETWEEN 1 AND 200),
    time TEXT NOT NULL,
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 2000),
    origin_source TEXT REFERENCES source (id),
    origin_name TEXT CHECK (length(origin_name) > 0),
    origin_article INTEGER REFERENCES corrected_article (id),
    relation TEXT,
    said_status TEXT NOT NULL CHECK (said_status IN ('decided', 'abstained')),
    said_relation TEXT NOT NULL,
    said_source TEXT REFERENCES source (id),
    said_name TEXT,
    said_confidence REAL NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 16),
    sketch BLOB NOT NULL,
    CHECK (origin_name IS NOT NULL OR (origin_source IS NULL AND origin_article IS NULL)),
    CHECK (kind <> 'withdrawn' OR (origin_name IS NULL AND relation IS NULL)),
    CHECK (kind = 'confirmed' OR reason IS NOT NULL)
) STRICT;

CREATE INDEX corrected_article_correction ON corrected_article (correction);
CREATE INDEX corrected_article_lost ON corrected_article (id) WHERE article IS NULL;
CREATE INDEX correction_origin_article ON correction (origin_article);
CREATE INDEX correction_origin_source ON correction (origin_source);
CREATE INDEX correction_said_source ON correction (said_source);
CREATE INDEX correction_subject ON correction (subject, time);

ALTER TABLE verdict ADD COLUMN correction TEXT;

CREATE VIEW corrections AS
SELECT
    coalesce(a.title, n.url, n."key") AS title,
    coalesce(a.site_name, a.publisher, n.domain) AS site,
    c.kind,
    c.origin_name AS origin,
    c.relation,
    coalesce(o.title, m.url, m."key") AS origin_title,
    c.author,
    c.time,
    c.reason,
    c.said_name AS program_said,
    c.said_confidence AS program_confidence,
    n.applies = 1 AND n.correction IS c.id AND n.article IS NOT NULL AS in_force,
    n.url,
    n.article,
    m.article AS origin_article
FROM correction AS c
JOIN corrected_article AS n ON n.id = c.subject
LEFT JOIN article AS a ON a.id = n.article
LEFT JOIN corrected_article AS m ON m.id = c.origin_article
LEFT JOIN article AS o ON o.id = m.article;

-- the sample of a line is chosen by its words, so that it is the same whatever came first
DROP VIEW repeated_lines;

CREATE VIEW repeated_lines AS
SELECT
    s.name AS site,
    (
        SELECT t.content FROM text AS t JOIN block AS b ON b.text = t.id JOIN article AS a ON a.id = b.article
        WHERE t.line = f.line AND a.site = f.site ORDER BY t.content LIMIT 1
    ) AS line,
    f.stories
FROM furniture AS f
JOIN site AS s ON s.id = f.site;
