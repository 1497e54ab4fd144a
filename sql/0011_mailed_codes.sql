-- Codes by mail: as first proof in place of the password, and after it.

-- mailed_sign_in: a mailed code may stand in place of the password. mailed_second: one is asked for after it.
ALTER TABLE account
    ADD COLUMN mailed_sign_in TINYINT UNSIGNED NOT NULL DEFAULT 1,
    ADD COLUMN mailed_second TINYINT UNSIGNED NOT NULL DEFAULT 0;

-- purpose: sign_in, or reset (a new password). passed_at: when all steps of a reset were done.
ALTER TABLE pending_sign_in
    ADD COLUMN purpose VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'sign_in',
    ADD COLUMN passed_at DATETIME(6) NULL;
