import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeFileName } from '../../src/files/file-name.js';

const names: readonly [what: string, name: string, safe: string][] = [
  ['a plain name stays', 'report.pdf', 'report.pdf'],
  ['as does one with blanks, letters of the world and joined emoji', 'Über uns 家族 👨‍👩‍👧.odt', 'Über uns 家族 👨‍👩‍👧.odt'],
  ['an archive keeps both its extensions', 'beside-0.1.tar.gz', 'beside-0.1.tar.gz'],
  ['a path of Unix loses its folders', '/etc/cron.d/job', 'job'],
  ['a path of Windows does too', 'C:\\Windows\\System32\\drivers\\etc\\hosts', 'hosts'],
  ['and a path that climbs', '../../../.ssh/authorized_keys', 'authorized_keys'],
  ['and one that climbs both ways', '..\\../..\\x', 'x'],
  ['nothing but a way up leaves nothing', '..', 'file'],
  ['nor does a folder', 'folder/', 'file'],
  ['nor does nothing', '', 'file'],
  ['nor do blanks and dots', ' . .. ', 'file'],
  ['nor does what cannot be seen', '\u200b\u2060\u00ad\ufeff\u0000', 'file'],
  ['a hidden file is shown', '.bashrc', 'bashrc'],
  ['an option is none', '--help', 'help'],
  ['nor is one behind dots', '.-.-rf', 'rf'],
  ['a drive is none', 'C:evil.txt', 'C_evil.txt'],
  ['an alternate data stream is none', 'notes.txt:evil.exe', 'notes.txt_evil.exe'],
  ['nor is that which stands for the file itself', 'a.asp::$DATA', 'a.asp__$DATA'],
  ['what a shell or Windows would take for more goes', 'a<b>c"d|e?f*g', 'a_b_c_d_e_f_g'],
  ['a device is none', 'CON', '_CON'],
  ['in no case of its letters', 'nUl', '_nUl'],
  ['with no extension', 'com1.txt', '_com1.txt'],
  ['nor with two', 'LPT9.tar.gz', '_LPT9.tar.gz'],
  ['nor with a superscript digit', 'COM¹', '_COM¹'],
  ['nor with blanks between', 'aux .txt', '_aux.txt'],
  ['nor behind what is cut off', '.. prn. ', '_prn'],
  ['what only begins like a device stays', 'console.log', 'console.log'],
  ['dots and blanks at the end go: Windows leaves them out', 'evil.exe. . ', 'evil.exe'],
  ['control characters go', 'a\u0000b\u001b[2Jc\r\nd\u009b', 'ab[2Jcd'],
  ['what turns the order of letters goes', 'invoice\u202efdp.exe', 'invoicefdp.exe'],
  ['blanks that push the extension away are one', `report.pdf${' \u00a0\u3000'.repeat(40)}.exe`, 'report.pdf.exe'],
  ['lone surrogates go', 'a\ud800b', 'ab'],
];

describe('the name of a file from outside', () => {
  for (const [what, name, safe] of names)
    it(`${what}: ${JSON.stringify(name).slice(0, 40)}`, () => expect(safeFileName(name)).toBe(safe));

  it('is cut to 64 characters, and the extension stays', () => {
    const name = safeFileName(`${'x'.repeat(10_000)}.jpeg`);
    expect(name).toBe(`${'x'.repeat(59)}.jpeg`);
  });

  it('is cut anywhere when what looks like an extension is a name itself', () => {
    expect(safeFileName(`a.${'y'.repeat(10_000)}`)).toBe(`a.${'y'.repeat(62)}`);
  });

  it('is cut to what file systems take, which count bytes and not characters', () => {
    const name = safeFileName(`${'💾'.repeat(64)}.bin`);
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(200);
    expect(name).toMatch(/^💾+\.bin$/u);
  });

  it('ends in neither a blank nor a dot where it was cut', () => {
    expect(safeFileName(`${'x'.repeat(59)} ${'y'.repeat(20)}.txt`)).toBe(`${'x'.repeat(59)}.txt`);
    expect(safeFileName(`${'x'.repeat(63)}${'.'.repeat(20_000)}x${'x'.repeat(20)}`)).toBe('x'.repeat(63));
  });

  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.constantFrom('..', '/', '\\', ':', '.', ' ', '-', 'CON', 'nul', 'COM1', '\u202e', '\u0000', '.txt', '💾'),
  );
  const hostile = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));

  it('is harmless whatever was sent, and a safe name is its own', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const safe = safeFileName(name);
        expect(safe).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u200b\ufeff/\\:<>"|?*]/u);
        expect(safe).not.toMatch(/^[. -]|[. ]$/);
        expect(safe).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d) *(\.|$)/i);
        expect([...safe].length).toBeGreaterThan(0);
        expect([...safe].length).toBeLessThanOrEqual(64);
        expect(new TextEncoder().encode(safe).length).toBeLessThanOrEqual(200);
        expect(safeFileName(safe)).toBe(safe);
      }),
      { numRuns: 2000 },
    );
  });
});
