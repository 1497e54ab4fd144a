-- Phone numbers as second factor. A number stands sealed wherever it stands; only the gate pool can open it, and the
-- house pool sees none of these tables.

-- What a person agreed to, word for word, before a number of theirs was written to, and when they took it back. Rows are
-- only ever added, and outlive number and account: they are evidence. act: given or withdrawn. of_id: the consent that is
-- withdrawn. number: sealed; tag: the row's name in the seal. reason: why it was withdrawn.
CREATE TABLE phone_consent (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    account_id BIGINT UNSIGNED NOT NULL,
    act VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    of_id BIGINT UNSIGNED NULL,
    tag BINARY(16) NULL,
    number TEXT CHARACTER SET ascii COLLATE ascii_bin NULL,
    version VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    wording TEXT NOT NULL,
    reason VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    at DATETIME(6) NOT NULL,
    address VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    request_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (id),
    KEY phone_consent_account (account_id, at),
    CONSTRAINT phone_consent_act CHECK (act IN ('given', 'withdrawn'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- A number. tag: the row's name in the seal. takes_text: 0 for landlines, which are called. confirmed_at: when a code sent
-- to it was typed; before that it is no factor, and only the browser that adds it (SHA-256 of its pre-sign-in cookie) may
-- go on with it.
CREATE TABLE phone (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    tag BINARY(16) NOT NULL,
    account_id BIGINT UNSIGNED NOT NULL,
    number TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    takes_text TINYINT UNSIGNED NOT NULL,
    consent_id BIGINT UNSIGNED NOT NULL,
    browser BINARY(32) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    confirmed_at DATETIME(6) NULL,
    last_used_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    KEY phone_account (account_id, confirmed_at),
    KEY phone_unconfirmed (confirmed_at, created_at),
    CONSTRAINT phone_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- A code on its way to a number: lives only while it may be typed. browser: who asked. reference: the provider's name for
-- it, sealed; reference_hash: its SHA-256, so that nobody takes up what another asked for. checked_until: a check runs at
-- the provider; one at a time.
CREATE TABLE phone_code (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    tag BINARY(16) NOT NULL,
    account_id BIGINT UNSIGNED NOT NULL,
    phone_id BIGINT UNSIGNED NOT NULL,
    browser BINARY(32) NOT NULL,
    reference TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reference_hash BINARY(32) NOT NULL,
    called TINYINT UNSIGNED NOT NULL,
    tries SMALLINT UNSIGNED NOT NULL DEFAULT 0,
    checked_until DATETIME(6) NULL,
    created_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY phone_code_reference (reference_hash),
    KEY phone_code_phone (phone_id),
    KEY phone_code_account (account_id),
    KEY phone_code_expires (expires_at),
    CONSTRAINT phone_code_phone FOREIGN KEY (phone_id) REFERENCES phone (id) ON DELETE CASCADE,
    CONSTRAINT phone_code_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- What a look-up said of a number, for a month. number_index: its blind index.
CREATE TABLE phone_verdict (
    number_index BINARY(32) NOT NULL,
    verdict VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    line_type VARCHAR(40) NOT NULL,
    checked_at DATETIME(6) NOT NULL,
    PRIMARY KEY (number_index),
    KEY phone_verdict_checked (checked_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
