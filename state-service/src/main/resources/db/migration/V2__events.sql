-- Events wait here until a broker has them. Each is written in the transaction of what it tells, and removed once it is
-- sent. "events" of a run is the number of its newest event, so that a consumer sees what it missed.
ALTER TABLE runs
    ADD COLUMN events             bigint NOT NULL DEFAULT 0,
    ADD COLUMN event_epoch_at     timestamptz,
    ADD COLUMN event_committed_at timestamptz;

CREATE TABLE events (
    position bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id       uuid        NOT NULL,
    tenant   text        NOT NULL,
    recipe   text        NOT NULL,
    run      text        NOT NULL,
    sequence bigint      NOT NULL,
    type     text        NOT NULL,
    at       timestamptz NOT NULL,
    data     text        NOT NULL
);
