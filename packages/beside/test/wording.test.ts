import { expect, it } from 'vitest';
import type { Report } from '../src/novice/report.js';
import { grouped, linesOf, shellWord } from '../src/novice/wording.js';

const INVITED: Extract<Report, { event: 'invited' }> = {
  event: 'invited',
  for: 'windows',
  file: '/home/erika/My files/Invitation.msrcincident',
  link: null,
  password: 'BCDFGHJKLMNP',
  expires: '2030-01-01T12:00:00.000Z',
  display: 'X11 display :0',
  port: 29170,
  candidates: ['192.0.2.5', 'fe80::1%eth0'],
  fingerprint: 'aa:bb',
  viewOnly: false,
};

it('prints the exact line that opens the invitation with FreeRDP, quoted for a shell', () => {
  expect(linesOf(INVITED)).toContain(
    "  xfreerdp '/home/erika/My files/Invitation.msrcincident' /assistance:BCDFGHJKLMNP /cert:ignore",
  );
});

it('says what an invitation for other programs costs, and how to check the certificate', () => {
  const text = linesOf(INVITED).join('\n');
  expect(text).toContain('cannot verify');
  expect(text).toContain('/cert:fingerprint:sha256:aa:bb');
  expect(text).toContain('BCDF GHJK LMNP');
});

it('says so when the expert’s program shows a part of the screen only', () => {
  expect(linesOf({ event: 'picture-cut', name: null, width: 800, height: 600 })).toEqual([
    'The expert sees the upper left part of your screen only (800 by 600): that program keeps its size.',
  ]);
});

it('prints the link of an invitation for Beside, and the line that opens its file with Beside', () => {
  const lines = linesOf({ ...INVITED, for: 'beside', file: '/home/erika/Invitation.beside', link: 'beside:QmVz' });
  expect(lines).toContain('or as a link beside:QmVz');
  expect(lines).toContain('  npx beside expert --file /home/erika/Invitation.beside');
  expect(lines.join('\n')).not.toContain('xfreerdp');
});

it('tells the check number, or that nobody can be verified', () => {
  const asked = { event: 'consent-asked', name: 'Erika', address: '192.0.2.7' } as const;
  expect(linesOf({ ...asked, checkNumber: '123456' }).join()).toContain('Check number 123 456: ask whether');
  expect(linesOf({ ...asked, checkNumber: null }).join()).toContain('cannot be verified');
});

it('says so when it is the practice desktop that is shown', () => {
  expect(linesOf({ ...INVITED, display: 'practice desktop' })[0]).toMatch(/^This is the practice desktop/);
});

it.each([
  ['BCDFGHJKLMNP', 'BCDF GHJK LMNP'],
  ['my own password', 'my own password'],
])('shows the password %s as %s', (password, shown) => {
  expect(grouped(password)).toBe(shown);
});

it.each([
  ['/tmp/a.msrcincident', '/tmp/a.msrcincident'],
  ["it's here", String.raw`'it'\''s here'`],
  ['$(x)', "'$(x)'"],
])('writes %s for a shell as %s', (text, word) => {
  expect(shellWord(text)).toBe(word);
});

it('names the expert where it has a name, and begins every sentence with a capital', () => {
  expect(linesOf({ event: 'controlling', name: 'Erika' })[0]).toMatch(/^Erika controls/);
  expect(linesOf({ event: 'controlling', name: null })[0]).toMatch(/^The expert controls/);
});

it('has a sentence for every event', () => {
  const reports: Report[] = [
    { event: 'connecting', address: '192.0.2.7' },
    { event: 'consent-asked', name: null, address: '192.0.2.7', checkNumber: null },
    { event: 'viewing', name: null },
    { event: 'question-withdrawn', name: null },
    { event: 'control-refused', name: null, why: 'view-only' },
    { event: 'control-ended', name: null, by: 'escape' },
    { event: 'paused' },
    { event: 'resumed' },
    { event: 'chat', name: 'Erika', text: 'one\ntwo' },
    { event: 'chat-dropped', name: null },
    { event: 'refused', why: 'wrong-password', address: '192.0.2.7' },
    { event: 'ended', reason: 'expert' },
    { event: 'closed', why: 'void' },
  ];
  for (const report of reports) expect(linesOf(report).join(' '), report.event).toMatch(/\S/);
  expect(linesOf({ event: 'chat', name: 'Erika', text: 'one\ntwo' })).toEqual(['Erika: one', '    two']);
});
