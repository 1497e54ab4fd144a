-- What each role's database user may touch; applied after every `migrate up`, owner of the schema only. The words in
-- braces are filled in by database/migrations. House never sees password, challenge, sign_up, recovery codes or the secret
-- of an authenticator app; it may end sessions and note that they were seen, but not make them. UPDATE stands by column
-- where it can; MariaDB wants it for the whole table under INSERT … ON DUPLICATE KEY UPDATE.

-- gate: strangers prove who they are
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.password TO {gate};
GRANT SELECT, INSERT, DELETE ON {schema}.challenge TO {gate};
GRANT UPDATE (tries, expires_at, used_at) ON {schema}.challenge TO {gate};
GRANT INSERT ON {schema}.challenge_use TO {gate};
GRANT SELECT, INSERT, DELETE ON {schema}.sign_up TO {gate};
GRANT UPDATE (proved_at) ON {schema}.sign_up TO {gate};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.throttle TO {gate};
GRANT SELECT, INSERT, UPDATE ON {schema}.rate TO {gate};
GRANT SELECT, INSERT, DELETE ON {schema}.session TO {gate};
GRANT UPDATE (token_hash, last_seen_at, proved_at) ON {schema}.session TO {gate};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.device TO {gate};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.trusted_browser TO {gate};
GRANT SELECT, INSERT ON {schema}.account TO {gate};
GRANT UPDATE (email, email_canonical, user_name, user_name_canonical, first_name, last_name, status, last_sign_in_at, turn, mailed_sign_in, mailed_second, rights) ON {schema}.account TO {gate};
GRANT SELECT, INSERT, DELETE ON {schema}.email_change TO {gate};
GRANT UPDATE (done_at, undo_hash, undo_until, undone_at, had_second, mailed_sign_in, mailed_second) ON {schema}.email_change TO {gate};
GRANT SELECT ON {schema}.role TO {gate};
GRANT SELECT, INSERT, DELETE ON {schema}.account_role TO {gate};
GRANT INSERT ON {schema}.unconfirmed_factor TO {gate};
GRANT SELECT, INSERT, DELETE ON {schema}.totp TO {gate};
GRANT UPDATE (name, confirmed_at, unconfirmed_id, last_used_at, last_step) ON {schema}.totp TO {gate};
GRANT SELECT, INSERT, DELETE ON {schema}.recovery_code TO {gate};
GRANT UPDATE (used_at) ON {schema}.recovery_code TO {gate};
GRANT SELECT, INSERT, DELETE ON {schema}.pending_sign_in TO {gate};
GRANT UPDATE (proved_at, passed_at) ON {schema}.pending_sign_in TO {gate};
GRANT SELECT, INSERT, DELETE ON {schema}.passkey_owner TO {gate};
GRANT SELECT, INSERT, DELETE ON {schema}.passkey TO {gate};
GRANT UPDATE (counter, backed_up, last_used_at, name) ON {schema}.passkey TO {gate};
GRANT SELECT, INSERT, DELETE ON {schema}.passkey_challenge TO {gate};
GRANT UPDATE (used_at) ON {schema}.passkey_challenge TO {gate};
GRANT SELECT, INSERT ON {schema}.phone_consent TO {gate};
GRANT SELECT, INSERT, DELETE ON {schema}.phone TO {gate};
GRANT UPDATE (confirmed_at, unconfirmed_id, last_used_at) ON {schema}.phone TO {gate};
GRANT SELECT, INSERT, DELETE ON {schema}.phone_code TO {gate};
GRANT UPDATE (called, tries, checked_until) ON {schema}.phone_code TO {gate};
GRANT SELECT, INSERT, UPDATE ON {schema}.phone_verdict TO {gate};
GRANT SELECT (account_id), INSERT, DELETE ON {schema}.failed_sign_in TO {gate};
GRANT INSERT ON {schema}.audit_event TO {gate};
GRANT SELECT ON {schema}.migration TO {gate};

-- house: people inside
GRANT SELECT ON {schema}.account TO {house};
GRANT SELECT, DELETE ON {schema}.session TO {house};
GRANT UPDATE (last_seen_at) ON {schema}.session TO {house};
GRANT SELECT (id, account_id, name, created_at, confirmed_at, last_used_at) ON {schema}.totp TO {house};
GRANT SELECT (browser) ON {schema}.pending_sign_in TO {house};
GRANT DELETE ON {schema}.pending_sign_in TO {house};
GRANT SELECT ON {schema}.role TO {house};
GRANT SELECT ON {schema}.account_role TO {house};
GRANT INSERT ON {schema}.audit_event TO {house};
-- what people may read about themselves: names and times, never what lets in
GRANT SELECT (account_id, created_at, last_used_at) ON {schema}.device TO {house};
GRANT SELECT (account_id, user_agent, created_at, last_used_at, expires_at) ON {schema}.trusted_browser TO {house};
GRANT SELECT (id, account_id, name, created_at, last_used_at, backed_up) ON {schema}.passkey TO {house};
GRANT SELECT (account_id, used_at) ON {schema}.recovery_code TO {house};
GRANT SELECT (account_id, takes_text, created_at, confirmed_at, last_used_at) ON {schema}.phone TO {house};
GRANT SELECT (id, account_id, act, version, wording, reason, at, address) ON {schema}.phone_consent TO {house};
GRANT SELECT (account_id, at, address, user_agent, reason) ON {schema}.failed_sign_in TO {house};
GRANT SELECT (at, actor_id, account_id, object_kind, action, address) ON {schema}.audit_event TO {house};
GRANT SELECT, INSERT, UPDATE ON {schema}.house_rate TO {house};
GRANT SELECT, UPDATE ON {schema}.counter TO {house};
GRANT SELECT, INSERT, UPDATE ON {schema}.ticket TO {house};
GRANT SELECT, INSERT ON {schema}.message TO {house};
GRANT SELECT, INSERT, UPDATE ON {schema}.ticket_tally TO {house};
GRANT SELECT ON {schema}.migration TO {house};

