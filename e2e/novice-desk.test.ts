import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { NoviceDesk } from '../packages/beside/src/pages/novice-desk.js';
import type { NoviceState } from '../packages/beside/src/pages/protocol.js';
import { DEFAULT_SETTINGS } from '../packages/beside/src/settings/settings.js';
import { PageExpert } from '../packages/beside/test/pages/page-expert.js';
import { Lab, until } from './lab/lab.js';
import { OverlayWindows } from './lab/overlay-windows.js';
import { KEY, OwnDevice } from './lab/own-device.js';
import { XServer } from './lab/x-server.js';

/** The novice's desk of the pages with a real screen, a small one: what a page may do there, and what only the screen's own windows. */
let lab: Lab;
let server: XServer;
let windows: OverlayWindows;
let desk: NoviceDesk;
const faults: unknown[] = [];
const records = { begin: () => ({ line: () => undefined, person: () => undefined, end: async () => undefined }) };

beforeAll(() => {
  lab = new Lab();
});
beforeEach(async () => {
  server = await XServer.start(lab, { width: 1024, height: 600 });
  windows = new OverlayWindows(server);
  const options = {
    changed: () => undefined,
    settings: () => DEFAULT_SETTINGS,
    records,
    fault: (error: unknown) => faults.push(error),
  };
  desk = new NoviceDesk(options, { platform: 'linux', env: { DISPLAY: server.display } });
});
afterEach(async () => {
  await desk.close();
  await server.program.end();
  expect(faults).toEqual([]);
});
afterAll(() => lab?.end());

/** The state, once it is so. */
async function state(what: string, fits: (state: NoviceState) => unknown): Promise<NoviceState> {
  await until(what, () => fits(desk.state()!));
  return desk.state()!;
}

async function asking(): Promise<PageExpert> {
  await desk.run({ do: 'invite', for: 'beside', viewOnly: false });
  const { invitation } = await state('the invitation', (one) => one.invitation);
  const expert = await PageExpert.open(desk.invitationFile()!.bytes, invitation!.password);
  await state('the question for consent', ({ question }) => question);
  return expert;
}

async function seeing(): Promise<PageExpert> {
  const expert = await asking();
  await windows.clickUntil(
    'the view',
    () => windows.answer(true),
    () => desk.state()?.phase === 'viewing',
  );
  await expert.until('viewing');
  return expert;
}

const answer = (yes: boolean) => desk.run({ do: 'answer', who: 'novice', question: desk.state()!.question!.id, yes });

test('a page’s yes lets nobody see and gives nobody control; the yes of the novice’s own mouse on the screen does', async () => {
  const expert = await asking();
  expect(desk.share()).toEqual({ can: true, desktop: 'screen' });
  expect(desk.state()?.question).toMatchObject({ about: 'consent', yes: 'desktop' });
  await expect(answer(true)).rejects.toMatchObject({ code: 'answer-on-desktop' });
  expect(desk.state()).toMatchObject({ phase: 'connecting', question: { about: 'consent' } });
  await windows.clickUntil(
    'the view',
    () => windows.answer(true),
    () => desk.state()?.phase === 'viewing',
  );
  await expert.until('viewing');
  expert.run((engine, now) => engine.requestControl(now));
  await state('the question for control', ({ question }) => question?.about === 'control');
  await expect(answer(true)).rejects.toMatchObject({ code: 'answer-on-desktop' });
  expect(desk.state()?.controlling).toBe(false);
  await windows.clickUntil(
    'control',
    () => windows.answer(true),
    () => desk.state()?.controlling === true,
  );
  await new OwnDevice(server).key(KEY.escape);
  expect(await state('the end of control', ({ controlling }) => !controlling)).toMatchObject({ phase: 'viewing' });
  expect(desk.state()?.notices.at(-1)).toMatchObject({ what: 'control-ended', by: 'escape' });
});

test('a page’s no counts, and takes the question off the screen', async () => {
  await asking();
  await until('the question on the screen', () => windows.window('question'));
  await answer(false);
  await state('the refusal', ({ ended }) => ended === 'refused');
  await until('no question on the screen', async () => (await windows.window('question')) === undefined);
});

test('"Chat" in the bar of a small screen wants the page’s chat, beside all the other buttons', async () => {
  const expert = await seeing();
  expert.run((engine, now) => engine.requestControl(now));
  await windows.clickUntil(
    'control',
    () => windows.answer(true),
    () => desk.state()?.controlling === true,
  );
  await windows.clickUntil(
    'the wish for the chat',
    () => windows.barButton(4, 2),
    () => desk.state()!.chatWanted > 0,
  );
  await windows.clickUntil(
    'the end',
    () => windows.barButton(4, 3),
    () => desk.state()?.phase === 'closed',
  );
});

test('a screen that is gone ends session and invitation, is told, and leaves the desk as it was', async () => {
  const expert = await seeing();
  await server.program.end();
  await expert.until('ended');
  const lost = await state('the end', ({ phase }) => phase === 'closed');
  expect(lost).toMatchObject({ ended: 'desktop-lost', closed: 'desktop-lost', failure: { code: 'lost' }, invitation: null });
  await desk.run({ do: 'dismiss', who: 'novice' });
  await desk.run({ do: 'invite', for: 'beside', viewOnly: false });
  const failed = await state('the failure', ({ phase }) => phase === 'closed');
  expect(failed).toMatchObject({ closed: 'failed', failure: { code: 'no-display' } });
  expect(desk.share()).toMatchObject({ can: false, why: 'no-display' });
});
