-- What seed.sh puts into a portal: @accounts people, @tickets tickets, @messages messages, from the same numbers every
-- time (digits of the MD5 of the row's number), ending now. One transaction: all of it or nothing. Runs as the server's
-- administrator; the client and the agent whom people sign in as are there already.
--
-- Needs MariaDB's sequence tables ({1..tickets} becomes seq_1_to_500000); is no part of the program. Sizes: the client gets one ticket in @stride (500 of
-- 500,000), at least; the rest is spread over all others. One person in 200 is an agent.

-- Each row's chance is worked out once (no merging of subqueries), statistics at the end (kept up meanwhile, they cost
-- more than the data).
SET SESSION optimizer_switch = 'derived_merge=off';
SET GLOBAL innodb_stats_auto_recalc = OFF;
SET SESSION foreign_key_checks = 0, unique_checks = 0, time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES';
SET @now = UTC_TIMESTAMP(6), @stride = GREATEST(2, @tickets DIV 500);
SET @client = (SELECT id FROM account WHERE email_canonical = @client_email);
SET @agent = (SELECT id FROM account WHERE email_canonical = @agent_email);
SET @hash = (SELECT hash FROM password WHERE account_id = @client);
SET @client_role = (SELECT id FROM role WHERE name = 'Client'), @agent_role = (SELECT id FROM role WHERE name = 'Agent');

-- Numbers are taken first and for good, so that nobody who opens a ticket meanwhile waits for us.
UPDATE counter SET value = LAST_INSERT_ID(value) + @tickets WHERE name = 'ticket';
SET @first_number = LAST_INSERT_ID();

START TRANSACTION;
INSERT INTO account (email, email_canonical, first_name, last_name, created_at, last_sign_in_at)
SELECT CONCAT('person', seq, '@seed.gatehouse.test'), CONCAT('person', seq, '@seed.gatehouse.test'),
    ELT(1 + CRC32(CONCAT('first', seq)) MOD 20, 'Ana', 'Bela', 'Chidi', 'Dunja', 'Elif', 'Farid', 'Greta', 'Hana', 'Ivo',
        'Jana', 'Kofi', 'Lena', 'Marek', 'Noor', 'Oskar', 'Paula', 'Rosa', 'Sven', 'Tomáš', 'Yuki'),
    ELT(1 + CRC32(CONCAT('last', seq)) MOD 20, 'Abel', 'Bauer', 'Costa', 'Demir', 'Eriksen', 'Fischer', 'García', 'Horvat',
        'Ito', 'Jansen', 'Kowalski', 'Lindqvist', 'Moreau', 'Novák', 'Okafor', 'Petrov', 'Rossi', 'Schmidt', 'Tanaka', 'Weiß'),
    @now - INTERVAL 800 DAY + INTERVAL CRC32(CONCAT('joined', seq)) MOD 800 HOUR, @now - INTERVAL seq MOD 5000 MINUTE
FROM {3..accounts};

-- n: 1 the client, 2 the agent, then everybody else in order.
CREATE TEMPORARY TABLE seed_account (n INT UNSIGNED PRIMARY KEY, id BIGINT UNSIGNED NOT NULL, staff TINYINT NOT NULL) ENGINE = Aria;
INSERT INTO seed_account VALUES (1, @client, 0), (2, @agent, 1);
INSERT INTO seed_account
SELECT n, id, n MOD 200 = 0 FROM (
    SELECT SUBSTRING_INDEX(SUBSTRING(email_canonical, 7), '@', 1) + 0 AS n, id FROM account
    WHERE email_canonical LIKE 'person%@seed.gatehouse.test') p;
CREATE TEMPORARY TABLE seed_agent (n INT UNSIGNED PRIMARY KEY, id BIGINT UNSIGNED NOT NULL) ENGINE = Aria;
INSERT INTO seed_agent SELECT ROW_NUMBER() OVER (ORDER BY n) - 1, id FROM seed_account WHERE staff = 1;
SET @agents = (SELECT COUNT(*) FROM seed_agent);

INSERT INTO password (account_id, hash, changed_at) SELECT id, @hash, @now FROM seed_account WHERE n > 2;
INSERT INTO account_role (account_id, role_id, granted_at)
SELECT id, IF(staff = 1, @agent_role, @client_role), @now FROM seed_account WHERE n > 2;
UPDATE account a JOIN seed_account s ON s.id = a.id JOIN role r ON r.id = IF(s.staff = 1, @agent_role, @client_role)
SET a.rights = r.permissions WHERE s.n > 2;

-- Opened over the last two years, one after the other; a conversation of some hours each. r: 60 bits of chance.
CREATE TEMPORARY TABLE seed_ticket (
    n INT UNSIGNED PRIMARY KEY, r BIGINT UNSIGNED NOT NULL, requester_id BIGINT UNSIGNED NOT NULL,
    assignee_id BIGINT UNSIGNED NULL, status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at DATETIME(6) NOT NULL, gap INT UNSIGNED NOT NULL, messages INT UNSIGNED NOT NULL,
    updated_at DATETIME(6) NOT NULL) ENGINE = Aria;
INSERT INTO seed_ticket
SELECT d.n, d.r, a.id, IF(d.status = 'open' AND d.r MOD 2 = 0, NULL, g.id), d.status, d.created_at, d.gap, d.messages,
    LEAST(@now, d.created_at + INTERVAL d.gap * (d.messages - 1) SECOND)
