-- What guarded the account when its address was changed, so that taking the change back leaves it no weaker than it was.
-- For changes done before: as if guarded by a second factor, and as if nothing was switched on since.
ALTER TABLE email_change
    ADD COLUMN had_second TINYINT UNSIGNED NOT NULL DEFAULT 1,
    ADD COLUMN mailed_sign_in TINYINT UNSIGNED NOT NULL DEFAULT 1,
    ADD COLUMN mailed_second TINYINT UNSIGNED NOT NULL DEFAULT 1;
