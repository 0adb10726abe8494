import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { until } from './lab/lab.js';
import { DESKTOP_COLOURS } from './lab/novice-desktop.js';
import { having, picture } from './lab/screen.js';
import { Stage } from './lab/stage.js';
import { reseal } from './lab/tickets.js';
import type { Xfreerdp } from './lab/xfreerdp.js';

/** Experts that connect and prove wrongly: their tickets are the novice's, opened and sealed again with something changed. */
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.clear());
afterAll(() => stage?.end());

test('an expert with another password is refused before any picture', async () => {
  const beside = await stage.invite();
  const file = reseal(stage.lab, beside.file, beside.password, { password: 'ZZZZZZZZZZZZ' });
  const expert = stage.open(beside, { file, password: 'ZZZZZZZZZZZZ' });
  await neverShown(expert);
  expect(await beside.event('refused')).toMatchObject({ why: 'wrong-password' });
  expect(beside.events.map(({ event }) => event)).not.toContain('consent-asked');
});

test('an expert with another session id is refused before any picture', async () => {
  const beside = await stage.invite();
  const sessionId = randomBytes(48).toString('base64');
  const expert = stage.open(beside, { file: reseal(stage.lab, beside.file, beside.password, { sessionId }) });
  await neverShown(expert);
  expect(await beside.event('refused')).toMatchObject({ why: 'wrong-session' });
  expect(beside.events.map(({ event }) => event)).not.toContain('consent-asked');
});

test('one wrong proof leaves the right expert welcome', async () => {
  const beside = await stage.invite();
  const file = reseal(stage.lab, beside.file, beside.password, { password: 'ZZZZZZZZZZZZ' });
  await stage.open(beside, { file, password: 'ZZZZZZZZZZZZ' }).ended();
  await beside.event('refused');
  await until('the question', async () => {
    const expert = stage.open(beside);
    return until('an answer', () => beside.told('consent-asked') || !expert.program.running).then(() =>
      beside.told('consent-asked'),
    );
  });
  expect(beside.told('consent-asked')).toBe(true);
});

test('five wrong proofs void the invitation for everybody', async () => {
  const beside = await stage.invite();
  const file = reseal(stage.lab, beside.file, beside.password, { password: 'ZZZZZZZZZZZZ' });
  const wrong = () => beside.events.filter(({ event, why }) => event === 'refused' && why === 'wrong-password').length;
  // An address that proved wrongly is put off for longer and longer; the proofs that come too soon do not count.
  await until(
    'five wrong proofs',
    async () => {
      await stage.open(beside, { file, password: 'ZZZZZZZZZZZZ' }).ended();
      return wrong() === 5;
    },
    100_000,
  );
  expect(await beside.event('closed')).toMatchObject({ why: 'void' });
  await neverShown(stage.open(beside));
  expect(beside.events.map(({ event }) => event)).not.toContain('consent-asked');
});

test('an expired invitation lets nobody in', async () => {
  const beside = await stage.invite({ options: ['--expires', '3s'] });
  expect(await beside.event('closed')).toMatchObject({ why: 'expired' });
  await neverShown(stage.open(beside));
  expect(beside.events.map(({ event }) => event)).not.toContain('consent-asked');
});

/** Looks at the expert's display until its program ends, which it has to do by itself with an error. */
async function neverShown(expert: Xfreerdp): Promise<void> {
  await until(
    'xfreerdp to be sent away',
    async () => {
      expect(having(await picture(stage.display), DESKTOP_COLOURS)).toBe(0);
      return !expert.program.running;
    },
    30_000,
  );
  expect(expert.program.exit?.code).not.toBe(0);
}
