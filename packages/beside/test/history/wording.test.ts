import { describe, expect, it } from 'vitest';
import { cleanLine } from '../../src/history/line.js';
import type { Role, SessionSummary } from '../../src/history/session-record.js';
import { draftSummary } from '../../src/history/summary.js';
import { lineWords, summaryWords } from '../../src/history/wording.js';

const file = { direction: 'incoming', file: 'a.txt', size: 1200, name: 'Bob' };

/** As a record gives it back. */
function words(role: Role, line: { event: string; [field: string]: unknown }): string[] {
  return lineWords(role, cleanLine({ ...line, time: '2026-08-01T14:30:00.000Z' })!);
}

describe('a line of a record', () => {
  it.each<[Role, { event: string; [field: string]: unknown }, string[]]>([
    ['novice', { event: 'started', role: 'novice' }, []],
    ['novice', { event: 'started', role: 'novice', viewOnly: true }, ['The invitation was for viewing only.']],
    ['novice', { event: 'connecting', address: '192.0.2.7' }, ['Somebody connects from 192.0.2.7.']],
    [
      'novice',
      { event: 'consent-asked', name: null, address: '192.0.2.7', checkNumber: '123456' },
      ['The expert asked to see your screen. Check number 123 456.'],
    ],
    ['novice', { event: 'person', name: 'Bob', address: '192.0.2.7', way: 'beside' }, ['Bob at 192.0.2.7, with Beside.']],
    ['novice', { event: 'viewing', name: 'Bob' }, ['Bob saw your screen from now on.']],
    ['novice', { event: 'controlling', name: 'Bob' }, ['Bob controlled your computer from now on.']],
    ['novice', { event: 'control-ended', name: 'Bob', by: 'escape' }, ['You took control back with Esc.']],
    ['novice', { event: 'paused' }, ['You paused.']],
    ['novice', { event: 'chat', name: 'Bob', text: 'one\ntwo' }, ['Bob: one', '    two']],
    ['novice', { event: 'chat-sent', text: 'one\ntwo' }, ['You: one', '    two']],
    ['novice', { event: 'file-accepted', ...file }, ['You took a.txt (1.2 kB).']],
    ['novice', { event: 'file-done', ...file }, ['A.txt came.']],
    ['novice', { event: 'file-failed', ...file, code: 'disk-full' }, ['A.txt did not come. There was no room left.']],
    ['novice', { event: 'refused', why: 'no-answer', address: '192.0.2.7' }, ['You did not answer in time.']],
    ['novice', { event: 'ended', reason: 'expert' }, ['The expert ended the session.']],
    ['novice', { event: 'record-full' }, ['The record is full: what happened from here on is not in it.']],
    [
      'expert',
      { event: 'connected', way: 'rdp', address: '192.0.2.1', checkNumber: null },
      ['Connected to 192.0.2.1. That program could not be verified.'],
    ],
    ['expert', { event: 'viewing', width: 800, height: 600 }, ['You saw the screen from now on.']],
    ['expert', { event: 'controlling' }, ['You controlled the other computer from now on.']],
    ['expert', { event: 'control-ended', by: 'expert' }, ['You gave control back.']],
    ['expert', { event: 'screenshot', path: '/home/ann/a.png', width: 8, height: 6 }, ['The picture is saved: a.png']],
    ['expert', { event: 'chat', text: 'hi' }, ['The other person: hi']],
    ['expert', { event: 'refused', why: 'wrong-password' }, ['The password is not the invitation’s. Ask for it again.']],
  ])('of the %s: %j', (role, line, expected) => {
    expect(words(role, line)).toEqual(expected);
  });

  it('says nothing of keys, and never “undefined” for a code of a later Beside', () => {
    for (const role of ['novice', 'expert'] as const)
      for (const line of [
        { event: 'ended', reason: 'of-a-later-beside' },
        { event: 'refused', why: 'of-a-later-beside', address: '192.0.2.1' },
        { event: 'file-failed', ...file, code: 'of-a-later-beside' },
        { event: 'ended', reason: 'constructor' },
        { event: 'viewing', name: null },
        { event: 'controlling', name: null },
        { event: 'file-accepted', ...file },
      ])
        expect(words(role, line).join('\n')).not.toMatch(/undefined| {2}\w: /);
  });
});

describe('a past session in a few sentences', () => {
  const session = (role: Role, more: Partial<SessionSummary>) =>
    summaryWords({ ...draftSummary('', role, 0), name: 'Bob', ...more });

  it.each<[Role, Partial<SessionSummary>, string]>([
    [
      'novice',
      { viewedAt: 0, endedAt: 12 * 60_000, controlled: true, messages: 3, reason: 'novice' },
      'Bob saw your screen for 12 min and controlled your computer. 3 messages. You ended the session.',
    ],
    [
      'novice',
      { viewedAt: 0, endedAt: 5000, name: null, messages: 1, reason: 'connection-lost' },
      'The expert saw your screen for less than a minute. 1 message. The connection broke off.',
    ],
    [
      'novice',
      { viewedAt: 0, endedAt: 125 * 60_000, reason: 'expert' },
      'Bob saw your screen for 2 h 5 min. The expert ended the session.',
    ],
    ['novice', { endedAt: 0, reason: 'novice-said-no' }, 'Bob asked to see your screen. You said no.'],
    ['novice', { endedAt: 0, reason: 'no-answer' }, 'Bob asked to see your screen. You did not answer in time.'],
    ['novice', { viewedAt: 0 }, 'Bob saw your screen. The record breaks off.'],
    [
      'expert',
      { viewedAt: 0, endedAt: 3_600_000, controlled: true, reason: 'expert' },
      'You saw the screen of Bob for 1 h and controlled that computer. You ended the session.',
    ],
    ['expert', { endedAt: 0, reason: 'novice-said-no' }, 'You asked to see the screen of Bob. The other person said no.'],
    [
      'expert',
      { endedAt: 0, name: null, reason: 'of-a-later-beside' },
      'You asked to see the screen of somebody. It ended: of-a-later-beside.',
    ],
  ])('of the %s: %j', (role, more, expected) => {
    expect(session(role, more)).toBe(expected);
  });
});
