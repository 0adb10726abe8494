import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExpertReport } from '../../src/expert/report.js';
import { dialling, type ExpertHappening, type ExpertModel, nextExpert } from '../../src/pages/expert-state.js';
import { FILE_LIMIT } from '../../src/pages/file-states.js';
import type { ExpertState, QuestionState } from '../../src/pages/protocol.js';
import { CHAT_LIMIT, NOTICE_LIMIT } from '../../src/pages/session-model.js';

const NOW = Date.UTC(2030, 0, 1);
const DIALLING: ExpertReport = { event: 'dialling', name: 'Nora', addresses: ['192.0.2.5:29170', '[2001:db8::5]:29170'] };
const CONNECTED: ExpertReport = { event: 'connected', way: 'beside', address: '[2001:db8::5]:29170', checkNumber: '123456' };
const VIEWING: ExpertReport = { event: 'viewing', width: 800, height: 600 };
const QUESTION: QuestionState = { id: 1, about: 'file', file: 'a.txt', size: 10, expiresAt: NOW + 120_000, yes: 'page' };
const FILE = { direction: 'incoming', file: 'a.txt', size: 10 } as const;

function after(...told: (ExpertReport | ExpertHappening)[]): ExpertModel {
  return told.reduce<ExpertModel>(
    (model, one) => nextExpert(model, 'type' in one ? one : { type: 'report', report: one }, NOW),
    dialling('x'),
  );
}
const stateAfter = (...told: Parameters<typeof after>): ExpertState => after(...told).state;
const noticesAfter = (...told: Parameters<typeof after>) => stateAfter(...told).notices.map(({ what }) => what);

describe('the ways', () => {
  it('are tried until something comes of each', () => {
    expect(stateAfter(DIALLING)).toMatchObject({
      phase: 'dialling',
      novice: 'Nora',
      ways: [
        { address: '192.0.2.5:29170', result: 'trying' },
        { address: '[2001:db8::5]:29170', result: 'trying' },
      ],
    });
    const state = stateAfter(DIALLING, { event: 'way-failed', address: '192.0.2.5:29170', why: 'unreachable' }, CONNECTED);
    expect(state.ways.map(({ result }) => result)).toEqual(['unreachable', 'connected']);
    expect(state.connected).toEqual({ way: 'beside', address: '[2001:db8::5]:29170', checkNumber: '123456' });
    expect(state.phase).toBe('dialling');
  });

  it('that were still tried when another one was through are left off', () => {
    const { ways } = after(DIALLING, CONNECTED).state;
    expect(ways).toEqual([{ address: '[2001:db8::5]:29170', result: 'connected' }]);
  });

  it('may all lead nowhere', () => {
    const state = stateAfter(DIALLING, { event: 'closed', why: 'not-connected' });
    expect(state).toMatchObject({ phase: 'closed', closed: 'not-connected', connected: null, ended: null });
  });
});

