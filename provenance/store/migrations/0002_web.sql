CREATE TABLE capture (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    text BLOB NOT NULL CHECK (length(text) = 16),
    requested TEXT NOT NULL,
    final TEXT NOT NULL,
    redirects TEXT NOT NULL,
    fetched TEXT NOT NULL,
    last_seen TEXT NOT NULL CHECK (last_seen >= fetched),
    status INTEGER NOT NULL,
    media_type TEXT,
    charset TEXT,
    etag TEXT,
    last_modified TEXT,
    digest BLOB NOT NULL CHECK (length(digest) = 16),
    size INTEGER NOT NULL,
    body BLOB,
    run INTEGER NOT NULL REFERENCES run (id)
) STRICT;

CREATE TABLE feed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT,
    url TEXT NOT NULL UNIQUE,
    kind TEXT,
    source TEXT REFERENCES source (id),
    etag TEXT,
    last_modified TEXT,
    added TEXT NOT NULL,
    checked TEXT,
    answered TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    failure TEXT
) STRICT;

CREATE TABLE item (
    feed INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    title TEXT,
    published TEXT,
    updated TEXT,
    digest BLOB CHECK (length(digest) = 16),
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    gone TEXT,
    state TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'stored', 'failed', 'given_up')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try TEXT,
    reason TEXT,
    article INTEGER REFERENCES article (id) ON DELETE SET NULL,
    PRIMARY KEY (feed, url),
    CHECK (digest IS NOT NULL OR state = 'given_up'),
    CHECK ((state = 'failed') = (next_try IS NOT NULL))
) STRICT, WITHOUT ROWID;

ALTER TABLE run ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0;

CREATE INDEX capture_article ON capture (article, fetched);
CREATE INDEX capture_run ON capture (run);
CREATE INDEX feed_source ON feed (source);
CREATE INDEX item_article ON item (article, first_seen, published);
CREATE INDEX item_listed ON item (feed) WHERE gone IS NULL;
CREATE INDEX item_state ON item (feed, state, published);
CREATE INDEX item_url ON item (url);

CREATE VIEW feeds AS
SELECT
    coalesce(f.title, f.url) AS title,
    coalesce(s.name, f.source) AS source,
    f.kind,
    count(i.url) AS items,
    count(i.url) FILTER (WHERE i.state = 'stored') AS stored,
    count(i.url) FILTER (WHERE i.state = 'due') AS due,
    count(i.url) FILTER (WHERE i.state IN ('failed', 'given_up')) AS failed,
    f.answered AS last_answer,
    f.failure,
    f.url,
    f.id AS feed
FROM feed AS f
LEFT JOIN source AS s ON s.id = f.source
LEFT JOIN item AS i ON i.feed = f.id
GROUP BY f.id;

CREATE VIEW first_seen AS
SELECT
    coalesce(a.title, a.url, a."key") AS title,
    coalesce(a.site_name, a.publisher, a.domain) AS site,
    a.published,
    (SELECT min(i.published) FROM item AS i WHERE i.article = a.id) AS listed,
    (SELECT min(i.first_seen) FROM item AS i WHERE i.article = a.id) AS first_listed,
    (SELECT min(c.fetched) FROM capture AS c WHERE c.article = a.id) AS fetched,
    a.url,
    a.id AS article
FROM article AS a;
