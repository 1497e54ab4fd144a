-- Which challenges that lay in Redis were used. A challenge in the database keeps its own used_at; one in Redis could be
-- lost or come back, so the word that it is spent stands here. Rows go when no challenge can be that old any more.
CREATE TABLE challenge_use (
    challenge BIGINT UNSIGNED NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    PRIMARY KEY (challenge),
    KEY challenge_use_expires (expires_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
