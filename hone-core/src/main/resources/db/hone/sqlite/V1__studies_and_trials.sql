-- Counters are kept with the study in the transaction of each change, so that no operation counts rows.
CREATE TABLE studies (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    name              TEXT    NOT NULL UNIQUE,
    seed              BIGINT  NOT NULL,
    optimizer         TEXT    NOT NULL,
    definition        TEXT    NOT NULL,
    created           BIGINT  NOT NULL,
    next_number       BIGINT  NOT NULL DEFAULT 0,
    finish_counter    BIGINT  NOT NULL DEFAULT 0,
    budgeted          BIGINT  NOT NULL DEFAULT 0,
    cost              REAL   NOT NULL DEFAULT 0,
    optimizer_version BIGINT  NOT NULL DEFAULT 0,
    optimizer_state   TEXT    NOT NULL DEFAULT '',
    told_order        BIGINT  NOT NULL DEFAULT 0,
    queued            BIGINT  NOT NULL DEFAULT 0,
    running           BIGINT  NOT NULL DEFAULT 0,
    complete          BIGINT  NOT NULL DEFAULT 0,
    pruned            BIGINT  NOT NULL DEFAULT 0,
    failed            BIGINT  NOT NULL DEFAULT 0
);

CREATE TABLE objectives (
    study_id  BIGINT  NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    name      TEXT    NOT NULL,
    direction TEXT    NOT NULL,
    PRIMARY KEY (study_id, position)
);

CREATE TABLE study_attributes (
    study_id BIGINT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
    key      TEXT   NOT NULL,
    value    TEXT   NOT NULL,
    PRIMARY KEY (study_id, key)
);

-- attempt grows with every claim, so that a claim that was taken away stays void; deaths counts lost workers.
-- loss: first objective of a complete, feasible trial with its sign turned so that less is better.
-- objective_values: JSON array of a complete trial. Times: milliseconds since 1970.
CREATE TABLE trials (
    study_id         BIGINT  NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
    number           BIGINT  NOT NULL,
    state            TEXT    NOT NULL,
    candidate        TEXT    NOT NULL,
    origin           TEXT    NOT NULL,
    attempt          INTEGER NOT NULL DEFAULT 0,
    deaths           INTEGER NOT NULL DEFAULT 0,
    worker           TEXT,
    loss             REAL,
    objective_values TEXT,
    feasible         BOOLEAN NOT NULL DEFAULT FALSE,
    evaluation       TEXT,
    failure          TEXT,
    parents          TEXT    NOT NULL DEFAULT '[]',
    created          BIGINT  NOT NULL,
    started          BIGINT,
    finished         BIGINT,
    heartbeat        BIGINT,
    finish_order     BIGINT,
    PRIMARY KEY (study_id, number)
);
CREATE INDEX trials_pending ON trials (study_id, state, number) WHERE state IN ('QUEUED', 'RUNNING');
CREATE UNIQUE INDEX trials_finish_order ON trials (study_id, finish_order);
CREATE INDEX trials_loss ON trials (study_id, loss, number) WHERE loss IS NOT NULL;

CREATE TABLE trial_attributes (
    study_id BIGINT NOT NULL,
    number   BIGINT NOT NULL,
    key      TEXT   NOT NULL,
    value    TEXT   NOT NULL,
    PRIMARY KEY (study_id, number, key),
    FOREIGN KEY (study_id, number) REFERENCES trials (study_id, number) ON DELETE CASCADE
);

CREATE TABLE reports (
    study_id BIGINT NOT NULL,
    number   BIGINT NOT NULL,
    step     BIGINT NOT NULL,
    value    REAL  NOT NULL,
    PRIMARY KEY (study_id, number, step),
    FOREIGN KEY (study_id, number) REFERENCES trials (study_id, number) ON DELETE CASCADE
);
CREATE INDEX reports_step ON reports (study_id, step);

CREATE TABLE comparisons (
    study_id BIGINT  NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    ranking  TEXT    NOT NULL,
    degree   REAL   NOT NULL,
    judge    TEXT    NOT NULL,
    PRIMARY KEY (study_id, position)
);

CREATE TABLE artifacts (
    study_id   BIGINT NOT NULL,
    number     BIGINT NOT NULL,
    name       TEXT   NOT NULL,
    media_type TEXT   NOT NULL,
    bytes      BIGINT NOT NULL,
    sha256     TEXT   NOT NULL,
    PRIMARY KEY (study_id, number, name),
    FOREIGN KEY (study_id, number) REFERENCES trials (study_id, number) ON DELETE CASCADE
);
CREATE INDEX artifacts_content ON artifacts (sha256);
