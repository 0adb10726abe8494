import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/novice/report.js';
import { FILE_LIMIT } from '../../src/pages/file-states.js';
import { type NoviceHappening, type NoviceModel, nextNovice, preparing } from '../../src/pages/novice-state.js';
import type { NoviceState } from '../../src/pages/protocol.js';
import { CHAT_LIMIT, NOTICE_LIMIT } from '../../src/pages/session-model.js';

const NOW = Date.UTC(2030, 0, 1);
const INVITED: Report = {
  event: 'invited',
  for: 'beside',
  file: 'Invitation.beside',
  link: 'beside:QmVz',
  password: 'BCDFGHJKLMNP',
  expires: '2030-01-01T06:00:00.000Z',
  display: 'practice desktop',
  port: 29170,
  candidates: ['192.0.2.5'],
  fingerprint: 'aa:bb',
  viewOnly: false,
};
const ASKED: Report = { event: 'consent-asked', name: 'Erik', address: '192.0.2.7', checkNumber: '123456' };
const VIEWING: Report = { event: 'viewing', name: 'Erik' };
const FILE = { direction: 'outgoing', file: 'a.txt', size: 10, name: 'Erik' } as const;

/** A model after reports, each of connection 1 unless it says another. */
function after(
  ...told: (Report | { readonly report: Report; readonly connection: number | null } | NoviceHappening)[]
): NoviceModel {
  return told.reduce<NoviceModel>((model, one) => {
    if ('type' in one) return nextNovice(model, one, NOW);
    const { report, connection } = 'report' in one ? one : { report: one, connection: 1 };
    return nextNovice(model, { type: 'report', report, connection }, NOW);
  }, preparing(false));
}
const stateAfter = (...told: Parameters<typeof after>): NoviceState => after(...told).state;
const connecting = (address = '192.0.2.7'): Report => ({ event: 'connecting', address });
const question = (id: number): NoviceHappening => ({
  type: 'asked',
  question: { id, about: 'consent', expiresAt: NOW + 120_000, yes: 'page' },
});

describe('the invitation', () => {
  it('is shown from when it stands until somebody sees the screen', () => {
    expect(stateAfter()).toMatchObject({ phase: 'preparing', invitation: null });
    expect(stateAfter(INVITED)).toMatchObject({
      phase: 'waiting',
      invitation: {
        for: 'beside',
        fileName: 'Invitation.beside',
        link: 'beside:QmVz',
        password: 'BCDFGHJKLMNP',
        expiresAt: NOW + 6 * 3600_000,
        addresses: ['192.0.2.5'],
      },
    });
    expect(stateAfter(INVITED, connecting(), ASKED)).toMatchObject({ phase: 'connecting', invitation: { link: 'beside:QmVz' } });
    expect(stateAfter(INVITED, connecting(), ASKED, VIEWING)).toMatchObject({ phase: 'viewing', invitation: null });
    expect(stateAfter(INVITED, connecting(), ASKED, VIEWING, { event: 'ended', reason: 'connection-lost' })).toMatchObject({
      phase: 'waiting',
      invitation: null,
      ended: 'connection-lost',
      expert: null,
    });
  });

  it.each(['novice', 'expired', 'void', 'desktop-lost'] as const)('is gone when it is closed: %s', (why) => {
    expect(stateAfter(INVITED, question(1), { event: 'closed', why })).toMatchObject({
      phase: 'closed',
      closed: why,
      invitation: null,
      question: null,
      failure: null,
    });
  });

  it('that could not be made is closed with the reason', () => {
    const failure = { code: 'no-port', message: 'All ports are taken.' };
    expect(stateAfter({ type: 'failed', failure, closed: true })).toMatchObject({ phase: 'closed', closed: 'failed', failure });
  });

  it('of a desktop that is gone is closed with the desktop’s reason', () => {
    const failure = { code: 'lost', message: 'The display is gone.' };
    const lost: NoviceHappening = { type: 'failed', failure, closed: false };
    expect(stateAfter(INVITED, lost)).toMatchObject({ phase: 'waiting', failure });
    expect(stateAfter(INVITED, lost, { event: 'closed', why: 'desktop-lost' })).toMatchObject({
      closed: 'desktop-lost',
      failure,
    });
  });
});

