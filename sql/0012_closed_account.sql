-- An account that its owner closed: the row stays for the tickets' sake, without name, address and any way in.
ALTER TABLE account DROP CONSTRAINT account_status;
ALTER TABLE account ADD CONSTRAINT account_status CHECK (status IN ('active', 'disabled', 'closed'));
