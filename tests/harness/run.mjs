// Runs suites of the tests in JavaScript: node tests/harness/run.mjs SUITE... [-- FILE...]. One portal serves all files, one
// file runs at a time (they share its clock); each suite leaves "passed failed" in build/tests/results/SUITE.
// Exit code 1 when anything failed.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join, basename } from 'node:path';
import { run } from 'node:test';
import { launch } from './portal.mjs';

const tests = fileURLToPath(new URL('..', import.meta.url));
const results = join(tests, '../build/tests/results');
const cut = process.argv.indexOf('--');
const suites = process.argv.slice(2, cut < 0 ? undefined : cut);
const only = cut < 0 ? [] : process.argv.slice(cut + 1);

// A file is itself reported as a test: it counts only when it broke without one of its tests failing.
function runSuite(suite) {
  const files = readdirSync(join(tests, suite)).filter((name) => name.endsWith('.test.mjs'))
    .filter((name) => !only.length || only.some((part) => name.includes(part))).sort().map((name) => join(tests, suite, name));
  const counts = { passed: 0, failed: 0 };
  const started = Date.now();
  let failedInFile = 0;
  const isFile = (event) => event.name.endsWith('.test.mjs');
  const complain = (event, what) => {
    const error = event.details?.error;
    const cause = error?.cause ?? error;
    console.log(`FAIL  ${suite}: ${what}\n${String(cause?.stack ?? cause).replace(/^/gm, '      ')}`);
  };
  return new Promise((done) => {
    run({ files, concurrency: 1, timeout: 240_000 })
      .on('test:pass', (event) => {
        if (isFile(event)) { failedInFile = 0; return; }
        if (event.skip !== undefined || event.todo !== undefined) console.log(`skip  ${suite}: ${event.name}`);
        else ++counts.passed;
        if (event.details.duration_ms > 5000) console.log(`slow  ${suite}: ${event.name} (${Math.round(event.details.duration_ms)} ms)`);
      })
      .on('test:fail', (event) => {
        if (!isFile(event)) { ++failedInFile; ++counts.failed; complain(event, `${basename(event.file ?? '')} ${event.name}`); return; }
        if (failedInFile === 0) { ++counts.failed; complain(event, basename(event.name)); }
        failedInFile = 0;
      })
      .on('test:stderr', (event) => process.stderr.write(event.message ?? ''))
      .on('end', () => done({ ...counts, seconds: (Date.now() - started) / 1000 }))
      .resume();
  });
}

for (const suite of suites) rmSync(join(results, suite), { force: true });
const portal = await launch();
let failed = 0;
try {
  process.env.GATEHOUSE_TEST_PORTAL = JSON.stringify({ folder: portal.folder, url: portal.url, httpPort: portal.httpPort });
  mkdirSync(results, { recursive: true });
  for (const suite of suites) {
    const counts = await runSuite(suite);
    failed += counts.failed;
    writeFileSync(join(results, suite), `${counts.passed} ${counts.failed}\n`);
    console.log(`${suite}: ${counts.passed} passed, ${counts.failed} failed (${counts.seconds.toFixed(0)} s)`);
  }
} finally {
  await portal.stop();
}
process.exitCode = failed ? 1 : 0;
