import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { until } from './lab/lab.js';
import { differing, picture, untilSamePicture } from './lab/screen.js';
import { Stage } from './lab/stage.js';
import { type Usage, usage } from './lab/usage.js';

/**
 * What grows with time. `npm test` runs 10 sessions and 2 minutes; `npm run soak` sets BESIDE_SOAK=long for 100 sessions
 * and 30 minutes, and prints what it measured.
 */
const long = process.env['BESIDE_SOAK'] === 'long';
const SESSIONS = long ? 100 : 10;
const BUSY_MINUTES = long ? 30 : 2;
/**
 * Bytes that memory may be above its first level: a heap breathes. So a leak passes that grows by less than this between the
 * levels which `judge` compares. In the long run they are 66 sessions or 18.75 minutes apart: less than 0.6 MiB a session or
 * 2.1 MiB a minute passes. In the short run, 6 sessions or 1.25 minutes apart: less than 4 MiB a session or 19 MiB a minute.
 */
const SLACK = (long ? 40 : 24) * 1024 * 1024;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.clear());
afterAll(() => stage?.end());

test(`${SESSIONS} sessions one after another leave nothing behind in Beside`, { timeout: SESSIONS * 30_000 }, async () => {
  const beside = await stage.invite();
  const levels: Usage[] = [];
  for (let i = 0; i < SESSIONS; i++) {
    const expert = await stage.join(beside);
    await stage.grantControl({ beside, expert });
    const before = stage.desktop.typed.length;
    await expert.click(300, 330);
    await expert.type('hello');
    await until('"hello" in the terminal', () => stage.desktop.typed.slice(before) === 'hello');
    await expert.program.end();
    await beside.event('ended');
    levels.push(usage(beside.pid));
  }
  judge(levels, 'session');
});

test(`${BUSY_MINUTES} minutes of a busy screen leave nothing behind in Beside`, {
  timeout: (BUSY_MINUTES + 2) * 60_000,
}, async () => {
  const { beside, expert } = await stage.view();
  const busy = stage.desktop.busy();
  const levels: Usage[] = [];
  const started = performance.now();
  let seen = await picture(stage.display);
  while (performance.now() - started < BUSY_MINUTES * 60_000) {
    await new Promise((resolve) => setTimeout(resolve, (BUSY_MINUTES * 60_000) / 24));
    levels.push(usage(beside.pid));
    // A screen that has fallen still would prove nothing, and neither would an expert who is shown nothing new.
    const shown = await picture(stage.display);
    expect(differing(seen, shown), `pixels that changed on the expert's display in step ${levels.length}`).toBeGreaterThan(0);
    seen = shown;
  }
  await busy.end();
  await untilSamePicture(stage.desktop.server, stage.display);
  expect(expert.program.running).toBe(true);
  judge(levels, 'step');
});

/** Compares the last third with the first: the lowest of each, so that a heap about to be cleaned is no leak. */
function judge(levels: readonly Usage[], name: string): void {
  const third = Math.max(1, Math.floor(levels.length / 3));
  const lowest = (part: readonly Usage[], field: keyof Usage) => Math.min(...part.map((level) => level[field]));
  // The first level still has Beside's own start in it.
  const [first, last] = [levels.slice(1, third + 1), levels.slice(-third)];
  if (long)
    for (const [i, { memory, handles, segments, cpu }] of levels.entries())
      console.log(
        `${name} ${i + 1}: ${(memory / 1e6).toFixed(1)} MB, ${handles} handles, ${segments} segments, ${cpu} ms of CPU`,
      );
  expect(lowest(last, 'memory') - lowest(first, 'memory')).toBeLessThan(SLACK);
  expect(lowest(last, 'handles')).toBeLessThanOrEqual(lowest(first, 'handles'));
  expect(lowest(last, 'segments')).toBeLessThanOrEqual(lowest(first, 'segments'));
}
