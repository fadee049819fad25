-- what `provenance dedup --store` found: which documents of a corpus are copies of which, and why each was kept or removed
CREATE TABLE dedup_run (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES run (id),
    complete INTEGER NOT NULL DEFAULT 0 CHECK (complete IN (0, 1)),
    "read" INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    clusters INTEGER NOT NULL,
    known INTEGER NOT NULL,
    dropped INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    inputs TEXT NOT NULL,
    against TEXT,
    settings TEXT NOT NULL,
    corpus BLOB NOT NULL CHECK (length(corpus) = 16),
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 16)
) STRICT;

CREATE INDEX dedup_run_corpus ON dedup_run (corpus);

CREATE TABLE dedup_cluster (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    dedup INTEGER NOT NULL REFERENCES dedup_run (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    members INTEGER NOT NULL,
    alike REAL NOT NULL,
    head INTEGER NOT NULL,
    article INTEGER REFERENCES article (id) ON DELETE SET NULL,
    UNIQUE (dedup, number)
) STRICT;

CREATE INDEX dedup_cluster_article ON dedup_cluster (article);

CREATE TABLE dedup_member (
    dedup INTEGER NOT NULL REFERENCES dedup_run (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    cluster INTEGER REFERENCES dedup_cluster (id) ON DELETE CASCADE,
    document TEXT NOT NULL,
    kept INTEGER NOT NULL CHECK (kept IN (0, 1)),
    relation TEXT NOT NULL,
    jaccard REAL,
    containment REAL,
    reason TEXT NOT NULL,
    article INTEGER REFERENCES article (id) ON DELETE SET NULL,
    file TEXT,
    place INTEGER,
    added INTEGER NOT NULL DEFAULT 0 CHECK (added IN (0, 1)),
    PRIMARY KEY (dedup, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX dedup_member_article ON dedup_member (article);
CREATE INDEX dedup_member_cluster ON dedup_member (cluster);
CREATE INDEX dedup_member_relation ON dedup_member (relation);

CREATE VIEW dedup_runs AS
SELECT
    d.title,
    CASE WHEN d.complete = 1 THEN 'done' ELSE r.status END AS status,
    r.started,
    d."read",
    d.kept,
    d.removed,
    d.clusters,
    d.known,
    d.dropped,
    d.failed,
    (SELECT count(DISTINCT m.article) FROM dedup_member AS m WHERE m.dedup = d.id) AS articles,
    d.settings,
    d.inputs,
    d.against,
    r.version,
    d.run,
    d.id AS dedup
FROM dedup_run AS d
JOIN run AS r ON r.id = d.run;

CREATE VIEW dedup_clusters AS
SELECT
    c.title,
    coalesce(a.site_name, a.publisher, a.domain) AS outlet,
    k.kept = 1 AS kept,
    c.members,
    c.alike AS least_alike,
    k.reason,
    a.published,
    k.document,
    d.title AS corpus,
    c.number AS cluster_number,
    c.dedup,
    c.id AS cluster,
    c.article
FROM dedup_cluster AS c
JOIN dedup_run AS d ON d.id = c.dedup
JOIN dedup_member AS k ON k.dedup = c.dedup AND k.number = c.head
LEFT JOIN article AS a ON a.id = c.article;

CREATE VIEW dedup_members AS
SELECT
    coalesce(a.title, m.document) AS title,
    coalesce(a.site_name, a.publisher, a.domain) AS outlet,
    m.kept = 1 AS kept,
    m.relation,
    m.jaccard,
    m.containment,
    m.reason,
    c.title AS held_against,
    a.published,
    m.document,
    m.file,
    m.place,
    d.title AS corpus,
    c.number AS cluster_number,
    m.dedup,
    m.cluster,
    m.article,
    c.article AS held_against_article
FROM dedup_member AS m
JOIN dedup_run AS d ON d.id = m.dedup
LEFT JOIN dedup_cluster AS c ON c.id = m.cluster
LEFT JOIN article AS a ON a.id = m.article;
