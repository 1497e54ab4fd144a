-- Passkeys (WebAuthn). Public keys are no secrets, but whoever could write here could sign in: only the gate may.

-- The handle under which authenticators know an account: random, so that it tells nothing and can be given anew.
CREATE TABLE passkey_owner (
    account_id BIGINT UNSIGNED NOT NULL,
    handle BINARY(32) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (account_id),
    UNIQUE KEY passkey_owner_handle (handle),
    CONSTRAINT passkey_owner_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- credential_id: as the authenticator made it, once in the whole portal. public_key: a COSE_Key. counter: the signature
-- counter last seen; it grows, or stays 0 for authenticators without one. transports: how a browser may reach it, joined
-- by commas. user_verified: whether the person was verified (PIN, finger, face) when it was made.
CREATE TABLE passkey (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    account_id BIGINT UNSIGNED NOT NULL,
    credential_id VARBINARY(1023) NOT NULL,
    public_key VARBINARY(1024) NOT NULL,
    counter INT UNSIGNED NOT NULL,
    transports VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    aaguid BINARY(16) NOT NULL,
    user_verified TINYINT UNSIGNED NOT NULL,
    backup_eligible TINYINT UNSIGNED NOT NULL,
    backed_up TINYINT UNSIGNED NOT NULL,
    name VARCHAR(60) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    last_used_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY passkey_credential (credential_id),
    KEY passkey_account (account_id),
    CONSTRAINT passkey_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- What an authenticator was asked to sign: a hash of it, good for one use of one purpose by one browser (SHA-256 of its
-- pre-sign-in cookie), and for one account where it is known who must answer.
CREATE TABLE passkey_challenge (
    challenge_hash BINARY(32) NOT NULL,
    purpose VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    browser BINARY(32) NOT NULL,
    account_id BIGINT UNSIGNED NULL,
    created_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    used_at DATETIME(6) NULL,
    PRIMARY KEY (challenge_hash),
    KEY passkey_challenge_expires (expires_at),
    CONSTRAINT passkey_challenge_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
