import type { Bar, Rect, Size } from '../desktop.js';
import { fontOf } from '../drawing/canvas.js';
import { INK } from '../drawing/palette.js';
import { cutText, drawLine, LINE_HEIGHT } from '../drawing/text.js';
import { type Card, type CardButton, LETTERS, measuring, paintButton } from './card.js';

/** Pixels at scale 1. */
const HEIGHT = 40;
const MARGIN = 6;
const HANDLE = 16;
const BUTTON_PADDING = 14;
const FRAME = 4;

/** The colour of bar and frame, and of what is written on it. */
export function alarmColours(alarming: boolean): { readonly ground: string; readonly ink: string } {
  return alarming ? { ground: INK.controlled, ink: INK.onControlled } : { ground: INK.seen, ink: INK.onSeen };
}

/** @returns how thick the frame around the desktop is, in pixels */
export function frameThickness(scale: number): number {
  return Math.round(FRAME * scale);
}

/** @returns the frame's four sides, along the inside of the screen's edges; they do not overlap */
export function frameSides({ width, height }: Size, thickness: number): Rect[] {
  return [
    { x: 0, y: 0, width, height: thickness },
    { x: 0, y: height - thickness, width, height: thickness },
    { x: 0, y: thickness, width: thickness, height: Math.max(1, height - 2 * thickness) },
    { x: width - thickness, y: thickness, width: thickness, height: Math.max(1, height - 2 * thickness) },
  ];
}

/**
 * Lays the bar out in one row: a handle to move it by, its text, its buttons. The buttons come first: a text for which no
 * room is left is cut.
 *
 * @param scale see {@link scaleFor}
 * @param room the largest the bar may be, in pixels
 */
export function barCard(bar: Bar, scale: number, room: Size): Card {
  const pixels = (length: number) => Math.round(length * scale);
  const margin = pixels(MARGIN);
  const letters = pixels(LETTERS);
  const height = Math.min(pixels(HEIGHT), room.height);
  const bold = measuring(letters, 'bold');
  const spent = pixels(HANDLE) + 2 * margin;
  const share = Math.floor((room.width - spent) / Math.max(1, bar.buttons.length)) - margin;
  const widths = bar.buttons.map(({ label }) =>
    Math.max(1, Math.min(share, Math.ceil(bold.measureText(label).width) + 2 * pixels(BUTTON_PADDING))),
  );
  const forButtons = widths.reduce((sum, width) => sum + width + margin, 0);
  const regular = measuring(letters);
  const textRoom = Math.max(
    0,
    Math.min(Math.ceil(regular.measureText(bar.text).width), room.width - spent - forButtons - margin),
  );
  const text = cutText(regular, bar.text, textRoom);
  const textX = pixels(HANDLE) + margin;

  let x = textX + textRoom + 2 * margin;
  const buttons: CardButton[] = bar.buttons.map(({ id, label }, index) => {
    const width = widths[index]!;
    const area = { x, y: margin, width, height: height - 2 * margin };
    x += width + margin;
    return { id, label, area };
  });
  const size = { width: Math.min(room.width, x), height };
  const { ground, ink } = alarmColours(bar.alarming);

  return {
    size,
    buttons,
    paint(context) {
      context.fillStyle = ground;
      context.fillRect(0, 0, size.width, size.height);
      context.fillStyle = ink;
      const dot = Math.max(1, pixels(2));
      for (let row = 0; row < 3; row++) {
        for (let column = 0; column < 2; column++) {
          context.fillRect(
            pixels(HANDLE) / 2 + (column * 2 - 1) * dot,
            Math.round(height / 2) + (row - 1) * 3 * dot - dot / 2,
            dot,
            dot,
          );
        }
      }
      context.font = fontOf(letters);
      const lineHeight = Math.round(letters * LINE_HEIGHT);
      drawLine(context, text, { x: textX, y: Math.round((height - lineHeight) / 2), width: textRoom }, letters);
      for (const button of buttons) paintButton(context, button, letters, { fill: ink, label: ground, edge: ink });
    },
  };
}
