-- The whole schema, made by `make sql/schema.sql` from the numbered migrations. Do not edit: write a migration.

CREATE TABLE `account` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `email` varchar(254) NOT NULL,
  `email_canonical` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `user_name` varchar(40) DEFAULT NULL,
  `user_name_canonical` varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `first_name` varchar(100) NOT NULL,
  `last_name` varchar(100) NOT NULL,
  `status` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'active',
  `created_at` datetime(6) NOT NULL,
  `last_sign_in_at` datetime(6) DEFAULT NULL,
  `turn` int(10) unsigned NOT NULL DEFAULT 0,
  `mailed_sign_in` tinyint(3) unsigned NOT NULL DEFAULT 1,
  `mailed_second` tinyint(3) unsigned NOT NULL DEFAULT 0,
  `rights` bigint(20) unsigned DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `account_email` (`email_canonical`),
  UNIQUE KEY `account_user_name` (`user_name_canonical`),
  CONSTRAINT `account_status` CHECK (`status` in ('active','disabled','closed'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `account_role` (
  `account_id` bigint(20) unsigned NOT NULL,
  `role_id` smallint(5) unsigned NOT NULL,
  `granted_at` datetime(6) NOT NULL,
  PRIMARY KEY (`account_id`,`role_id`),
  KEY `account_role_role` (`role_id`),
  CONSTRAINT `account_role_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON DELETE CASCADE,
  CONSTRAINT `account_role_role` FOREIGN KEY (`role_id`) REFERENCES `role` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `audit_event` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `at` datetime(6) NOT NULL,
  `actor_id` bigint(20) unsigned DEFAULT NULL,
  `actor_label` varchar(40) NOT NULL,
  `action` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `object_kind` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `object_id` bigint(20) unsigned DEFAULT NULL,
  `account_id` bigint(20) unsigned DEFAULT NULL,
  `address` varchar(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `request_id` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `details` text NOT NULL,
  PRIMARY KEY (`id`),
  KEY `audit_event_at` (`at`),
  KEY `audit_event_account` (`account_id`,`at`),
  KEY `audit_event_actor` (`actor_id`,`at`),
  KEY `audit_event_object` (`object_kind`,`object_id`,`at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `bounced_address` (
  `address_canonical` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `cause` varchar(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `answer` varchar(500) NOT NULL,
  `since` datetime(6) NOT NULL,
  `outbox_id` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`address_canonical`),
  CONSTRAINT `bounced_address_cause` CHECK (`cause` in ('hard_bounce','complained'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `challenge` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `purpose` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `browser` binary(32) NOT NULL,
  `target` binary(32) NOT NULL,
  `account_id` bigint(20) unsigned DEFAULT NULL,
  `code_hash` binary(32) NOT NULL,
  `tries` smallint(5) unsigned NOT NULL DEFAULT 0,
  `created_at` datetime(6) NOT NULL,
  `expires_at` datetime(6) NOT NULL,
  `used_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `challenge_browser` (`browser`,`purpose`,`created_at`),
  KEY `challenge_target` (`target`,`purpose`,`created_at`),
  KEY `challenge_expires` (`expires_at`),
  KEY `challenge_account` (`account_id`),
  CONSTRAINT `challenge_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `challenge_use` (
  `challenge` bigint(20) unsigned NOT NULL,
  `expires_at` datetime(6) NOT NULL,
  PRIMARY KEY (`challenge`),
  KEY `challenge_use_expires` (`expires_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `counter` (
  `name` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `value` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `delivery_event` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `event_key` binary(32) NOT NULL,
  `provider` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `provider_id` varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `tag` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `kind` varchar(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `answer` varchar(500) NOT NULL,
  `happened_at` datetime(6) NOT NULL,
  `received_at` datetime(6) NOT NULL,
  `outbox_id` bigint(20) unsigned DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `delivery_event_key` (`event_key`),
  KEY `delivery_event_outbox` (`outbox_id`,`id`),
  CONSTRAINT `delivery_event_outbox` FOREIGN KEY (`outbox_id`) REFERENCES `outbox` (`id`) ON DELETE CASCADE,
  CONSTRAINT `delivery_event_kind` CHECK (`kind` in ('deferred','soft_bounce','rejected','delivered','hard_bounce','complained'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `device` (
  `token_hash` binary(32) NOT NULL,
  `account_id` bigint(20) unsigned NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `last_used_at` datetime(6) NOT NULL,
  PRIMARY KEY (`token_hash`,`account_id`),
  KEY `device_account` (`account_id`),
  KEY `device_last_used` (`last_used_at`),
  CONSTRAINT `device_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `email_change` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `account_id` bigint(20) unsigned NOT NULL,
  `session_id` bigint(20) unsigned NOT NULL,
  `old_email` varchar(254) NOT NULL,
  `old_canonical` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `new_email` varchar(254) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `done_at` datetime(6) DEFAULT NULL,
  `undo_hash` binary(32) DEFAULT NULL,
  `undo_until` datetime(6) DEFAULT NULL,
  `undone_at` datetime(6) DEFAULT NULL,
  `had_second` tinyint(3) unsigned NOT NULL DEFAULT 1,
  `mailed_sign_in` tinyint(3) unsigned NOT NULL DEFAULT 1,
  `mailed_second` tinyint(3) unsigned NOT NULL DEFAULT 1,
  PRIMARY KEY (`id`),
  UNIQUE KEY `email_change_undo` (`undo_hash`),
  KEY `email_change_account` (`account_id`,`done_at`),
  KEY `email_change_old` (`old_canonical`,`undo_until`),
  KEY `email_change_created` (`done_at`,`created_at`),
  KEY `email_change_until` (`undo_until`),
  CONSTRAINT `email_change_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `failed_sign_in` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `tag` binary(16) NOT NULL,
  `at` datetime(6) NOT NULL,
  `identifier` text CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `identifier_index` binary(32) NOT NULL,
  `account_id` bigint(20) unsigned DEFAULT NULL,
  `address` varchar(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_agent` varchar(512) NOT NULL,
  `reason` varchar(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (`id`),
  KEY `failed_sign_in_at` (`at`),
  KEY `failed_sign_in_account` (`account_id`,`at`),
  KEY `failed_sign_in_identifier` (`identifier_index`,`at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `house_rate` (
  `bucket` binary(32) NOT NULL,
  `amount` int(10) unsigned NOT NULL,
  `window_ends_at` datetime(6) NOT NULL,
  PRIMARY KEY (`bucket`),
  KEY `house_rate_ends` (`window_ends_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `message` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `ticket_id` bigint(20) unsigned NOT NULL,
  `author_id` bigint(20) unsigned NOT NULL,
  `kind` varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `by_staff` tinyint(3) unsigned NOT NULL,
  `text` mediumtext NOT NULL,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `message_ticket` (`ticket_id`,`created_at`,`id`),
  KEY `message_author` (`author_id`),
  CONSTRAINT `message_author` FOREIGN KEY (`author_id`) REFERENCES `account` (`id`),
  CONSTRAINT `message_ticket` FOREIGN KEY (`ticket_id`) REFERENCES `ticket` (`id`) ON DELETE CASCADE,
  CONSTRAINT `message_kind` CHECK (`kind` in ('message','note'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `migration` (
  `number` int(11) NOT NULL,
  `statement` int(11) NOT NULL,
  `name` varchar(100) NOT NULL,
  `checksum` char(16) NOT NULL,
  `applied_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`number`,`statement`)
) ENGINE=InnoDB DEFAULT CHARSET=ascii COLLATE=ascii_bin;

CREATE TABLE `migration_lock` (
  `id` int(11) NOT NULL,
  `turn` bigint(20) unsigned NOT NULL,
  `holder` varchar(200) NOT NULL,
  `server` varchar(255) NOT NULL,
  `link` bigint(20) unsigned NOT NULL,
  `until` datetime(6) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE `outbox` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `tag` char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `kind` varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `recipient` varchar(254) NOT NULL,
  `account_id` bigint(20) unsigned DEFAULT NULL,
  `payload` mediumtext NOT NULL,
  `sealed` tinyint(3) unsigned NOT NULL,
  `thread` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `state` varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `attempts` int(10) unsigned NOT NULL DEFAULT 0,
  `doubtful` int(10) unsigned NOT NULL DEFAULT 0,
  `next_try_at` datetime(6) NOT NULL,
  `lease_owner` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  `lease_until` datetime(6) DEFAULT NULL,
  `provider` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  `provider_id` varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  `last_answer` varchar(500) NOT NULL DEFAULT '',
  `created_at` datetime(6) NOT NULL,
  `first_try_at` datetime(6) DEFAULT NULL,
  `sent_at` datetime(6) DEFAULT NULL,
  `expires_at` datetime(6) DEFAULT NULL,
  `recipient_canonical` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  `repeated` tinyint(3) unsigned NOT NULL DEFAULT 0,
  `fate` varchar(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  PRIMARY KEY (`id`),
  UNIQUE KEY `outbox_tag` (`tag`),
  KEY `outbox_due` (`state`,`next_try_at`,`id`),
  KEY `outbox_lease` (`state`,`lease_until`),
  KEY `outbox_expires` (`state`,`expires_at`),
  KEY `outbox_created` (`state`,`created_at`),
  KEY `outbox_account` (`account_id`,`id`),
  KEY `outbox_provider_id` (`provider_id`),
  KEY `outbox_listed` (`state`,`id`),
  KEY `outbox_fate` (`fate`,`id`),
  KEY `outbox_recipient` (`recipient_canonical`,`id`),
  CONSTRAINT `outbox_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON DELETE SET NULL,
  CONSTRAINT `outbox_state` CHECK (`state` in ('waiting','leased','sent','dead','void','expired','again','drop','dropped','withheld'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `passkey` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `account_id` bigint(20) unsigned NOT NULL,
  `credential_id` varbinary(1023) NOT NULL,
  `public_key` varbinary(1024) NOT NULL,
  `counter` int(10) unsigned NOT NULL,
  `transports` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `aaguid` binary(16) NOT NULL,
  `user_verified` tinyint(3) unsigned NOT NULL,
  `backup_eligible` tinyint(3) unsigned NOT NULL,
  `backed_up` tinyint(3) unsigned NOT NULL,
  `name` varchar(60) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `last_used_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `passkey_credential` (`credential_id`),
  KEY `passkey_account` (`account_id`),
  CONSTRAINT `passkey_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `passkey_challenge` (
  `challenge_hash` binary(32) NOT NULL,
  `purpose` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `browser` binary(32) NOT NULL,
  `account_id` bigint(20) unsigned DEFAULT NULL,
  `created_at` datetime(6) NOT NULL,
  `expires_at` datetime(6) NOT NULL,
  `used_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`challenge_hash`),
  KEY `passkey_challenge_expires` (`expires_at`),
  KEY `passkey_challenge_account` (`account_id`),
  CONSTRAINT `passkey_challenge_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `passkey_owner` (
  `account_id` bigint(20) unsigned NOT NULL,
  `handle` binary(32) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  PRIMARY KEY (`account_id`),
  UNIQUE KEY `passkey_owner_handle` (`handle`),
  CONSTRAINT `passkey_owner_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `password` (
  `account_id` bigint(20) unsigned NOT NULL,
  `hash` varchar(512) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `changed_at` datetime(6) NOT NULL,
  PRIMARY KEY (`account_id`),
  CONSTRAINT `password_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `pending_sign_in` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `browser` binary(32) NOT NULL,
  `account_id` bigint(20) unsigned DEFAULT NULL,
  `identifier` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `first_factor` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `remember` tinyint(3) unsigned NOT NULL,
  `next_path` varchar(512) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `proved_at` datetime(6) DEFAULT NULL,
  `purpose` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'sign_in',
  `passed_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `pending_sign_in_browser` (`browser`),
  KEY `pending_sign_in_created` (`created_at`),
  KEY `pending_sign_in_account` (`account_id`),
  CONSTRAINT `pending_sign_in_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `phone` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `tag` binary(16) NOT NULL,
  `account_id` bigint(20) unsigned NOT NULL,
  `number` text CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `takes_text` tinyint(3) unsigned NOT NULL,
  `consent_id` bigint(20) unsigned NOT NULL,
  `browser` binary(32) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `confirmed_at` datetime(6) DEFAULT NULL,
  `last_used_at` datetime(6) DEFAULT NULL,
  `unconfirmed_id` bigint(20) unsigned DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `phone_unconfirmed_factor` (`unconfirmed_id`),
  KEY `phone_account` (`account_id`,`confirmed_at`),
  CONSTRAINT `phone_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON DELETE CASCADE,
  CONSTRAINT `phone_unconfirmed_ends` FOREIGN KEY (`unconfirmed_id`) REFERENCES `unconfirmed_factor` (`id`) ON DELETE CASCADE,
  CONSTRAINT `phone_confirmed` CHECK (`confirmed_at` is null or `unconfirmed_id` is null)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `phone_code` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `tag` binary(16) NOT NULL,
  `account_id` bigint(20) unsigned NOT NULL,
  `phone_id` bigint(20) unsigned NOT NULL,
  `browser` binary(32) NOT NULL,
  `reference` text CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `reference_hash` binary(32) NOT NULL,
  `called` tinyint(3) unsigned NOT NULL,
  `tries` smallint(5) unsigned NOT NULL DEFAULT 0,
  `checked_until` datetime(6) DEFAULT NULL,
  `created_at` datetime(6) NOT NULL,
  `expires_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `phone_code_reference` (`reference_hash`),
  KEY `phone_code_phone` (`phone_id`),
  KEY `phone_code_account` (`account_id`),
  KEY `phone_code_expires` (`expires_at`),
  CONSTRAINT `phone_code_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON DELETE CASCADE,
  CONSTRAINT `phone_code_phone` FOREIGN KEY (`phone_id`) REFERENCES `phone` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `phone_consent` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `account_id` bigint(20) unsigned NOT NULL,
  `act` varchar(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `of_id` bigint(20) unsigned DEFAULT NULL,
  `tag` binary(16) DEFAULT NULL,
  `number` text CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `version` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `wording` text NOT NULL,
  `reason` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `at` datetime(6) NOT NULL,
  `address` varchar(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `request_id` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (`id`),
  KEY `phone_consent_account` (`account_id`,`at`),
  CONSTRAINT `phone_consent_act` CHECK (`act` in ('given','withdrawn'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `phone_verdict` (
  `number_index` binary(32) NOT NULL,
  `verdict` varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `line_type` varchar(40) NOT NULL,
  `checked_at` datetime(6) NOT NULL,
  PRIMARY KEY (`number_index`),
  KEY `phone_verdict_checked` (`checked_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `provider` (
  `name` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `state` varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'closed',
  `troubled` int(10) unsigned NOT NULL DEFAULT 0,
  `misconfigured` int(10) unsigned NOT NULL DEFAULT 0,
  `openings` int(10) unsigned NOT NULL DEFAULT 0,
  `open_until` datetime(6) DEFAULT NULL,
  `probe_until` datetime(6) DEFAULT NULL,
  `pause_until` datetime(6) DEFAULT NULL,
  `changed_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`name`),
  CONSTRAINT `provider_state` CHECK (`state` in ('closed','open','stopped'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `provider_usage` (
  `day` date NOT NULL,
  `provider` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `kind` varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `outcome` varchar(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `calls` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`day`,`provider`,`kind`,`outcome`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `rate` (
  `bucket` binary(32) NOT NULL,
  `amount` int(10) unsigned NOT NULL,
  `window_ends_at` datetime(6) NOT NULL,
  PRIMARY KEY (`bucket`),
  KEY `rate_ends` (`window_ends_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `recovery_code` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `account_id` bigint(20) unsigned NOT NULL,
  `code_hash` binary(32) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `used_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `recovery_code_hash` (`account_id`,`code_hash`),
  CONSTRAINT `recovery_code_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `role` (
  `id` smallint(5) unsigned NOT NULL,
  `name` varchar(40) NOT NULL,
  `permissions` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `role_name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `session` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `token_hash` binary(32) NOT NULL,
  `account_id` bigint(20) unsigned NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `last_seen_at` datetime(6) NOT NULL,
  `expires_at` datetime(6) NOT NULL,
  `remembered` tinyint(3) unsigned NOT NULL DEFAULT 0,
  `proved_at` datetime(6) DEFAULT NULL,
  `address` varchar(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_agent` varchar(512) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `session_token` (`token_hash`),
  KEY `session_account` (`account_id`,`last_seen_at`),
  KEY `session_expires` (`expires_at`),
  CONSTRAINT `session_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `sign_up` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `browser` binary(32) NOT NULL,
  `email` varchar(254) NOT NULL,
  `email_canonical` varchar(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `user_name` varchar(40) DEFAULT NULL,
  `first_name` varchar(100) NOT NULL,
  `last_name` varchar(100) NOT NULL,
  `password_hash` varchar(512) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `proved_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `sign_up_browser` (`browser`),
  KEY `sign_up_created` (`created_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `throttle` (
  `bucket` binary(32) NOT NULL,
  `failures` int(10) unsigned NOT NULL,
  `last_failure_at` datetime(6) NOT NULL,
  PRIMARY KEY (`bucket`),
  KEY `throttle_last` (`last_failure_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `ticket` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `number` bigint(20) unsigned NOT NULL,
  `requester_id` bigint(20) unsigned NOT NULL,
  `assignee_id` bigint(20) unsigned DEFAULT NULL,
  `category` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `priority` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `status` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'open',
  `subject` varchar(200) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `updated_at` datetime(6) NOT NULL,
  `closed_at` datetime(6) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `ticket_number` (`number`),
  KEY `ticket_requester` (`requester_id`,`updated_at`,`id`),
  KEY `ticket_requester_status` (`requester_id`,`status`,`updated_at`,`id`),
  KEY `ticket_updated` (`updated_at`,`id`),
  KEY `ticket_status` (`status`,`updated_at`,`id`),
  KEY `ticket_assignee` (`assignee_id`,`status`,`updated_at`,`id`),
  CONSTRAINT `ticket_assignee` FOREIGN KEY (`assignee_id`) REFERENCES `account` (`id`),
  CONSTRAINT `ticket_requester` FOREIGN KEY (`requester_id`) REFERENCES `account` (`id`),
  CONSTRAINT `ticket_category` CHECK (`category` in ('general','billing','technical','account')),
  CONSTRAINT `ticket_priority` CHECK (`priority` in ('low','normal','high','urgent')),
  CONSTRAINT `ticket_status` CHECK (`status` in ('open','waiting','closed'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `ticket_tally` (
  `requester_id` bigint(20) unsigned NOT NULL,
  `open_amount` bigint(20) NOT NULL,
  `waiting_amount` bigint(20) NOT NULL,
  `closed_amount` bigint(20) NOT NULL,
  PRIMARY KEY (`requester_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `totp` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `tag` binary(16) NOT NULL,
  `account_id` bigint(20) unsigned NOT NULL,
  `name` varchar(60) NOT NULL,
  `secret` text CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `last_step` bigint(20) unsigned NOT NULL DEFAULT 0,
  `browser` binary(32) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `confirmed_at` datetime(6) DEFAULT NULL,
  `last_used_at` datetime(6) DEFAULT NULL,
  `unconfirmed_id` bigint(20) unsigned DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `totp_unconfirmed_factor` (`unconfirmed_id`),
  KEY `totp_account` (`account_id`,`confirmed_at`),
  CONSTRAINT `totp_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON DELETE CASCADE,
  CONSTRAINT `totp_unconfirmed_ends` FOREIGN KEY (`unconfirmed_id`) REFERENCES `unconfirmed_factor` (`id`) ON DELETE CASCADE,
  CONSTRAINT `totp_confirmed` CHECK (`confirmed_at` is null or `unconfirmed_id` is null)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `trusted_browser` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `account_id` bigint(20) unsigned NOT NULL,
  `token_hash` binary(32) NOT NULL,
  `user_agent` varchar(512) NOT NULL,
  `created_at` datetime(6) NOT NULL,
  `last_used_at` datetime(6) NOT NULL,
  `expires_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `trusted_browser_token` (`token_hash`),
  KEY `trusted_browser_account` (`account_id`,`expires_at`),
  KEY `trusted_browser_expires` (`expires_at`),
  CONSTRAINT `trusted_browser_account` FOREIGN KEY (`account_id`) REFERENCES `account` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `unconfirmed_factor` (
  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  `ends_at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `unconfirmed_factor_ends` (`ends_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;

CREATE TABLE `webhook_token` (
  `token` binary(32) NOT NULL,
  `seen_at` datetime(6) NOT NULL,
  PRIMARY KEY (`token`),
  KEY `webhook_token_seen` (`seen_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_520_ci;
