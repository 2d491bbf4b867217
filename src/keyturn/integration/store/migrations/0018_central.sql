-- Whether Nuki sends to the application's one address, as it last said.

CREATE TABLE central_address (
    place       TEXT PRIMARY KEY CHECK (place = 'one'),
    switched_on INTEGER NOT NULL,
    since       INTEGER NOT NULL,
    looked_at   INTEGER NOT NULL,
    trouble     TEXT NOT NULL
) STRICT;
