-- Every key begins with the tenant: no statement of the service leaves it out.

CREATE TABLE states (
    tenant     text        NOT NULL,
    recipe     text        NOT NULL,
    stream     text        NOT NULL,
    version    bigint      NOT NULL CHECK (version > 0),
    document   text        NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, recipe, stream)
);

CREATE TABLE runs (
    tenant        text        NOT NULL,
    run           text        NOT NULL,
    recipe        text        NOT NULL,
    digest        text        NOT NULL,
    outcome       text        NOT NULL CHECK (outcome IN ('RUNNING', 'SUCCEEDED', 'FAILED', 'STOPPED')),
    started_at    timestamptz NOT NULL,
    ended_at      timestamptz,
    cancelled_at  timestamptz,
    error_code    text,
    error_kind    text,
    error_message text,
    error_place   text,
    streams       text,
    receipts      text,
    rows_read     bigint      NOT NULL DEFAULT 0,
    rows_written  bigint      NOT NULL DEFAULT 0,
    rows_rejected bigint      NOT NULL DEFAULT 0,
    bytes         bigint      NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant, run)
);

CREATE INDEX runs_newest ON runs (tenant, started_at DESC, run);
CREATE INDEX runs_newest_of_recipe ON runs (tenant, recipe, started_at DESC, run);

-- One row for each stage of each lane of a run. Progress counts since the attach; "before" is the sum of earlier pods.
-- Heartbeats change rows in place: the free space lets PostgreSQL do so without touching indexes.
CREATE TABLE lanes (
    tenant               text        NOT NULL,
    run                  text        NOT NULL,
    lane                 integer     NOT NULL CHECK (lane >= 0),
    stage                text        NOT NULL CHECK (stage IN ('extractor', 'transform', 'writer')),
    session              bigint      NOT NULL,
    pod                  text        NOT NULL,
    pod_uid              text        NOT NULL,
    address              text        NOT NULL,
    seen_at              timestamptz NOT NULL,
    rows_read            bigint      NOT NULL DEFAULT 0,
    rows_written         bigint      NOT NULL DEFAULT 0,
    rows_rejected        bigint      NOT NULL DEFAULT 0,
    bytes                bigint      NOT NULL DEFAULT 0,
    epoch                bigint      NOT NULL DEFAULT 0,
    committed_at         timestamptz,
    rows_read_before     bigint      NOT NULL DEFAULT 0,
    rows_written_before  bigint      NOT NULL DEFAULT 0,
    rows_rejected_before bigint      NOT NULL DEFAULT 0,
    bytes_before         bigint      NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant, run, lane, stage),
    FOREIGN KEY (tenant, run) REFERENCES runs ON DELETE CASCADE
) WITH (fillfactor = 70);
