-- what stands on pages beside their stories, by role: the view counts it, and facets ask which roles there are
CREATE INDEX block_furniture ON block (role, text) WHERE role NOT IN ('body', 'headline', 'subheading');

DROP VIEW boilerplate;

-- the counts are queries of their own, which cost nothing where a facet does not ask for them
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

DROP VIEW story_tree;

-- the plus keeps SQLite from going over all altered quotations there are for each article
CREATE VIEW story_tree AS
SELECT
    coalesce(a.title, a.url, a."key") AS title,
    coalesce(a.site_name, a.publisher, a.domain) AS site,
    a.published,
    t.place,
    coalesce(p.title, p.url, p."key") AS made_from,
    coalesce(p.site_name, p.publisher, p.domain) AS made_from_site,
    coalesce(b.title, b.url, b."key") AS most_like,
    t.relation,
    t.share,
    v.substitutions_per_100,
    v.machine_paraphrase,
    (SELECT count(*) FROM damage AS d WHERE d.article = a.id AND +d.kind = 'quote_altered') AS quotes_altered,
    (
        SELECT count(*) FROM damage AS d WHERE d.article = a.id AND d.original IS NOT NULL
        AND +d.kind IN ('number_changed', 'name_changed', 'polarity', 'meaning_changed', 'attribution_changed')
    ) AS facts_changed,
    s."first" IS a.id AS is_first,
    s.title AS story_title,
    t.position,
    t.depth,
    t.story,
    t.article,
    t.parent
FROM story_article AS t
JOIN story AS s ON s.id = t.story
JOIN article AS a ON a.id = t.article
LEFT JOIN verdict AS v ON v.article = t.article
LEFT JOIN article AS p ON p.id = t.parent
LEFT JOIN article AS b ON b.id = t.beside;
