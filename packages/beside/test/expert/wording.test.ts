import type { ExpertRefusalReason } from '@beside/assist';
import type { LinkErrorCode } from '@beside/link';
import { describe, expect, it } from 'vitest';
import type { ExpertEndedReason, ExpertReport, WayFailure } from '../../src/expert/report.js';
import { expertLines } from '../../src/expert/wording.js';

const MONITOR = { x: 0, y: 0, width: 512, height: 768, primary: true } as const;
const FILE = { direction: 'incoming', file: 'notes.txt', size: 5000 } as const;

/** One of each event; the type makes sure that none is left out. */
const REPORTS: { readonly [E in ExpertReport['event']]: Extract<ExpertReport, { event: E }> } = {
  dialling: { event: 'dialling', name: 'Nora', addresses: ['192.0.2.5:29170', '[2001:db8::1]:29170'] },
  'way-failed': { event: 'way-failed', address: '192.0.2.5:29170', why: 'unreachable' },
  connected: { event: 'connected', way: 'beside', address: '192.0.2.5:29170', checkNumber: '123456' },
  'waiting-for-consent': { event: 'waiting-for-consent' },
  'novice-name': { event: 'novice-name', name: 'Nora' },
  viewing: { event: 'viewing', width: 1024, height: 768 },
  resized: { event: 'resized', width: 1024, height: 768 },
  monitors: { event: 'monitors', monitors: [MONITOR, { ...MONITOR, x: 512, primary: false }] },
  'control-asked': { event: 'control-asked' },
  'control-withdrawn': { event: 'control-withdrawn' },
  controlling: { event: 'controlling' },
  'control-refused': { event: 'control-refused', why: 'view-only' },
  'control-ended': { event: 'control-ended', by: 'escape' },
  paused: { event: 'paused' },
  resumed: { event: 'resumed' },
  chat: { event: 'chat', text: 'one\ntwo' },
  'chat-dropped': { event: 'chat-dropped' },
  typing: { event: 'typing', typing: true },
  typed: { event: 'typed', all: false },
  screenshot: { event: 'screenshot', path: '/tmp/a.png', width: 1024, height: 768 },
  'screenshot-failed': { event: 'screenshot-failed', code: 'paused', message: 'No picture was saved.' },
  // What comes in is told by the question.
  'file-offered': { event: 'file-offered', ...FILE, direction: 'outgoing' },
  'file-accepted': { event: 'file-accepted', ...FILE },
  'file-progress': { event: 'file-progress', ...FILE, bytes: 2500 },
  'file-done': { event: 'file-done', ...FILE, path: '/tmp/notes.txt' },
  'file-refused': { event: 'file-refused', ...FILE },
  'file-declined': { event: 'file-declined', ...FILE, why: 'busy' },
  'file-cancelled': { event: 'file-cancelled', ...FILE, by: 'them' },
  'file-failed': { event: 'file-failed', ...FILE, code: 'disk-full', message: 'The disk is full.' },
  refused: { event: 'refused', why: 'wrong-password' },
  ended: { event: 'ended', reason: 'novice' },
  closed: { event: 'closed', why: 'not-connected' },
  failed: { event: 'failed', code: 'expired', message: 'This invitation has expired. Ask for a new one.' },
};

const REFUSALS: { readonly [Why in ExpertRefusalReason]: true } = {
  'wrong-password': true,
  'no-such-invitation': true,
  expired: true,
  busy: true,
  'novice-said-no': true,
  'no-answer': true,
  'not-allowed': true,
  'incompatible-version': true,
  'novice-left': true,
  'novice-failed': true,
  denied: true,
  'wrong-key': true,
  'not-remote-assistance': true,
  unsupported: true,
};
const refusals = Object.keys(REFUSALS) as ExpertRefusalReason[];

const ENDS: { readonly [Reason in ExpertEndedReason]: true } = {
  novice: true,
  expert: true,
  'connection-lost': true,
  refused: true,
  timeout: true,
  malformed: true,
  stalled: true,
  fault: true,
};

describe('there is a sentence', () => {
  it.each(Object.values(REPORTS))('for $event', (report) => {
    const [first, ...rest] = expertLines(report);
    expect(first).toMatch(/^\S.*\S$/);
    expect(first, 'begins as a sentence does').toMatch(/^[\p{Lu}\p{N}]/u);
    expect([first, ...rest].join('\n')).not.toMatch(/undefined|null|\[object/);
  });

  it.each(refusals)('for the refusal %s', (why) => {
    expect(expertLines({ event: 'refused', why }).join(' ')).toMatch(/^\p{Lu}.*\.$/u);
  });

  it.each(Object.keys(ENDS) as ExpertEndedReason[])('for the end %s', (reason) => {
    expect(expertLines({ event: 'ended', reason }).join(' ')).toMatch(/^\p{Lu}.*\.$/u);
  });

  const links: LinkErrorCode[] = ['not-rdp', 'not-beside', 'alpn-missing', 'wrong-certificate', 'proof-refused', 'broken'];
  const own: WayFailure[] = ['unreachable', 'connection-refused', 'unknown-name', 'tls-not-allowed'];
  it.each([...own, ...links, ...refusals])('for a way that failed with %s, of one stop', (why) => {
    expect(expertLines({ event: 'way-failed', address: '192.0.2.5:29170', why })).toEqual([
      expect.stringMatching(/^192\.0\.2\.5:29170: [^.].*[^.]\.$/),
    ]);
  });
});

it('tells the check number in two groups, or that the other program cannot be verified', () => {
  expect(expertLines(REPORTS.connected).join()).toContain('123 456');
  expect(expertLines({ ...REPORTS.connected, way: 'rdp', checkNumber: null }).join()).toContain('cannot be verified');
});

it('puts every line of a message after the first under it, so that none looks like the program’s own', () => {
  expect(expertLines(REPORTS.chat)).toEqual(['The other person: one', '    two']);
});

it('says nothing where there is nothing to say', () => {
  expect(expertLines({ event: 'typing', typing: false })).toEqual([]);
  expect(expertLines({ event: 'file-offered', ...FILE })).toEqual([]);
  expect(expertLines({ event: 'closed', why: 'expert' })).toEqual([]);
  expect(expertLines({ event: 'monitors', monitors: [MONITOR] })).toEqual([]);
});
