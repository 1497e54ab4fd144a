-- What a person does with their own account.

-- turn: moved by whoever lets somebody in or ends their sessions, so that of two at once one waits (or, on two hosts, is
-- run again).
ALTER TABLE account ADD COLUMN turn INT UNSIGNED NOT NULL DEFAULT 0;
