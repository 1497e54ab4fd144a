// Everything that guesses at codes, once more with the codes in Redis: no limit may be weaker there.
import { after } from 'node:test';

process.env.GATEHOUSE_TEST_STORE = 'redis';
delete process.env.GATEHOUSE_TEST_PORTAL;

const { launch, share } = await import('../harness/portal.mjs');
const portal = await launch();
after(() => portal.stop());
share(portal);
for (const file of ['code_brute_force_over_fresh_codes', 'same_right_code_twice_at_once', 'failure_counter_rolled_back',
  'parallel_guesses_against_lockout', 'steps_out_of_order', 'account_pre_hijacking']) await import(`./${file}.test.mjs`);
