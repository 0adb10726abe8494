import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayable, displayableName, fromUtf8, fromUtf16, utf8, utf16 } from '../src/index.js';

describe('UTF-8', () => {
  it('agrees with the platform for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8(text)).toEqual(new TextEncoder().encode(text));
        expect(fromUtf8(utf8(text))).toBe(text.replace(/[\ud800-\udfff]/gu, '\ufffd'));
      }),
    );
  });

  it('agrees with the platform for bytes that are no text', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const ours = fromUtf8(bytes).replace(/\ufffd+/g, '\ufffd');
        const platform = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replace(/\ufffd+/g, '\ufffd');
        expect(ours).toBe(platform);
      }),
    );
  });
});

describe('UTF-16', () => {
  it('brings every well-formed text back', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => void expect(fromUtf16(utf16(text))).toBe(text)));
  });

  it('replaces a surrogate that stands alone and drops an odd byte', () => {
    expect(fromUtf16(Uint8Array.of(0x41, 0, 0x00, 0xd8, 0x42, 0, 0x43))).toBe('A\ufffdB');
  });
});

describe('displayable', () => {
  it('takes away what could write over or turn round what Beside says', () => {
    expect(displayableName(' \u202eeman\u202c\x1b[2J\u0007\u009b31m Ann\u200f ')).toBe('eman[2J31m Ann');
  });

  it('keeps line ends only where lines are wanted', () => {
    expect(displayable('a\nb\tc\rd', 99, { lines: true })).toBe('a\nb\tcd');
    expect(displayable('a\nb', 99)).toBe('ab');
  });

  it('cuts by characters that people see as one code point, never through a pair', () => {
    const cut = displayableName('😀'.repeat(10_000));
    expect([...cut]).toHaveLength(64);
    expect(cut.endsWith('…')).toBe(true);
    expect(cut.startsWith('😀')).toBe(true);
  });
});
