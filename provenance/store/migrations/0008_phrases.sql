-- what machine paraphrases have in the place of another phrase: made by `provenance damage --learn`, but for what was given
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