FROM (
    SELECT n, r, IF(n MOD @stride = 0, 1, 3 + r DIV 1000 MOD GREATEST(1, @accounts - 2)) AS who,
        ELT(1 + r DIV 10 MOD 8, 'open', 'waiting', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed') AS status,
        @now - INTERVAL ROUND((@tickets - n) * 63000000 / @tickets) SECOND AS created_at,
        60 + r MOD 14400 AS gap, n * @messages DIV @tickets - (n - 1) * @messages DIV @tickets AS messages
    FROM (SELECT seq AS n, CAST(CONV(LEFT(MD5(CONCAT('ticket', seq)), 15), 16, 10) AS UNSIGNED) AS r
        FROM {1..tickets}) s) d
JOIN seed_account a ON a.n = IF(d.who > 2 AND d.who MOD 200 = 0, d.who - 1, d.who)
JOIN seed_agent g ON g.n = d.r DIV 100 MOD @agents;

INSERT INTO ticket (number, requester_id, assignee_id, category, priority, status, subject, created_at, updated_at, closed_at)
SELECT @first_number + n, requester_id, assignee_id,
    ELT(1 + r DIV 100000 MOD 4, 'general', 'billing', 'technical', 'account'),
    ELT(1 + r DIV 1000000 MOD 8, 'low', 'normal', 'normal', 'normal', 'normal', 'high', 'high', 'urgent'), status,
    CONCAT(
        ELT(1 + r DIV 10000000 MOD 12, 'Cannot open', 'Question about', 'Wrong amount on', 'Please change',
            'Error message in', 'Nothing arrives from', 'How do I export', 'Very slow:', 'Two copies of', 'Missing entry in',
            'Access for a colleague to', 'Cancel'), ' ',
        ELT(1 + r DIV 1000000000 MOD 12, 'the monthly report', 'my invoice', 'the booking page', 'our contract',
            'the mailbox', 'the calendar', 'the price list', 'the "Orders" page', 'the mobile app', 'the user list',
            'the delivery note', 'the backup')),
    created_at, updated_at, IF(status = 'closed', updated_at, NULL)
FROM seed_ticket;

INSERT INTO message (ticket_id, author_id, kind, by_staff, text, created_at)
SELECT t.id, IF(m.k MOD 2 = 0, s.requester_id, COALESCE(s.assignee_id, @agent)),
    IF(m.k MOD 2 = 1 AND m.r MOD 10 = 0, 'note', 'message'), m.k MOD 2,
    CONCAT(
        ELT(1 + m.r MOD 4, 'Hello,\n\n', 'Good morning,\n\n', 'Dear all,\n\n', ''),
        ELT(1 + m.r DIV 10 MOD 8, 'since yesterday this has not worked as it should.',
            'I have tried it with two browsers, with the same result.', 'thank you for looking into it so quickly.',
            'we have found the cause and corrected the entry.', 'could you send us the number of the order?',
            'it happens every time the list is longer than one page.', 'the amount should be 1,240.50 and not 1,204.50.',
            'please try again now and tell us whether it helped.'), ' ',
        ELT(1 + m.r DIV 100 MOD 8, 'The message says that the request could not be read.',
            'My colleagues see the same.', 'There is no hurry, next week is early enough.', 'We need it for the end of the month.',
            'The change takes effect tonight.', 'Nothing else was changed on our side.',
            'If it comes back, just answer here.', 'I will be in the office until four.'),
        IF(m.r DIV 1000 MOD 2 = 0, '\n\nKind regards', '')),
    LEAST(@now, s.created_at + INTERVAL s.gap * m.k SECOND)
FROM (
    SELECT n, seq - 1 - (n - 1) * @messages DIV @tickets AS k, CAST(CONV(LEFT(MD5(CONCAT('message', seq)), 15), 16, 10) AS UNSIGNED) AS r
    FROM (SELECT seq, (seq * @tickets + @messages - 1) DIV @messages AS n FROM {1..messages}) o) m
STRAIGHT_JOIN seed_ticket s ON s.n = m.n
STRAIGHT_JOIN ticket t ON t.number = @first_number + m.n;

CREATE TEMPORARY TABLE seed_tally
SELECT requester_id, SUM(status = 'open') AS o, SUM(status = 'waiting') AS w, SUM(status = 'closed') AS c
FROM seed_ticket GROUP BY requester_id;
INSERT INTO ticket_tally (requester_id, open_amount, waiting_amount, closed_amount) SELECT requester_id, o, w, c FROM seed_tally
ON DUPLICATE KEY UPDATE open_amount = open_amount + VALUES(open_amount), waiting_amount = waiting_amount + VALUES(waiting_amount),
    closed_amount = closed_amount + VALUES(closed_amount);
INSERT INTO ticket_tally (requester_id, open_amount, waiting_amount, closed_amount) SELECT 0, SUM(o), SUM(w), SUM(c) FROM seed_tally
ON DUPLICATE KEY UPDATE open_amount = open_amount + VALUES(open_amount), waiting_amount = waiting_amount + VALUES(waiting_amount),
    closed_amount = closed_amount + VALUES(closed_amount);
COMMIT;
SET GLOBAL innodb_stats_auto_recalc = ON;
ANALYZE TABLE account, ticket, message, ticket_tally;
