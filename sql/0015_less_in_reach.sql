-- What each part's database user may touch, cut closer: a table of its own for what it needs.

-- One row for each second factor that is not confirmed yet, and until when it may be: with the row goes the factor. Whoever
-- sweeps needs no right on the factors themselves, and cannot reach one that is confirmed.
CREATE TABLE unconfirmed_factor (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    ends_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    KEY unconfirmed_factor_ends (ends_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Confirming takes the factor out of it; a program that does not know this cannot confirm one that stands in it.
ALTER TABLE totp
    ADD COLUMN unconfirmed_id BIGINT UNSIGNED NULL,
    ADD UNIQUE KEY totp_unconfirmed_factor (unconfirmed_id),
    ADD CONSTRAINT totp_unconfirmed_ends FOREIGN KEY (unconfirmed_id) REFERENCES unconfirmed_factor (id) ON DELETE CASCADE,
    ADD CONSTRAINT totp_confirmed CHECK (confirmed_at IS NULL OR unconfirmed_id IS NULL),
    DROP KEY totp_unconfirmed;

ALTER TABLE phone
    ADD COLUMN unconfirmed_id BIGINT UNSIGNED NULL,
    ADD UNIQUE KEY phone_unconfirmed_factor (unconfirmed_id),
    ADD CONSTRAINT phone_unconfirmed_ends FOREIGN KEY (unconfirmed_id) REFERENCES unconfirmed_factor (id) ON DELETE CASCADE,
    ADD CONSTRAINT phone_confirmed CHECK (confirmed_at IS NULL OR unconfirmed_id IS NULL),
    DROP KEY phone_unconfirmed;

-- Those that are there: apps have even numbers, phones odd ones.
INSERT INTO unconfirmed_factor (id, ends_at)
SELECT 2 * id, created_at + INTERVAL 1 DAY FROM totp WHERE confirmed_at IS NULL
UNION ALL SELECT 2 * id + 1, created_at + INTERVAL 1 HOUR FROM phone WHERE confirmed_at IS NULL;

UPDATE totp t JOIN unconfirmed_factor u ON u.id = 2 * t.id SET t.unconfirmed_id = u.id WHERE t.confirmed_at IS NULL;

UPDATE phone p JOIN unconfirmed_factor u ON u.id = 2 * p.id + 1 SET p.unconfirmed_id = u.id WHERE p.confirmed_at IS NULL;

-- As rate, for what the house pool counts: it must not reach what guards sign-ins.
CREATE TABLE house_rate (
    bucket BINARY(32) NOT NULL,
    amount INT UNSIGNED NOT NULL,
    window_ends_at DATETIME(6) NOT NULL,
    PRIMARY KEY (bucket),
    KEY house_rate_ends (window_ends_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
