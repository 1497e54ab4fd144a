-- What a person does with their own account.

-- turn: moved by whoever lets somebody in or ends their sessions, so that of two at once one waits (or, on two hosts, is
-- run again).
ALTER TABLE account ADD COLUMN turn INT UNSIGNED NOT NULL DEFAULT 0;

-- A change of the e-mail address. Until done_at the code mailed to the new address is awaited, in the session that asked.
-- From then to undo_until whoever reads the old address may take the change back with a secret link (undo_hash: its keyed
-- hash), and the old address is nobody else's to take.
CREATE TABLE email_change (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    account_id BIGINT UNSIGNED NOT NULL,
    session_id BIGINT UNSIGNED NOT NULL,
    old_email VARCHAR(254) NOT NULL,
    old_canonical VARCHAR(254) COLLATE utf8mb4_bin NOT NULL,
    new_email VARCHAR(254) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    done_at DATETIME(6) NULL,
    undo_hash BINARY(32) NULL,
    undo_until DATETIME(6) NULL,
    undone_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY email_change_undo (undo_hash),
    KEY email_change_account (account_id, done_at),
    KEY email_change_old (old_canonical, undo_until),
    KEY email_change_created (done_at, created_at),
    KEY email_change_until (undo_until),
    CONSTRAINT email_change_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- A browser in which the second factor is not asked for at sign-in. token_hash: SHA-256 over the account and the device
-- cookie.
CREATE TABLE trusted_browser (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    account_id BIGINT UNSIGNED NOT NULL,
    token_hash BINARY(32) NOT NULL,
    user_agent VARCHAR(512) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    last_used_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY trusted_browser_token (token_hash),
    KEY trusted_browser_account (account_id, expires_at),
    KEY trusted_browser_expires (expires_at),
    CONSTRAINT trusted_browser_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
