-- What becomes of a mail after somebody asked about it or its provider told us. State again: an administrator wants it
-- sent anew; drop: wants it gone; the courier turns these two into waiting and dropped. withheld: not sent because its
-- address bounced. fate: the weightiest of the events that came back after it was sent. repeated: sent anew although
-- nobody knew whether it had been sent.

ALTER TABLE outbox
    DROP CONSTRAINT outbox_state,
    ADD COLUMN recipient_canonical VARCHAR(254) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
    ADD COLUMN repeated TINYINT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN fate VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    ADD KEY outbox_listed (state, id),
    ADD KEY outbox_fate (fate, id),
    ADD KEY outbox_recipient (recipient_canonical, id),
    ADD CONSTRAINT outbox_state CHECK (state IN ('waiting', 'leased', 'sent', 'dead', 'void', 'expired', 'again',
        'drop', 'dropped', 'withheld'));

UPDATE outbox SET recipient_canonical = LOWER(recipient);

-- What a provider reports about a mail. The gate writes it down and knows nothing more (outbox_id NULL); the courier
-- finds the mail, and forgets after a while what fits none. event_key: SHA-256 of what makes the event one.
-- provider_id: without angle brackets. tag: our own name of the mail, where the provider repeats it.
CREATE TABLE delivery_event (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    event_key BINARY(32) NOT NULL,
    provider VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    provider_id VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tag VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    answer VARCHAR(500) NOT NULL,
    happened_at DATETIME(6) NOT NULL,
    received_at DATETIME(6) NOT NULL,
    outbox_id BIGINT UNSIGNED NULL,
    PRIMARY KEY (id),
    UNIQUE KEY delivery_event_key (event_key),
    KEY delivery_event_outbox (outbox_id, id),
    CONSTRAINT delivery_event_outbox FOREIGN KEY (outbox_id) REFERENCES outbox (id) ON DELETE CASCADE,
    CONSTRAINT delivery_event_kind CHECK (kind IN ('deferred', 'soft_bounce', 'rejected', 'delivered', 'hard_bounce',
        'complained'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Tokens of signed reports that were used: SHA-256, each counts once.
CREATE TABLE webhook_token (
    token BINARY(32) NOT NULL,
    seen_at DATETIME(6) NOT NULL,
    PRIMARY KEY (token),
    KEY webhook_token_seen (seen_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Addresses that are not mailed any more: their mail bounced for good, or they reported it as spam. By address, not by
-- account: whoever changes the address is reachable again.
CREATE TABLE bounced_address (
    address_canonical VARCHAR(254) COLLATE utf8mb4_bin NOT NULL,
    cause VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    answer VARCHAR(500) NOT NULL,
    since DATETIME(6) NOT NULL,
    outbox_id BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (address_canonical),
    CONSTRAINT bounced_address_cause CHECK (cause IN ('hard_bounce', 'complained'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