describe('a session', () => {
  it('waits for consent, then sees, since when is known', () => {
    expect(stateAfter(DIALLING, CONNECTED, { event: 'waiting-for-consent' })).toMatchObject({
      phase: 'waiting-for-consent',
      viewingSince: null,
    });
    expect(stateAfter(DIALLING, CONNECTED, VIEWING)).toMatchObject({
      phase: 'viewing',
      size: { width: 800, height: 600 },
      viewingSince: NOW,
    });
  });

  it('calls the novice as it calls itself in the end', () => {
    expect(stateAfter(DIALLING, { event: 'novice-name', name: 'Nora Novak' }).novice).toBe('Nora Novak');
  });

  it('that was refused says why', () => {
    const state = stateAfter(
      DIALLING,
      CONNECTED,
      { event: 'refused', why: 'novice-said-no' },
      { event: 'ended', reason: 'refused' },
      { event: 'closed', why: 'refused' },
    );
    expect(state).toMatchObject({ phase: 'closed', refused: 'novice-said-no', ended: 'refused', closed: 'refused' });
  });

  it('forgets monitors with another size, until they are told anew', () => {
    const monitors = [{ x: 0, y: 0, width: 800, height: 600, primary: true }];
    expect(stateAfter(VIEWING, { event: 'monitors', monitors }).monitors).toEqual(monitors);
    const resized = stateAfter(VIEWING, { event: 'monitors', monitors }, { event: 'resized', width: 640, height: 480 });
    expect(resized).toMatchObject({ size: { width: 640, height: 480 }, monitors: [] });
  });

  it.each<[ExpertReport[], ExpertState['control']]>([
    [[{ event: 'control-asked' }], 'asked'],
    [[{ event: 'control-asked' }, { event: 'control-withdrawn' }], 'none'],
    [[{ event: 'control-asked' }, { event: 'control-refused', why: 'view-only' }], 'none'],
    [[{ event: 'control-asked' }, { event: 'controlling' }], 'controlling'],
    [[{ event: 'control-asked' }, { event: 'controlling' }, { event: 'control-ended', by: 'escape' }], 'none'],
  ])('after %j has control %s', (reports, control) => {
    expect(stateAfter(VIEWING, ...reports).control).toBe(control);
    expect(noticesAfter(VIEWING, ...reports)).toEqual(['viewing', ...reports.map(({ event }) => event)]);
  });

  it('keeps control over a pause, in which nothing goes', () => {
    expect(stateAfter(VIEWING, { event: 'controlling' }, { event: 'paused' })).toMatchObject({
      control: 'controlling',
      paused: true,
    });
    expect(stateAfter(VIEWING, { event: 'paused' }, { event: 'resumed' }).paused).toBe(false);
  });

  it('that is over controls nothing, asks nothing, and is written to by nobody', () => {
    const going: (ExpertReport | ExpertHappening)[] = [
      VIEWING,
      { event: 'controlling' },
      { event: 'paused' },
      { event: 'typing', typing: true },
      { type: 'asked', question: QUESTION },
    ];
    expect(stateAfter(...going)).toMatchObject({ control: 'controlling', paused: true, typing: true, question: QUESTION });
    const over = { control: 'none', paused: false, typing: false, question: null };
    expect(stateAfter(...going, { event: 'ended', reason: 'novice' })).toMatchObject({ ...over, ended: 'novice' });
    expect(stateAfter(...going, { event: 'closed', why: 'failed' })).toMatchObject({ ...over, phase: 'closed' });
  });

  it('shows a question until it is settled', () => {
    expect(stateAfter({ type: 'asked', question: QUESTION }, { type: 'settled' }).question).toBeNull();
  });

  it('has what both wrote, in order, and what of it was lost', () => {
    const state = stateAfter(VIEWING, { event: 'chat', text: 'hello' }, { type: 'said', text: 'hi' }, { event: 'chat-dropped' });
    expect(state.chat.map(({ from, text, at }) => [from, text, at])).toEqual([
      ['them', 'hello', NOW],
      ['me', 'hi', NOW],
    ]);
    expect(state.notices.at(-1)?.what).toBe('chat-dropped');
  });

  it('has its files', () => {
    const path = '/home/erik/Downloads/a.txt';
    const state = stateAfter(VIEWING, { event: 'file-offered', ...FILE }, { event: 'file-done', ...FILE, path });
    expect(state.files).toEqual([{ id: 2, ...FILE, bytes: 10, stage: 'done', path }]);
  });

  it('passes over what a terminal alone is told', () => {
    const { state } = after(VIEWING);
    expect(stateAfter(VIEWING, { event: 'screenshot', path: '/a.png', width: 1, height: 1 })).toEqual(state);
    expect(stateAfter(VIEWING, { event: 'failed', code: 'fault', message: 'no' })).toEqual(state);
  });
});

describe('the lists of a state', () => {
  const happening: fc.Arbitrary<ExpertReport | ExpertHappening> = fc.constantFrom<ExpertReport | ExpertHappening>(
    { event: 'chat', text: 'a' },
    { type: 'said', text: 'b' },
    { event: 'paused' },
    { event: 'typed', all: true },
    { event: 'file-offered', ...FILE },
    { event: 'file-declined', ...FILE, why: 'busy' },
    { event: 'file-cancelled', ...FILE, by: 'us' },
    { event: 'ended', reason: 'novice' },
  );

  it('are numbered upwards and bounded, however long a session is (property)', () => {
    fc.assert(
      fc.property(fc.array(happening, { minLength: 1, maxLength: 8 }), (some) => {
        const { state, nextId } = after(...Array.from({ length: 200 }, () => some).flat());
        for (const list of [state.chat, state.files, state.notices]) {
          const ids = list.map(({ id }) => id);
          expect(ids).toEqual([...ids].sort((a, b) => a - b));
          expect(new Set(ids).size).toBe(ids.length);
          expect(Math.max(0, ...ids)).toBeLessThan(nextId);
        }
        expect(state.chat.length).toBeLessThanOrEqual(CHAT_LIMIT);
        expect(state.files.length).toBeLessThanOrEqual(FILE_LIMIT);
        expect(state.notices.length).toBeLessThanOrEqual(NOTICE_LIMIT);
      }),
      { numRuns: 20 },
    );
  });

  it('let the oldest go first', () => {
    const lines = Array.from({ length: CHAT_LIMIT + 5 }, (_, i): ExpertReport => ({ event: 'chat', text: `${i}` }));
    const { chat } = stateAfter(...lines);
    expect(chat.at(0)?.text).toBe('5');
    expect(chat.at(-1)?.text).toBe(`${CHAT_LIMIT + 4}`);
  });
});