describe('the expert', () => {
  it('is who is asked about, with the check number', () => {
    const expert = { name: 'Erik', address: '192.0.2.7', checkNumber: '123456' };
    expect(stateAfter(INVITED, connecting(), ASKED)).toMatchObject({ expert });
    expect(stateAfter(INVITED, connecting(), ASKED, VIEWING)).toMatchObject({ expert });
  });

  it('stays the same when somebody else comes, is told that somebody helps already, and goes', () => {
    const others = [
      { report: connecting('192.0.2.99'), connection: 2 },
      { report: { event: 'refused', why: 'busy', address: '192.0.2.99' } as const, connection: 2 },
      { report: { event: 'ended', reason: 'refused' } as const, connection: 2 },
    ];
    const controlling: Report = { event: 'controlling', name: 'Erik' };
    const state = stateAfter(INVITED, connecting(), ASKED, VIEWING, controlling, ...others);
    expect(state).toMatchObject({ phase: 'viewing', expert: { name: 'Erik' }, controlling: true, ended: null });
    expect(state.notices.map(({ what }) => what)).toEqual(['connecting', 'viewing', 'controlling', 'connecting', 'refused']);
  });

  it('that comes and goes before anybody is asked leaves the invitation waiting', () => {
    expect(stateAfter(INVITED, connecting())).toMatchObject({ phase: 'connecting' });
    const both = [connecting(), { report: connecting(), connection: 2 }, { event: 'ended', reason: 'timeout' } as const];
    expect(stateAfter(INVITED, ...both)).toMatchObject({ phase: 'connecting', ended: null });
    const left = stateAfter(INVITED, ...both, { report: { event: 'ended', reason: 'timeout' }, connection: 2 });
    expect(left).toMatchObject({ phase: 'waiting', ended: null });
    expect(left.notices.at(-1)).toMatchObject({ what: 'ended', reason: 'timeout' });
  });

  it('has no control, pause or typing left over from the one before', () => {
    const first: Report[] = [
      connecting(),
      ASKED,
      VIEWING,
      { event: 'controlling', name: 'Erik' },
      { event: 'paused' },
      { event: 'typing', name: 'Erik', typing: true },
    ];
    expect(stateAfter(INVITED, ...first)).toMatchObject({ controlling: true, paused: true, typing: true });
    expect(stateAfter(INVITED, ...first, { event: 'ended', reason: 'expert' })).toMatchObject({
      controlling: false,
      paused: false,
      typing: false,
    });
  });
});

it('control, pause, typing and chat are as they were told last', () => {
  const seen = [INVITED, connecting(), ASKED, VIEWING];
  const granted: Report = { event: 'controlling', name: 'Erik' };
  expect(stateAfter(...seen, granted, { event: 'control-ended', name: 'Erik', by: 'escape' })).toMatchObject({
    controlling: false,
  });
  expect(stateAfter(...seen, { event: 'paused' }, { event: 'resumed' })).toMatchObject({ paused: false });
  const chat = stateAfter(...seen, { event: 'chat', name: 'Erik', text: 'hello' }, { type: 'said', text: 'hi' }).chat;
  expect(chat.map(({ from, text }) => `${from}: ${text}`)).toEqual(['them: hello', 'me: hi']);
  expect(stateAfter(...seen, { type: 'chat-wanted' }, { type: 'chat-wanted' })).toMatchObject({ chatWanted: 2 });
});

describe('a question', () => {
  it('stands until it is settled', () => {
    expect(stateAfter(INVITED, question(1)).question).toMatchObject({ id: 1, yes: 'page', expiresAt: NOW + 120_000 });
    expect(stateAfter(INVITED, question(1), { type: 'settled', question: 1 }).question).toBeNull();
  });

  it('stays when one before it is settled late', () => {
    expect(stateAfter(INVITED, question(1), question(2), { type: 'settled', question: 1 }).question).toMatchObject({ id: 2 });
  });
});

describe('a file', () => {
  const seen = [INVITED, connecting(), ASKED, VIEWING];

  it('is followed from the offer to its end', () => {
    const offered: Report = { event: 'file-offered', ...FILE };
    const moving: Report = { event: 'file-progress', bytes: 4, ...FILE };
    const [file] = stateAfter(...seen, offered, { event: 'file-accepted', ...FILE }, moving).files;
    expect(file).toMatchObject({ direction: 'outgoing', file: 'a.txt', size: 10, bytes: 4, stage: 'moving' });
    const done = stateAfter(...seen, offered, moving, { event: 'file-done', path: '/tmp/private/a.txt', ...FILE }).files;
    expect(done).toEqual([{ id: file!.id, direction: 'outgoing', file: 'a.txt', size: 10, bytes: 10, stage: 'done' }]);
  });

  it('that came in has its place', () => {
    const incoming = { ...FILE, direction: 'incoming' } as const;
    const { files } = stateAfter(
      ...seen,
      { event: 'file-offered', ...incoming },
      { event: 'file-done', path: '/home/a/a.txt', ...incoming },
    );
    expect(files).toMatchObject([{ stage: 'done', path: '/home/a/a.txt' }]);
  });

  it('that cannot be offered just now is another one than that on its way', () => {
    const notNow: Report = { event: 'file-failed', ...FILE, size: 0, code: 'not-now', message: 'Wait.' };
    const { files } = stateAfter(...seen, { event: 'file-offered', ...FILE }, notNow);
    expect(files).toMatchObject([{ stage: 'offered' }, { stage: 'failed', failure: { code: 'not-now', message: 'Wait.' } }]);
  });
});

