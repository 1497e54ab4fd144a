// Waits for what another process will do: asks again and again until the answer is there, fails at a deadline. The only
// way a test waits. The deadline tells what never comes from what comes late: far beyond what a loaded machine needs.
export async function until(what, ask, { seconds = 60 } = {}) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s for ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
