import type { Size } from '../desktop.js';
import { fontOf } from './canvas.js';
import { Drawing } from './drawing.js';
import { INK } from './palette.js';
import { drawLine, LINE_HEIGHT, wrapText } from './text.js';

/**
 * The plain picture that an expert sees while nothing of the desktop may leave: words in the middle of a calm ground.
 *
 * @param size of the picture, in pixels
 * @param lines plain text, already made safe to show; a line too wide is broken, and what does not fit in height is left out
 * @returns BGRX, rows top down, `width * 4` bytes a row; the same for the same input
 */
export function waitingPicture(size: Size, lines: readonly string[]): Uint8Array {
  const picture = new Uint8Array(size.width * size.height * 4);
  new Uint32Array(picture.buffer).fill(wordOf(INK.ground));
  const letters = Math.round(Math.min(40, Math.max(10, size.width / 36, size.height / 24)));
  const lineHeight = Math.round(letters * LINE_HEIGHT);
  const width = Math.min(size.width, Math.max(1, Math.round(size.width * 0.86)));
  const wrapped = measured(letters, (context) =>
    lines.flatMap((line) => wrapText(context, line, width).map(({ start, end }) => line.slice(start, end).trimEnd())),
  ).slice(0, Math.max(1, Math.floor(size.height / lineHeight)));
  // Only the words are drawn, not the ground around them: a surface as large as the screen is slow and heavy.
  const words = new Drawing({ width, height: Math.min(size.height, lineHeight * wrapped.length) });
  const { context } = words;
  context.fillStyle = INK.ground;
  context.fillRect(0, 0, words.size.width, words.size.height);
  context.fillStyle = INK.onGround;
  context.font = fontOf(letters);
  for (const [row, line] of wrapped.entries()) drawLine(context, line, { x: 0, y: row * lineHeight, width }, letters, 'center');
  words.copyTo(picture, size.width * 4, {
    x: Math.floor((size.width - words.size.width) / 2),
    y: Math.floor((size.height - words.size.height) / 2),
    ...words.size,
  });
  return picture;
}

function measured<T>(letters: number, measure: (context: Drawing['context']) => T): T {
  const { context } = new Drawing({ width: 1, height: 1 });
  context.font = fontOf(letters);
  return measure(context);
}

/** "#rrggbb" as a pixel in memory order blue, green, red, 255 (little endian, as every processor that Node.js runs on in practice). */
function wordOf(colour: string): number {
  return (0xff000000 | Number.parseInt(colour.slice(1), 16)) >>> 0;
}