/** Everything that may happen, in any order; connections 1 to 3. */
const name = fc.constantFrom('Erik', null);
const connection = fc.integer({ min: 1, max: 3 });
const report: fc.Arbitrary<Report> = fc.oneof(
  fc.constant(connecting()),
  fc.constant(ASKED),
  fc.record({ event: fc.constant('viewing' as const), name }),
  fc.record({
    event: fc.constantFrom('control-asked', 'question-withdrawn', 'controlling', 'chat-dropped'),
    name,
  }) as fc.Arbitrary<Report>,
  fc.constantFrom<Report>({ event: 'paused' }, { event: 'resumed' }, { event: 'control-ended', name: null, by: 'novice' }),
  fc.record({ event: fc.constant('chat' as const), name, text: fc.string() }),
  fc.record({ event: fc.constant('typing' as const), name, typing: fc.boolean() }),
  fc.constantFrom<Report>(
    { event: 'file-offered', ...FILE },
    { event: 'file-refused', ...FILE },
    { event: 'file-declined', ...FILE, why: 'busy' },
  ),
  fc.record({ event: fc.constant('refused' as const), why: fc.constant('busy' as const), address: fc.string() }),
  fc.record({ event: fc.constant('ended' as const), reason: fc.constantFrom('expert' as const, 'connection-lost' as const) }),
  { weight: 1, arbitrary: fc.constant<Report>({ event: 'closed', why: 'novice' }) },
);
const happening: fc.Arbitrary<NoviceHappening> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant('report' as const), report, connection }) },
  fc.integer({ min: 1, max: 5 }).map(question),
  fc.record({ type: fc.constant('settled' as const), question: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ type: fc.constant('said' as const), text: fc.string() }),
);

it('whatever happens: what is secret, open or over stays as it has to be, and nothing grows without a bound', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 300 }), (happenings) => {
      let model = after({ report: INVITED, connection: null });
      let viewed = false;
      let open: number | undefined;
      for (const one of happenings) {
        // Which `assist` tells of nobody who does not see.
        const granted = one.type === 'report' && ['controlling', 'paused'].includes(one.report.event);
        if (granted && model.state.phase !== 'viewing') continue;
        const before = model;
        model = nextNovice(model, one, NOW);
        const { state } = model;
        viewed ||= one.type === 'report' && one.report.event === 'viewing';
        if (viewed) expect(state.invitation).toBeNull();
        if (one.type === 'asked' && before.state.phase !== 'closed') open = one.question.id;
        if (one.type === 'settled' && one.question === open) open = undefined;
        if (state.phase === 'closed') open = undefined;
        expect(state.question?.id).toBe(open);
        if (before.state.closed !== null) expect(state).toMatchObject({ phase: 'closed', invitation: null, controlling: false });
        if (state.phase !== 'viewing') expect(state.controlling || state.paused).toBe(false);
        expect(state.chat.length).toBeLessThanOrEqual(CHAT_LIMIT);
        expect(state.notices.length).toBeLessThanOrEqual(NOTICE_LIMIT);
        expect(state.files.length).toBeLessThanOrEqual(FILE_LIMIT);
        for (const list of [state.chat, state.notices, state.files]) {
          const ids = list.map(({ id }) => id);
          expect(ids).toEqual([...new Set(ids)].sort((one, other) => one - other));
        }
      }
    }),
    { numRuns: 100 },
  );
});

it('of an endless chat and endless strangers the latest are kept', () => {
  const seen = after(INVITED, connecting(), ASKED, VIEWING);
  let model = seen;
  for (let i = 0; i < 1000; i++) {
    model = nextNovice(model, { type: 'said', text: String(i) }, NOW);
    model = nextNovice(
      model,
      { type: 'report', report: { event: 'refused', why: 'void', address: String(i) }, connection: i + 5 },
      NOW,
    );
    model = nextNovice(model, { type: 'report', report: { event: 'file-declined', ...FILE, why: 'busy' }, connection: 1 }, NOW);
  }
  const { chat, notices, files } = model.state;
  expect([chat.length, notices.length, files.length]).toEqual([CHAT_LIMIT, NOTICE_LIMIT, FILE_LIMIT]);
  expect(chat.at(-1)?.text).toBe('999');
  expect(notices.at(-1)).toMatchObject({ address: '999' });
});
