-- what stands on pages beside their stories, by role: the view counts it, and facets ask which roles there are
CREATE INDEX block_furniture ON block (role, text) WHERE role NOT IN ('body', 'headline', 'subheading');

-- what an outlet is called, as the view of outlets has it
CREATE INDEX article_outlet ON article (
    coalesce(site_name, publisher, site_domain, domain, '(no site named)'), coalesce(site_domain, domain), site_kind
);

DROP VIEW boilerplate;

-- here and below: what is looked up in a query of its own costs nothing where a facet or a count does not ask for it
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

DROP VIEW outlets;

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

DROP VIEW coverage;

-- days are counted first, so that there are few to make weeks of
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

DROP VIEW copies;

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

DROP VIEW story_tree;

-- the plus keeps SQLite from going over all altered quotations there are for each article
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
