PRAGMA application_id = 1347571542;
PRAGMA user_version = 11;

CREATE TABLE _index_chunk (
    segment INTEGER NOT NULL REFERENCES _index_segment (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    entries BLOB NOT NULL,
    PRIMARY KEY (segment, position)
) STRICT;

CREATE TABLE _index_segment (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    level INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    directory BLOB NOT NULL
) STRICT;

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

CREATE TABLE _person_due (
    person TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE _story_due (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE
) STRICT;

CREATE VIRTUAL TABLE _titles USING fts5 (
    title, content="article", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);

CREATE VIRTUAL TABLE _words USING fts5 (
    content, content="text", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);

CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT,
    "key" TEXT NOT NULL,
    location TEXT,
    url TEXT,
    canonical TEXT,
    domain TEXT,
    publisher TEXT,
    published TEXT,
    language TEXT,
    media TEXT NOT NULL,
    words INTEGER NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 16),
    tail TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES run (id),
    source TEXT REFERENCES source (id),
    site_domain TEXT,
    site_name TEXT,
    site_kind TEXT NOT NULL,
    aggregator INTEGER CHECK (aggregator IN (0, 1)),
    site_confidence REAL NOT NULL,
    site_reasons TEXT NOT NULL
, site INTEGER REFERENCES site (id)) STRICT;

