import type { Context } from './canvas.js';

/** Letters of the scripts that run from right to left; the first letter of a text decides, as Unicode's bidirectional algorithm has it (UAX #9, P2 and P3). */
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]/u;
const LETTER = /\p{L}/u;

/** How tall a line is, in multiples of the letters' size. */
export const LINE_HEIGHT = 1.4;
/** How far the letters' base line is below the top of their line, in multiples of the letters' size. */
export const BASE_LINE = 1.07;

/** @returns whether a text runs from right to left */
export function runsRightToLeft(text: string): boolean {
  const first = LETTER.exec(text)?.[0];
  return first !== undefined && RIGHT_TO_LEFT.test(first);
}

/** One line of a wrapped text: `text.slice(start, end)`; the blank that a line was broken at belongs to the line before. */
export interface TextLine {
  readonly start: number;
  readonly end: number;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Breaks a text into lines: at line feeds, after blanks, and inside a word that is wider than a line.
 *
 * @param context its font is the one measured with
 * @param width pixels a line may be wide
 * @returns at least one line; together they hold the whole text but for the line feeds
 */
export function wrapText(context: Context, text: string, width: number): TextLine[] {
  const lines: TextLine[] = [];
  let start = 0;
  for (const paragraph of text.split('\n')) {
    wrapParagraph(context, text, start, start + paragraph.length, width, lines);
    start += paragraph.length + 1;
  }
  return lines;
}

function wrapParagraph(context: Context, text: string, start: number, end: number, width: number, lines: TextLine[]): void {
  const fits = (from: number, to: number) => context.measureText(text.slice(from, to).trimEnd()).width <= width;
  let lineStart = start;
  let lineEnd = start;
  for (const match of text.slice(start, end).matchAll(/\S*\s+|\S+$/g)) {
    const wordEnd = start + match.index + match[0].length;
    if (!fits(lineStart, wordEnd)) {
      if (lineEnd > lineStart) lines.push({ start: lineStart, end: lineEnd });
      lineStart = lineEnd;
      if (!fits(lineStart, wordEnd)) lineStart = breakWord(context, text, lineStart, wordEnd, width, lines);
    }
    lineEnd = wordEnd;
  }
  lines.push({ start: lineStart, end: Math.max(lineEnd, end) });
}

/** Cuts a word that is wider than a line between characters as people see them. Returns where its last line starts. */
function breakWord(context: Context, text: string, start: number, end: number, width: number, lines: TextLine[]): number {
  let lineStart = start;
  for (const { index, segment } of graphemes.segment(text.slice(start, end))) {
    const next = start + index + segment.length;
    if (start + index > lineStart && context.measureText(text.slice(lineStart, next).trimEnd()).width > width) {
      lines.push({ start: lineStart, end: start + index });
      lineStart = start + index;
    }
  }
  return lineStart;
}

/**
 * Draws one line, at the side where its script begins or in the middle.
 *
 * @param box where the line's box is and how wide, in pixels; `y` is its top
 * @param size of the letters, in pixels; the context's font is of that size
 */
export function drawLine(
  context: Context,
  text: string,
  box: { readonly x: number; readonly y: number; readonly width: number },
  size: number,
  align: 'start' | 'center' = 'start',
): void {
  const rightToLeft = runsRightToLeft(text);
  context.direction = rightToLeft ? 'rtl' : 'ltr';
  context.textAlign = align === 'center' ? 'center' : rightToLeft ? 'right' : 'left';
  context.textBaseline = 'alphabetic';
  const x = align === 'center' ? box.x + box.width / 2 : rightToLeft ? box.x + box.width : box.x;
  context.fillText(text, x, box.y + Math.round(size * BASE_LINE));
}

/**
 * Cuts a text that is wider than its place, and marks the cut.
 *
 * @param context its font is the one measured with
 * @param width pixels there are
 */
export function cutText(context: Context, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (context.measureText(`${kept}${segment}…`).width > width) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
