-- Kept counts of tickets: one row a requester instead of one for each status, so that a list reads its counts beside its
-- first row. Requester 0 stands for everybody (the desk).

CREATE TABLE ticket_tally (
    requester_id BIGINT UNSIGNED NOT NULL,
    open_amount BIGINT NOT NULL,
    waiting_amount BIGINT NOT NULL,
    closed_amount BIGINT NOT NULL,
    PRIMARY KEY (requester_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

INSERT INTO ticket_tally (requester_id, open_amount, waiting_amount, closed_amount)
SELECT requester_id, SUM(IF(status = 'open', amount, 0)), SUM(IF(status = 'waiting', amount, 0)),
    SUM(IF(status = 'closed', amount, 0))
FROM ticket_count GROUP BY requester_id
ON DUPLICATE KEY UPDATE open_amount = VALUES(open_amount), waiting_amount = VALUES(waiting_amount),
    closed_amount = VALUES(closed_amount);

DROP TABLE ticket_count;
