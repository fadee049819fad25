DROP VIEW damage_report;

-- what is looked up in a query of its own costs nothing where a facet does not ask for it; a joined table does
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
