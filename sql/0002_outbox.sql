-- Mail on its way. One recipient a row. payload: the template's values as JSON, sealed where they hold a code; emptied
-- once the mail is sent or its code has expired. doubtful: tries whose end nobody knows, so the mail may have been
-- sent more than once. Only the courier changes a row.

CREATE TABLE outbox (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    tag CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    recipient VARCHAR(254) NOT NULL,
    account_id BIGINT UNSIGNED NULL,
    payload MEDIUMTEXT NOT NULL,
    sealed TINYINT UNSIGNED NOT NULL,
    thread VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    attempts INT UNSIGNED NOT NULL DEFAULT 0,
    doubtful INT UNSIGNED NOT NULL DEFAULT 0,
    next_try_at DATETIME(6) NOT NULL,
    lease_owner VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    lease_until DATETIME(6) NULL,
    provider VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    provider_id VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    last_answer VARCHAR(500) NOT NULL DEFAULT '',
    created_at DATETIME(6) NOT NULL,
    first_try_at DATETIME(6) NULL,
    sent_at DATETIME(6) NULL,
    expires_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY outbox_tag (tag),
    KEY outbox_due (state, next_try_at, id),
    KEY outbox_lease (state, lease_until),
    KEY outbox_expires (state, expires_at),
    KEY outbox_created (state, created_at),
    KEY outbox_account (account_id, id),
    KEY outbox_provider_id (provider_id),
    CONSTRAINT outbox_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE SET NULL,
    CONSTRAINT outbox_state CHECK (state IN ('waiting', 'leased', 'sent', 'dead', 'void', 'expired'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
