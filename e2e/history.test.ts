import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Beside } from './lab/beside.js';
import { type BesideEvent, type BesideProgram, besideCommand } from './lab/beside-program.js';
import { BesideExpert } from './lab/expert.js';
import { Lab, until } from './lab/lab.js';

/** What both people's computers keep of a session, and what they do not: two Besides, each at a home of its own. */
let [there, here]: [Lab, Lab] = [undefined!, undefined!];
beforeEach(() => {
  [there, here] = [new Lab(), new Lab()];
});
afterEach(async () => {
  await here.end();
  await there.end();
});

/** A session with consent, on the practice desktop. */
async function view(): Promise<{ novice: Beside; expert: BesideExpert }> {
  const novice = await Beside.invite(there, 'practice', { form: 'beside' });
  const expert = BesideExpert.open(here, novice.file, novice.password);
  await novice.event('consent-asked');
  novice.say('y');
  await novice.event('viewing');
  await expert.event('viewing');
  return { novice, expert };
}

async function history(lab: Lab): Promise<Record<string, unknown>[]> {
  return (await besideCommand(lab, 'history', '--json'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

async function log(lab: Lab, id: unknown): Promise<BesideEvent[]> {
  return (await besideCommand(lab, 'log', '--json', String(id)))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** Everything in the files that Beside keeps for a person. */
function kept(lab: Lab): string {
  const files = ['.config', '.local'].flatMap((folder) =>
    readdirSync(join(lab.folder, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(lab.folder, folder, file)),
  );
  return files
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

const names = (events: readonly BesideEvent[]) => events.map(({ event }) => event);
const texts = (events: readonly BesideEvent[], name: string) =>
  events.filter(({ event }) => event === name).map(({ text }) => text);

test('both people find the session afterwards: with whom, what was allowed, what was said, and who ended it', async () => {
  const { novice, expert } = await view();
  expert.say('c Where does it hurt?');
  await novice.event('chat');
  novice.say('c Everywhere.');
  await expert.event('chat');
  expert.say('r');
  await novice.event('control-asked');
  novice.say('y');
  await expert.event('controlling');
  novice.say('s');
  await expert.event('control-ended');
  expert.say('q');
  await novice.event('ended');
  await expert.ended();
  novice.say('q');
  await novice.program.exited;

  const [theirs, ...others] = await history(there);
  expect(others).toEqual([]);
  const both = { way: 'beside', controlled: true, reason: 'expert', messages: 2, viewedAt: expect.any(Number) };
  expect(theirs).toMatchObject({ role: 'novice', ...both });
  expect(names(await log(there, theirs?.['id']))).toEqual([
    'started',
    'connecting',
    'person',
    'consent-asked',
    'viewing',
    'chat',
    'chat-sent',
    'control-asked',
    'controlling',
    'control-ended',
    'ended',
  ]);

  const [mine] = await history(here);
  expect(mine).toMatchObject({ role: 'expert', ...both });
  const lines = await log(here, mine?.['id']);
  expect(names(lines)).toEqual(expect.arrayContaining(['connected', 'viewing', 'controlling', 'control-ended', 'ended']));
  expect([texts(lines, 'chat-sent'), texts(lines, 'chat')]).toEqual([['Where does it hurt?'], ['Everywhere.']]);

  const told = await besideCommand(there, 'log', String(theirs?.['id']));
  for (const sentence of ['You: Everywhere.', 'You took control back.', 'The expert ended the session.'])
    expect(told).toContain(sentence);
  expect(await besideCommand(here, 'history')).toMatch(/You saw the screen of .* and controlled that computer\. 2 messages\./);

  const invited = novice.events.find(({ event }) => event === 'invited')!;
  for (const secret of [invited['link'], invited['password'], invited['file']])
    for (const lab of [there, here]) expect(kept(lab)).not.toContain(secret);
  expect(kept(here)).toContain('"sessions": 1');
  expect(await besideCommand(here, 'history', '--forget')).toBe('Forgotten: 1 session, 1 person.\n');
  expect(await history(here)).toEqual([]);
});

test('who is not let in, and was answered, is in the record; who has a wrong password is not', async () => {
  const novice = await Beside.invite(there, 'practice', { form: 'beside' });
  await BesideExpert.open(here, novice.file, 'ZZZZZZZZZZZZ').ended();
  const expert = BesideExpert.open(here, novice.file, novice.password);
  await novice.event('consent-asked');
  novice.say('n');
  await novice.event('ended');
  await expert.ended();
  expect(await history(there)).toMatchObject([{ role: 'novice', viewedAt: null, reason: 'novice-said-no' }]);
  expect(await history(here)).toMatchObject([{ role: 'expert', viewedAt: null, reason: 'novice-said-no' }]);
});

test.each(['novice', 'expert'] as const)(
  'the %s’s program, killed, has everything in its record that it had told',
  async (who) => {
    const session = await view();
    const [killed, lab, other, otherLab]: [BesideProgram, Lab, BesideProgram, Lab] =
      who === 'novice' ? [session.novice, there, session.expert, here] : [session.expert, here, session.novice, there];
    let said = 0;
    const talk = setInterval(() => other.say(`c ${++said}`), 5);
    await until('some messages', () => texts(killed.events, 'chat').length >= 5);
    killed.program.child.kill('SIGKILL');
    await killed.program.exited;
    clearInterval(talk);
    await other.event('ended');

    const [summary] = await history(lab);
    expect(summary).toMatchObject({ role: who, endedAt: null, reason: null, viewedAt: expect.any(Number) });
    const lines = await log(lab, summary?.['id']);
    const told = texts(killed.events, 'chat');
    expect(texts(lines, 'chat').slice(0, told.length)).toEqual(told);
    expect(summary?.['messages']).toBeGreaterThanOrEqual(told.length);
    expect(await besideCommand(lab, 'history')).toContain('The record breaks off.');

    // The other side knows how it ended.
    other.say('q');
    await other.program.exited;
    expect(await history(otherLab)).toMatchObject([{ reason: 'connection-lost' }]);
  },
);
