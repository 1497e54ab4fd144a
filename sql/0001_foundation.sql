-- People, roles, sessions, proofs, failures, audit, tickets. Times are UTC with microseconds. Keys that must tell
-- spellings apart are binary; text for people is utf8mb4_unicode_520_ci. Secrets stand in tables of their own, so that
-- grants can keep the house pool away from them.

CREATE TABLE counter (
    name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    value BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

INSERT INTO counter (name, value) VALUES ('ticket', 1000);

CREATE TABLE account (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    email VARCHAR(254) NOT NULL,
    email_canonical VARCHAR(254) COLLATE utf8mb4_bin NOT NULL,
    user_name VARCHAR(40) NULL,
    user_name_canonical VARCHAR(40) COLLATE utf8mb4_bin NULL,
    first_name VARCHAR(100) NOT NULL,
    last_name VARCHAR(100) NOT NULL,
    status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'active',
    created_at DATETIME(6) NOT NULL,
    last_sign_in_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY account_email (email_canonical),
    UNIQUE KEY account_user_name (user_name_canonical),
    CONSTRAINT account_status CHECK (status IN ('active', 'disabled'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- One hash an account ("g1$key$argon2id", or a foreign form until the next sign-in).
CREATE TABLE password (
    account_id BIGINT UNSIGNED NOT NULL,
    hash VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    changed_at DATETIME(6) NOT NULL,
    PRIMARY KEY (account_id),
    CONSTRAINT password_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- permissions: bits of authority::Permission.
CREATE TABLE role (
    id SMALLINT UNSIGNED NOT NULL,
    name VARCHAR(40) NOT NULL,
    permissions BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY role_name (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

INSERT INTO role (id, name, permissions) VALUES (1, 'Administrator', 1023), (2, 'Agent', 3), (3, 'Client', 1);

CREATE TABLE account_role (
    account_id BIGINT UNSIGNED NOT NULL,
    role_id SMALLINT UNSIGNED NOT NULL,
    granted_at DATETIME(6) NOT NULL,
    PRIMARY KEY (account_id, role_id),
    KEY account_role_role (role_id),
    CONSTRAINT account_role_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT account_role_role FOREIGN KEY (role_id) REFERENCES role (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- token_hash: SHA-256 of the cookie. proved_at: last proof of a second factor (step-up).
CREATE TABLE session (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    token_hash BINARY(32) NOT NULL,
    account_id BIGINT UNSIGNED NOT NULL,
    created_at DATETIME(6) NOT NULL,
    last_seen_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    remembered TINYINT UNSIGNED NOT NULL DEFAULT 0,
    proved_at DATETIME(6) NULL,
    address VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    user_agent VARCHAR(512) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY session_token (token_hash),
    KEY session_account (account_id, last_seen_at),
    KEY session_expires (expires_at),
    CONSTRAINT session_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- A browser that an account signed in from. token_hash: SHA-256 of the device cookie.
CREATE TABLE device (
    token_hash BINARY(32) NOT NULL,
    account_id BIGINT UNSIGNED NOT NULL,
    created_at DATETIME(6) NOT NULL,
    last_used_at DATETIME(6) NOT NULL,
    PRIMARY KEY (token_hash, account_id),
    KEY device_account (account_id),
    KEY device_last_used (last_used_at),
    CONSTRAINT device_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- A pending proof by a mailed code. browser: SHA-256 of the pre-sign-in cookie that asked. target: keyed hash of whom
-- the code is for (canonical address or account). A phantom (for nobody) is a row like the others whose code nobody knows.
CREATE TABLE challenge (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    purpose VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    browser BINARY(32) NOT NULL,
    target BINARY(32) NOT NULL,
    account_id BIGINT UNSIGNED NULL,
    code_hash BINARY(32) NOT NULL,
    tries SMALLINT UNSIGNED NOT NULL DEFAULT 0,
    created_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    used_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    KEY challenge_browser (browser, purpose, created_at),
    KEY challenge_target (target, purpose, created_at),
    KEY challenge_expires (expires_at),
    CONSTRAINT challenge_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- What somebody typed into the sign-up form, until the mailed code proves the address. No account exists before that.
CREATE TABLE sign_up (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    browser BINARY(32) NOT NULL,
    email VARCHAR(254) NOT NULL,
    email_canonical VARCHAR(254) COLLATE utf8mb4_bin NOT NULL,
    user_name VARCHAR(40) NULL,
    first_name VARCHAR(100) NOT NULL,
    last_name VARCHAR(100) NOT NULL,
    password_hash VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at DATETIME(6) NOT NULL,
    proved_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    KEY sign_up_browser (browser),
    KEY sign_up_created (created_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Failures in a row at one guarded thing. bucket: SHA-256 of what is guarded (an account's password, one device's
-- tries at it, an unknown identifier, a client address, an account's codes).
CREATE TABLE throttle (
    bucket BINARY(32) NOT NULL,
    failures INT UNSIGNED NOT NULL,
    last_failure_at DATETIME(6) NOT NULL,
    PRIMARY KEY (bucket),
    KEY throttle_last (last_failure_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- How often something was done in a fixed window (mails to an address, sign-ups from a client address).
CREATE TABLE rate (
    bucket BINARY(32) NOT NULL,
    amount INT UNSIGNED NOT NULL,
    window_ends_at DATETIME(6) NOT NULL,
    PRIMARY KEY (bucket),
    KEY rate_ends (window_ends_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- identifier: sealed; identifier_index: its blind index; tag: the row's name in the seal.
CREATE TABLE failed_sign_in (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    tag BINARY(16) NOT NULL,
    at DATETIME(6) NOT NULL,
    identifier TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    identifier_index BINARY(32) NOT NULL,
    account_id BIGINT UNSIGNED NULL,
    address VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    user_agent VARCHAR(512) NOT NULL,
    reason VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (id),
    KEY failed_sign_in_at (at),
    KEY failed_sign_in_account (account_id, at),
    KEY failed_sign_in_identifier (identifier_index, at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Who did what to what. No foreign keys: the trail outlives what it speaks of.
CREATE TABLE audit_event (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    at DATETIME(6) NOT NULL,
    actor_id BIGINT UNSIGNED NULL,
    actor_label VARCHAR(40) NOT NULL,
    action VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    object_kind VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    object_id BIGINT UNSIGNED NULL,
    account_id BIGINT UNSIGNED NULL,
    address VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    request_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    details TEXT NOT NULL,
    PRIMARY KEY (id),
    KEY audit_event_at (at),
    KEY audit_event_account (account_id, at),
    KEY audit_event_actor (actor_id, at),
    KEY audit_event_object (object_kind, object_id, at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- number: what people see, from the counter row. updated_at: the last message or change; lists are paged by it and id.
CREATE TABLE ticket (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    number BIGINT UNSIGNED NOT NULL,
    requester_id BIGINT UNSIGNED NOT NULL,
    assignee_id BIGINT UNSIGNED NULL,
    category VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    priority VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'open',
    subject VARCHAR(200) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    closed_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY ticket_number (number),
    KEY ticket_requester (requester_id, updated_at, id),
    KEY ticket_requester_status (requester_id, status, updated_at, id),
    KEY ticket_updated (updated_at, id),
    KEY ticket_status (status, updated_at, id),
    KEY ticket_assignee (assignee_id, status, updated_at, id),
    CONSTRAINT ticket_requester FOREIGN KEY (requester_id) REFERENCES account (id),
    CONSTRAINT ticket_assignee FOREIGN KEY (assignee_id) REFERENCES account (id),
    CONSTRAINT ticket_category CHECK (category IN ('general', 'billing', 'technical', 'account')),
    CONSTRAINT ticket_priority CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    CONSTRAINT ticket_status CHECK (status IN ('open', 'waiting', 'closed'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- kind: message (public) or note (internal).
CREATE TABLE message (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    ticket_id BIGINT UNSIGNED NOT NULL,
    author_id BIGINT UNSIGNED NOT NULL,
    kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    by_staff TINYINT UNSIGNED NOT NULL,
    text MEDIUMTEXT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    KEY message_ticket (ticket_id, created_at, id),
    CONSTRAINT message_ticket FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE,
    CONSTRAINT message_author FOREIGN KEY (author_id) REFERENCES account (id),
    CONSTRAINT message_kind CHECK (kind IN ('message', 'note'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Kept counts: tickets of one requester by status; requester 0 stands for everybody (the desk).
CREATE TABLE ticket_count (
    requester_id BIGINT UNSIGNED NOT NULL,
    status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (requester_id, status)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
