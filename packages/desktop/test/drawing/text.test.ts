import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fontOf } from '../../src/drawing/canvas.js';
import { Drawing } from '../../src/drawing/drawing.js';
import { cutText, drawLine, runsRightToLeft, wrapText } from '../../src/drawing/text.js';

const { context } = new Drawing({ width: 1, height: 1 });
context.font = fontOf(15);

/** Texts of words, blanks, line feeds, both directions and characters of several units. */
const texts = fc
  .array(fc.constantFrom('a', 'word', 'incomprehensibilities', ' ', '  ', '\n', 'שלום', 'é', '👍🏽', 'e\u0301', '-'), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));

describe('wrapped text', () => {
  it('holds all of the text and no line that is too wide, unless one character alone is', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 300 }), (text, width) => {
        const lines = wrapText(context, text, width);
        let at = 0;
        for (const { start, end } of lines) {
          expect(text.slice(at, start)).toMatch(/^\n?$/);
          expect(end).toBeGreaterThanOrEqual(start);
          const shown = text.slice(start, end).trimEnd();
          const characters = [...new Intl.Segmenter('en').segment(shown)].length;
          if (characters > 1) expect(context.measureText(shown).width).toBeLessThanOrEqual(width);
          at = end;
        }
        expect(at).toBe(text.length);
      }),
      { numRuns: 200 },
    );
  });

  it('breaks after blanks, at line feeds, and inside a word that has no room', () => {
    const lines = (text: string, width: number) => wrapText(context, text, width).map(({ start, end }) => text.slice(start, end));
    expect(lines('one two three', 70)).toEqual(['one two ', 'three']);
    expect(lines('one\n\ntwo', 500)).toEqual(['one', '', 'two']);
    expect(lines('', 500)).toEqual(['']);
    expect(lines('mmmmmmmm', 40).join('')).toBe('mmmmmmmm');
    expect(lines('mmmmmmmm', 40).length).toBeGreaterThan(2);
  });

  it('is cut with a mark, and only where it must be', () => {
    expect(cutText(context, 'short', 500)).toBe('short');
    const cut = cutText(context, 'much too long for this', 80);
    expect(cut).toMatch(/^much.*…$/);
    expect(context.measureText(cut).width).toBeLessThanOrEqual(80);
  });
});

describe('right-to-left text', () => {
  it('is told by its first letter', () => {
    expect(runsRightToLeft('שלום world')).toBe(true);
    expect(runsRightToLeft('123 مرحبا')).toBe(true);
    expect(runsRightToLeft('hello שלום')).toBe(false);
    expect(runsRightToLeft('123')).toBe(false);
  });

  it('stands at the right side of its box', () => {
    const drawing = new Drawing({ width: 200, height: 30 });
    const inked = (text: string) => {
      drawing.context.fillStyle = '#ffffff';
      drawing.context.fillRect(0, 0, 200, 30);
      drawing.context.fillStyle = '#000000';
      drawing.context.font = fontOf(15);
      drawLine(drawing.context, text, { x: 0, y: 4, width: 200 }, 15);
      const pixels = drawing.bgrx();
      const columns = Array.from({ length: 200 }, (_, x) => x).filter((x) =>
        Array.from({ length: 30 }, (_, y) => pixels[(y * 200 + x) * 4]!).some((value) => value < 128),
      );
      return { first: columns[0]!, last: columns.at(-1)! };
    };
    expect(inked('hello').first).toBeLessThan(5);
    expect(inked('hello').last).toBeLessThan(60);
    expect(inked('שלום').first).toBeGreaterThan(140);
    expect(inked('שלום').last).toBeGreaterThan(194);
  });
});