-- courier: what a mail needs, and housekeeping of what expired
GRANT SELECT (id, created_at, expires_at, used_at) ON {schema}.challenge TO {courier};
GRANT DELETE ON {schema}.challenge TO {courier};
GRANT SELECT (expires_at), DELETE ON {schema}.challenge_use TO {courier};
GRANT SELECT (id, created_at) ON {schema}.sign_up TO {courier};
GRANT DELETE ON {schema}.sign_up TO {courier};
GRANT SELECT (id, last_seen_at, expires_at, remembered) ON {schema}.session TO {courier};
GRANT DELETE ON {schema}.session TO {courier};
-- an app or a number goes with it as long as it is not confirmed; on the factors themselves the courier has no right
GRANT SELECT, DELETE ON {schema}.unconfirmed_factor TO {courier};
GRANT SELECT (id, expires_at) ON {schema}.phone_code TO {courier};
GRANT DELETE ON {schema}.phone_code TO {courier};
GRANT SELECT (number_index, checked_at) ON {schema}.phone_verdict TO {courier};
GRANT DELETE ON {schema}.phone_verdict TO {courier};
GRANT SELECT (id, created_at) ON {schema}.pending_sign_in TO {courier};
GRANT DELETE ON {schema}.pending_sign_in TO {courier};
GRANT SELECT (challenge_hash, expires_at) ON {schema}.passkey_challenge TO {courier};
GRANT DELETE ON {schema}.passkey_challenge TO {courier};
GRANT SELECT (id, created_at, done_at, undo_until) ON {schema}.email_change TO {courier};
GRANT DELETE ON {schema}.email_change TO {courier};
GRANT SELECT, DELETE ON {schema}.throttle TO {courier};
GRANT SELECT, DELETE ON {schema}.rate TO {courier};
GRANT SELECT, DELETE ON {schema}.house_rate TO {courier};
GRANT SELECT (token_hash, account_id, last_used_at) ON {schema}.device TO {courier};
GRANT DELETE ON {schema}.device TO {courier};
GRANT SELECT (id, expires_at) ON {schema}.trusted_browser TO {courier};
GRANT DELETE ON {schema}.trusted_browser TO {courier};
GRANT SELECT, DELETE ON {schema}.failed_sign_in TO {courier};
GRANT INSERT ON {schema}.audit_event TO {courier};
GRANT SELECT ON {schema}.migration TO {courier};

-- the outbox: written by both pools, read and worked off by the courier alone
GRANT INSERT ON {schema}.outbox TO {gate};
-- an account that is closed: its codes are dropped, its mail is nobody's; the gate finds mail by account alone
GRANT SELECT (account_id, sealed, state) ON {schema}.outbox TO {gate};
GRANT UPDATE (state, account_id) ON {schema}.outbox TO {gate};
GRANT INSERT ON {schema}.outbox TO {house};
-- for health, figures and the delivery record: whom a mail is for and what became of it, never what it says; the state
-- alone may change (to be sent anew, to be dropped), the courier does the rest
GRANT SELECT (id, tag, kind, recipient, recipient_canonical, sealed, state, fate, attempts, doubtful, repeated, next_try_at,
    provider, provider_id, last_answer, created_at, sent_at, expires_at) ON {schema}.outbox TO {house};
GRANT UPDATE (state) ON {schema}.outbox TO {house};
GRANT SELECT, UPDATE, DELETE ON {schema}.outbox TO {courier};

-- what providers report: noted by the gate, worked off by the courier, shown by the house
GRANT INSERT (event_key, provider, provider_id, tag, kind, answer, happened_at, received_at)
    ON {schema}.delivery_event TO {gate};
GRANT INSERT ON {schema}.webhook_token TO {gate};
GRANT SELECT (id, kind, answer, happened_at, outbox_id) ON {schema}.delivery_event TO {house};
GRANT SELECT, UPDATE, DELETE ON {schema}.delivery_event TO {courier};
GRANT SELECT (seen_at) ON {schema}.webhook_token TO {courier};
GRANT DELETE ON {schema}.webhook_token TO {courier};
-- addresses that bounced: the courier adds them, an administrator may take one off
GRANT SELECT, DELETE ON {schema}.bounced_address TO {house};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.bounced_address TO {courier};

-- providers: who calls out notes how they are doing; the house shows it
GRANT SELECT, INSERT ON {schema}.provider TO {gate};
GRANT UPDATE (state, troubled, misconfigured, openings, open_until, probe_until, pause_until, changed_at) ON {schema}.provider TO {gate};
GRANT SELECT (calls), INSERT, UPDATE ON {schema}.provider_usage TO {gate};
GRANT SELECT ON {schema}.provider TO {house};
GRANT SELECT ON {schema}.provider_usage TO {house};
GRANT SELECT, INSERT ON {schema}.provider TO {courier};
GRANT UPDATE (state, troubled, misconfigured, openings, open_until, probe_until, pause_until, changed_at) ON {schema}.provider TO {courier};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.provider_usage TO {courier};
