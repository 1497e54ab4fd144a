-- How each provider is doing (the circuit breaker, shared by all couriers and gate workers), and how often it was called.
-- A provider has a row once something was wrong with it. troubled, misconfigured: failures in a row; open_until: nobody
-- calls before; probe_until: one caller tries, nobody else before; pause_until: the provider's own wish.

CREATE TABLE provider (
    name VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'closed',
    troubled INT UNSIGNED NOT NULL DEFAULT 0,
    misconfigured INT UNSIGNED NOT NULL DEFAULT 0,
    openings INT UNSIGNED NOT NULL DEFAULT 0,
    open_until DATETIME(6) NULL,
    probe_until DATETIME(6) NULL,
    pause_until DATETIME(6) NULL,
    changed_at DATETIME(6) NULL,
    PRIMARY KEY (name),
    CONSTRAINT provider_state CHECK (state IN ('closed', 'open', 'stopped'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Calls of one UTC day: to whom, what for and how they ended. Nothing about persons.
CREATE TABLE provider_usage (
    day DATE NOT NULL,
    provider VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    outcome VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    calls BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (day, provider, kind, outcome)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
