-- Second factors, and sign-ins that are half done. Secrets stand in columns that the house pool may not read.

-- An authenticator app. tag: the row's name in the seal of its secret. last_step: the newest time step that was
-- accepted; a step counts once. confirmed_at: when a code of it was typed first; before that it is no factor, and only
-- the browser that enrols it (SHA-256 of its pre-sign-in cookie) may see it.
CREATE TABLE totp (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    tag BINARY(16) NOT NULL,
    account_id BIGINT UNSIGNED NOT NULL,
    name VARCHAR(60) NOT NULL,
    secret TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    last_step BIGINT UNSIGNED NOT NULL DEFAULT 0,
    browser BINARY(32) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    confirmed_at DATETIME(6) NULL,
    last_used_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    KEY totp_account (account_id, confirmed_at),
    KEY totp_unconfirmed (confirmed_at, created_at),
    CONSTRAINT totp_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Codes for the day the phone is lost: keyed hashes, each used once.
CREATE TABLE recovery_code (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    account_id BIGINT UNSIGNED NOT NULL,
    code_hash BINARY(32) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    used_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY recovery_code_hash (account_id, code_hash),
    CONSTRAINT recovery_code_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- A half-finished sign-in of one browser (SHA-256 of its pre-sign-in cookie). account_id is NULL for nobody (a phantom).
-- first_factor: what was or will be proved first; proved_at: when it was. identifier: the canonical one that was typed.
CREATE TABLE pending_sign_in (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    browser BINARY(32) NOT NULL,
    account_id BIGINT UNSIGNED NULL,
    identifier VARCHAR(254) COLLATE utf8mb4_bin NOT NULL,
    first_factor VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    remember TINYINT UNSIGNED NOT NULL,
    next_path VARCHAR(512) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    proved_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    KEY pending_sign_in_browser (browser),
    KEY pending_sign_in_created (created_at),
    CONSTRAINT pending_sign_in_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