CREATE TABLE block (
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    gap TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL CHECK ("end" >= "start"),
    text INTEGER NOT NULL REFERENCES text (id), page_role TEXT,
    PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE block_match (
    article INTEGER NOT NULL REFERENCES verdict (article) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    other INTEGER NOT NULL REFERENCES article (id),
    other_position INTEGER NOT NULL,
    source TEXT REFERENCES source (id),
    relation TEXT NOT NULL,
    char5 REAL NOT NULL,
    word1 REAL NOT NULL,
    containment REAL NOT NULL,
    quoted REAL NOT NULL,
    moved INTEGER NOT NULL CHECK (moved IN (0, 1)),
    "match" INTEGER,
    best INTEGER NOT NULL CHECK (best IN (0, 1)),
    PRIMARY KEY (article, number),
    FOREIGN KEY (article, "match") REFERENCES "match" (article, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE byline (
    person TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    source TEXT REFERENCES source (id),
    PRIMARY KEY (person, article)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE claim (
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE common_line (
    line INTEGER PRIMARY KEY,
    sites INTEGER NOT NULL
) STRICT;

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

CREATE TABLE credit (
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    type TEXT NOT NULL,
    source TEXT REFERENCES source (id),
    name TEXT NOT NULL,
    domain TEXT,
    block INTEGER,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    weight REAL NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (article, number),
    FOREIGN KEY (article, block) REFERENCES block (article, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE damage (
    article INTEGER NOT NULL REFERENCES verdict (article) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    block INTEGER NOT NULL,
    kind TEXT NOT NULL,
    severity TEXT NOT NULL,
    text TEXT NOT NULL,
    original TEXT,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    reference_article INTEGER REFERENCES article (id),
    reference_start INTEGER,
    reference_end INTEGER, "change" TEXT, site INTEGER REFERENCES site (id),
    PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE damaged_phrase (
    damaged TEXT NOT NULL,
    original TEXT NOT NULL,
    articles INTEGER NOT NULL,
    stories INTEGER NOT NULL,
    sites INTEGER NOT NULL,
    sound INTEGER NOT NULL,
    compared INTEGER NOT NULL,
    given INTEGER NOT NULL CHECK (given IN (0, 1)),
    PRIMARY KEY (damaged, original)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE evidence (
    article INTEGER NOT NULL,
    step INTEGER NOT NULL,
    number INTEGER NOT NULL,
    type TEXT NOT NULL,
    source TEXT REFERENCES source (id),
    name TEXT NOT NULL,
    domain TEXT,
    block INTEGER,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    weight REAL NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (article, step, number),
    FOREIGN KEY (article, step) REFERENCES hop (article, step) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE failure (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    input TEXT NOT NULL,
    reason TEXT NOT NULL,
    hint TEXT
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
, stopped TEXT) STRICT;

CREATE TABLE flag (
    article INTEGER NOT NULL,
    position INTEGER NOT NULL,
    number INTEGER NOT NULL,
    rule TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    weight REAL NOT NULL,
    PRIMARY KEY (article, position, number),
    FOREIGN KEY (article, position) REFERENCES block (article, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE furniture (
    site INTEGER NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    stories INTEGER NOT NULL,
    PRIMARY KEY (site, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE hop (
    article INTEGER NOT NULL REFERENCES verdict (article) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    source TEXT REFERENCES source (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    domain TEXT,
    PRIMARY KEY (article, step)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE "match" (
    article INTEGER NOT NULL REFERENCES verdict (article) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    other INTEGER NOT NULL REFERENCES article (id),
    source TEXT REFERENCES source (id),
    relation TEXT NOT NULL,
    share REAL NOT NULL,
    containment REAL NOT NULL,
    jaccard REAL NOT NULL,
    substitutions_per_100 REAL,
    PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE passage (
    id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id < 268435456),
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 16),
    words INTEGER NOT NULL
) STRICT;

CREATE TABLE passage_in (
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    "first" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,
    passage INTEGER NOT NULL REFERENCES passage (id),
    PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE pending (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE reporter (
    person TEXT PRIMARY KEY,
    source TEXT NOT NULL REFERENCES source (id),
    stories INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    command TEXT NOT NULL,
    version TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT,
    status TEXT NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'interrupted', 'failed')),
    "read" INTEGER NOT NULL DEFAULT 0,
    stored INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0,
    known INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0
, skipped INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE "scheme" (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    shingle INTEGER NOT NULL,
    sample INTEGER NOT NULL,
    least INTEGER NOT NULL,
    normaliser INTEGER NOT NULL,
    min_words INTEGER NOT NULL
) STRICT;

CREATE TABLE site (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

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

CREATE TABLE source (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    domain TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE story (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    origin_source TEXT REFERENCES source (id),
    origin_name TEXT,
    root INTEGER REFERENCES article (id),
    "first" INTEGER REFERENCES article (id),
    articles INTEGER NOT NULL,
    sites INTEGER NOT NULL,
    since TEXT,
    until TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE story_article (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    story TEXT NOT NULL REFERENCES story (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    place TEXT NOT NULL CHECK (place IN ('origin', 'copy', 'credited', 'unordered')),
    parent INTEGER REFERENCES article (id),
    beside INTEGER REFERENCES article (id),
    relation TEXT,
    share REAL,
    depth INTEGER NOT NULL
) STRICT;

CREATE TABLE text (
    id INTEGER PRIMARY KEY,
    content TEXT NOT NULL,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 16)
, line INTEGER) STRICT;

CREATE TABLE verdict (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('decided', 'abstained')),
    relation TEXT NOT NULL,
    origin_source TEXT REFERENCES source (id),
    origin_name TEXT,
    origin_article INTEGER REFERENCES article (id),
    confidence REAL NOT NULL,
    reasons TEXT NOT NULL,
    runner_up TEXT,
    machine_paraphrase INTEGER CHECK (machine_paraphrase IN (0, 1)),
    substitutions_per_100 REAL,
    findings INTEGER NOT NULL,
    per_1000_words REAL NOT NULL,
    damage_reasons TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES run (id)
, likely TEXT REFERENCES source (id), taken_from INTEGER REFERENCES article (id), correction TEXT, quotes INTEGER, quotes_kept INTEGER, facts_changed INTEGER) STRICT;

CREATE INDEX article_canonical ON article (canonical);

CREATE INDEX article_domain ON article (domain);

CREATE INDEX article_key ON article ("key");

CREATE INDEX article_location ON article (location);

CREATE INDEX article_outlet ON article (
    coalesce(site_name, publisher, site_domain, domain, '(no site named)'), coalesce(site_domain, domain), site_kind
);

CREATE INDEX article_published ON article (published, source);

CREATE INDEX article_run ON article (run);

CREATE INDEX article_site ON article (site, published);

CREATE INDEX article_site_domain ON article (site_domain);

CREATE INDEX article_source ON article (source, published);

CREATE INDEX article_url ON article (url);

CREATE INDEX block_furniture ON block (role, text) WHERE role NOT IN ('body', 'headline', 'subheading');

CREATE INDEX block_match_match ON block_match (article, "match");

CREATE INDEX block_match_other ON block_match (other);

CREATE INDEX block_text ON block (text, role);

CREATE INDEX byline_article ON byline (article);

CREATE INDEX byline_source ON byline (source);

CREATE INDEX capture_article ON capture (article, fetched);

CREATE INDEX capture_run ON capture (run);

CREATE INDEX corrected_article_correction ON corrected_article (correction);

CREATE INDEX corrected_article_lost ON corrected_article (id) WHERE article IS NULL;

CREATE INDEX correction_origin_article ON correction (origin_article);

CREATE INDEX correction_origin_source ON correction (origin_source);

CREATE INDEX correction_said_source ON correction (said_source);

CREATE INDEX correction_subject ON correction (subject, time);

CREATE INDEX credit_block ON credit (article, block);

CREATE INDEX credit_source ON credit (source);

CREATE INDEX damage_kind ON damage (kind, severity);

CREATE INDEX damage_reference ON damage (reference_article);

CREATE INDEX damage_site ON damage (site, severity);

CREATE INDEX dedup_cluster_article ON dedup_cluster (article);

CREATE INDEX dedup_member_article ON dedup_member (article);

CREATE INDEX dedup_member_cluster ON dedup_member (cluster);

CREATE INDEX dedup_member_relation ON dedup_member (relation);

CREATE INDEX dedup_run_corpus ON dedup_run (corpus);

CREATE INDEX failure_run ON failure (run);

CREATE INDEX feed_source ON feed (source);

CREATE INDEX furniture_line ON furniture (line);

CREATE INDEX hop_source ON hop (source);

CREATE INDEX item_article ON item (article, first_seen, published);

CREATE INDEX item_listed ON item (feed) WHERE gone IS NULL;

CREATE INDEX item_state ON item (feed, state, published);

CREATE INDEX item_url ON item (url);

CREATE INDEX match_other ON "match" (other);

CREATE INDEX passage_in_passage ON passage_in (passage, article, "first", "last");

CREATE INDEX reporter_source ON reporter (source);

CREATE INDEX story_article_beside ON story_article (beside);

CREATE INDEX story_article_parent ON story_article (parent);

CREATE INDEX story_article_story ON story_article (story, position);

CREATE INDEX story_articles ON story (articles, until);

CREATE INDEX story_first ON story ("first");

CREATE INDEX story_origin_source ON story (origin_source);

CREATE INDEX story_root ON story (root);

CREATE INDEX story_until ON story (until);

CREATE INDEX text_line ON text (line) WHERE line IS NOT NULL;

CREATE INDEX verdict_likely ON verdict (likely);

CREATE INDEX verdict_origin_article ON verdict (origin_article);

CREATE INDEX verdict_origin_source ON verdict (origin_source);

CREATE INDEX verdict_run ON verdict (run);

CREATE INDEX verdict_taken_from ON verdict (taken_from);

CREATE TRIGGER article_title_changed AFTER UPDATE OF title ON article BEGIN
    INSERT INTO _titles (_titles, rowid, title) VALUES ('delete', old.id, old.title);
    INSERT INTO _titles (rowid, title) VALUES (new.id, new.title);
END;

CREATE TRIGGER article_title_in AFTER INSERT ON article BEGIN
    INSERT INTO _titles (rowid, title) VALUES (new.id, new.title);
END;

CREATE TRIGGER article_title_out AFTER DELETE ON article BEGIN
    INSERT INTO _titles (_titles, rowid, title) VALUES ('delete', old.id, old.title);
END;

CREATE VIEW boilerplate AS
SELECT
    t.content AS line,
    g.role,
    (SELECT count(DISTINCT b.article) FROM block AS b WHERE b.text = g.text AND b.role = g.role) AS articles,
    (
        SELECT count(DISTINCT coalesce(a.site_domain, a.domain)) FROM block AS b JOIN article AS a ON a.id = b.article
        WHERE b.text = g.text AND b.role = g.role
    ) AS sites
FROM (SELECT DISTINCT role, text FROM block WHERE role NOT IN ('body', 'headline', 'subheading')) AS g
JOIN text AS t ON t.id = g.text;

CREATE VIEW chains AS
SELECT
    coalesce(a.title, a.url, a."key") AS title,
    (SELECT group_concat(name, ' > ') FROM (SELECT name FROM hop WHERE article = v.article ORDER BY step)) AS chain,
    (SELECT count(*) FROM hop WHERE article = v.article) AS hops,
    v.origin_name AS origin,
    v.confidence,
    v.article
FROM verdict AS v
JOIN article AS a ON a.id = v.article;

CREATE VIEW copies AS
SELECT
    (SELECT coalesce(a.title, a.url, a."key") FROM article AS a WHERE a.id = m.article) AS title,
    (SELECT coalesce(a.site_name, a.publisher, a.domain) FROM article AS a WHERE a.id = m.article) AS site,
    m.relation,
    (SELECT coalesce(o.title, o.url, o."key") FROM article AS o WHERE o.id = m.other) AS of_title,
    (SELECT coalesce(o.site_name, o.publisher, o.domain) FROM article AS o WHERE o.id = m.other) AS of_site,
    m.share,
    m.containment,
    m.jaccard,
    m.substitutions_per_100,
    m.article,
    m.other AS of_article
FROM "match" AS m
WHERE m.relation NOT IN ('original', 'quote_only', 'unknown');

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

CREATE VIEW coverage AS
SELECT
    k.name AS source,
    date(d.day, 'weekday 0', '-6 days') AS week,
    sum(d.own) AS articles_of_its_own,
    sum(d.crediting) AS articles_that_credit_it,
    k.kind,
    d.source AS source_id
FROM (
    SELECT source, substr(published, 1, 10) AS day, count(*) AS own, 0 AS crediting
    FROM article
    WHERE source IS NOT NULL
    GROUP BY 1, 2
    UNION ALL
    SELECT n.source, substr(a.published, 1, 10), 0, count(*)
    FROM (
        SELECT DISTINCT source, article FROM credit
        WHERE source IS NOT NULL
        AND type IN ('dateline', 'byline', 'agency_line', 'contributor_line', 'feed_disclaimer', 'contribution')
    ) AS n
    JOIN article AS a ON a.id = n.article AND a.source IS NOT n.source
    GROUP BY 1, 2
) AS d
JOIN source AS k ON k.id = d.source
GROUP BY d.source, 2;

CREATE VIEW damage_report AS
SELECT
    (SELECT coalesce(a.title, a.url, a."key") FROM article AS a WHERE a.id = d.article) AS title,
    (SELECT coalesce(a.site_name, a.publisher, a.domain) FROM article AS a WHERE a.id = d.article) AS outlet,
    d.severity,
    d.kind,
    d."change",
    d.text,
    d.original,
    (
        SELECT t.content FROM block AS b JOIN text AS t ON t.id = b.text
        WHERE b.article = d.article AND b.position = d.block
    ) AS paragraph,
    (SELECT coalesce(o.title, o.url, o."key") FROM article AS o WHERE o.id = d.reference_article) AS original_title,
    (SELECT v.machine_paraphrase FROM verdict AS v WHERE v.article = d.article) AS machine_paraphrase,
    (SELECT a.published FROM article AS a WHERE a.id = d.article) AS published,
    d.block,
    d."start",
    d."end",
    d.article,
    d.reference_article
FROM damage AS d;

CREATE VIEW damaged_articles AS
SELECT
    coalesce(a.title, a.url, a."key") AS title,
    coalesce(a.site_name, a.publisher, a.domain) AS outlet,
    v.machine_paraphrase,
    round(v.substitutions_per_100, 1) AS replaced_per_100,
    v.facts_changed,
    v.quotes,
    v.quotes_kept,
    v.findings,
    round(v.per_1000_words, 1) AS per_1000_words,
    v.origin_name AS origin,
    coalesce(o.title, o.url, o."key") AS original_title,
    a.published,
    v.article,
    v.origin_article
FROM verdict AS v
JOIN article AS a ON a.id = v.article
LEFT JOIN article AS o ON o.id = v.origin_article
WHERE v.findings > 0;

CREATE VIEW damaged_phrases AS
SELECT
    damaged AS phrase,
    original,
    articles,
    stories,
    sites,
    sound AS other_articles_with_it,
    compared AS other_articles,
    given = 1 AS given_by_a_person,
    given = 1 OR (stories >= 2 AND sound = 0) AS looked_for
FROM damaged_phrase;

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
    f.stopped,
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

CREATE VIEW origins AS
SELECT
    coalesce(a.title, a.url, a."key") AS title,
    coalesce(a.site_name, a.publisher, a.domain) AS site,
    v.origin_name AS origin,
    v.relation,
    v.confidence,
    coalesce(o.title, o.url, o."key") AS origin_title,
    a.published,
    a.url,
    v.status,
    v.likely AS likely_source,
    iif(
        v.likely IS NULL, NULL, (SELECT count(*) FROM article AS h WHERE h.source = v.likely AND h.id <> a.id)
    ) AS held_of_likely_source,
    iif(
        v.likely IS NULL OR date(substr(a.published, 1, 10)) IS NULL,
        NULL,
        (
            SELECT count(*) FROM article AS h WHERE h.source = v.likely AND h.id <> a.id
            AND h.published >= date(substr(a.published, 1, 10), '-3 days')
            AND h.published < date(substr(a.published, 1, 10), '+4 days')
        )
    ) AS held_within_three_days,
    v.article,
    v.origin_article
FROM verdict AS v
JOIN article AS a ON a.id = v.article
LEFT JOIN article AS o ON o.id = v.origin_article;

CREATE VIEW outlets AS
SELECT
    g.outlet,
    g.domain,
    g.kind,
    g.articles,
    (
        SELECT count(*) FROM article AS a JOIN verdict AS v ON v.article = a.id
        WHERE coalesce(a.site_name, a.publisher, a.site_domain, a.domain, '(no site named)') = g.outlet
        AND coalesce(a.site_domain, a.domain) IS g.domain
        AND (v.relation IN ('original', 'version') OR v.origin_source = a.source)
    ) AS own,
    (
        SELECT count(*) FROM article AS a JOIN verdict AS v ON v.article = a.id JOIN source AS s ON s.id = v.origin_source
        WHERE coalesce(a.site_name, a.publisher, a.site_domain, a.domain, '(no site named)') = g.outlet
        AND coalesce(a.site_domain, a.domain) IS g.domain
        AND s.kind = 'wire' AND v.origin_source IS NOT a.source
    ) AS from_wires,
    (
        SELECT count(*) FROM article AS a LEFT JOIN verdict AS v ON v.article = a.id
        WHERE coalesce(a.site_name, a.publisher, a.site_domain, a.domain, '(no site named)') = g.outlet
        AND coalesce(a.site_domain, a.domain) IS g.domain
        AND v.origin_name IS NULL
    ) AS undecided,
    (
        SELECT count(*) FROM article AS a JOIN verdict AS v ON v.article = a.id
        WHERE coalesce(a.site_name, a.publisher, a.site_domain, a.domain, '(no site named)') = g.outlet
        AND coalesce(a.site_domain, a.domain) IS g.domain
        AND v.machine_paraphrase = 1
    ) AS damaged
FROM (
    SELECT
        coalesce(site_name, publisher, site_domain, domain, '(no site named)') AS outlet,
        coalesce(site_domain, domain) AS domain,
        min(site_kind) AS kind,
        count(*) AS articles
    FROM article GROUP BY 1, 2
) AS g;

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

CREATE VIEW stories AS
SELECT
    s.title,
    s.articles,
    s.sites,
    s.origin_name AS origin,
    s.root IS NOT NULL AS origin_is_held,
    s.since,
    s.until,
    coalesce(f.site_name, f.publisher, f.domain) AS first_site,
    s.id AS story
FROM story AS s
LEFT JOIN article AS f ON f.id = s."first";

CREATE VIEW story_tree AS
SELECT
    (SELECT coalesce(a.title, a.url, a."key") FROM article AS a WHERE a.id = t.article) AS title,
    (SELECT coalesce(a.site_name, a.publisher, a.domain) FROM article AS a WHERE a.id = t.article) AS site,
    (SELECT a.published FROM article AS a WHERE a.id = t.article) AS published,
    t.place,
    (SELECT coalesce(p.title, p.url, p."key") FROM article AS p WHERE p.id = t.parent) AS made_from,
    (SELECT coalesce(p.site_name, p.publisher, p.domain) FROM article AS p WHERE p.id = t.parent) AS made_from_site,
    (SELECT coalesce(b.title, b.url, b."key") FROM article AS b WHERE b.id = t.beside) AS most_like,
    t.relation,
    t.share,
    (SELECT v.substitutions_per_100 FROM verdict AS v WHERE v.article = t.article) AS substitutions_per_100,
    (SELECT v.machine_paraphrase FROM verdict AS v WHERE v.article = t.article) AS machine_paraphrase,
    (SELECT count(*) FROM damage AS d WHERE d.article = t.article AND +d.kind = 'quote_altered') AS quotes_altered,
    (
        SELECT count(*) FROM damage AS d WHERE d.article = t.article AND d.original IS NOT NULL
        AND +d.kind IN ('number_changed', 'name_changed', 'polarity', 'meaning_changed', 'attribution_changed')
    ) AS facts_changed,
    (SELECT s."first" IS t.article FROM story AS s WHERE s.id = t.story) AS is_first,
    (SELECT s.title FROM story AS s WHERE s.id = t.story) AS story_title,
    t.position,
    t.depth,
    t.story,
    t.article,
    t.parent
FROM story_article AS t;

CREATE TRIGGER text_words_in AFTER INSERT ON text BEGIN
    INSERT INTO _words (rowid, content) VALUES (new.id, new.content);
END;

CREATE TRIGGER text_words_out AFTER DELETE ON text BEGIN
    INSERT INTO _words (_words, rowid, content) VALUES ('delete', old.id, old.content);
END;
