// What a drill measured, said where the test runs and kept in build/tests/drills.txt.
import { appendFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../build/tests', import.meta.url));

export function figure(t, text) {
  t.diagnostic(text);
  mkdirSync(folder, { recursive: true });
  appendFileSync(`${folder}/drills.txt`, `${t.name}: ${text}\n`);
}
