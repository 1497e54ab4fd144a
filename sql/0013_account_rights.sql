-- What a person's roles allow, summed up and kept with the account, so that a request reads it with the session's row.
-- Written in the transaction that changes the roles. NULL: not summed up (made by an older program, or set so by hand),
-- and read from the roles at each request.
ALTER TABLE account ADD COLUMN rights BIGINT UNSIGNED NULL;

UPDATE account a SET a.rights = (
    SELECT BIT_OR(r.permissions) FROM account_role ar JOIN role r ON r.id = ar.role_id WHERE ar.account_id = a.id);
