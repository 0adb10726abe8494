import type { Point, Rect, Size } from '../desktop.js';
import { type Context, fontOf } from '../drawing/canvas.js';
import { Drawing } from '../drawing/drawing.js';
import { cutText, drawLine, LINE_HEIGHT } from '../drawing/text.js';
import { contains } from '../geometry.js';

/** A window of the overlay as it looks: how large it is, where its buttons are, and how to paint it. The same on every backend. */
export interface Card {
  readonly size: Size;
  readonly buttons: readonly CardButton[];
  /**
   * @param context its origin is the card's top left corner
   * @param focused the button that the keyboard is on
   */
  paint(context: Context, focused: string | null): void;
}

/** A button; its area counts from the card's top left corner. */
export interface CardButton {
  readonly id: string;
  readonly label: string;
  readonly area: Rect;
}

/** A button's two colours and the line around it. */
export interface ButtonColours {
  readonly fill: string;
  readonly label: string;
  readonly edge: string;
}

/** The size of the letters in a card, in pixels at scale 1. */
export const LETTERS = 15;

/**
 * How large the overlay is drawn on a screen, so that a question has about the same share of a small and of a 4K screen.
 *
 * @returns 1 to 4, in quarters
 */
export function scaleFor(screen: Size): number {
  return Math.min(4, Math.max(1, Math.round((screen.height / 864) * 4) / 4));
}

/** @returns the button at a place in the card, or undefined */
export function buttonAt(card: Card, at: Point): CardButton | undefined {
  return card.buttons.find(({ area }) => contains(area, at));
}

/** A context that measures letters of one size. */
export function measuring(letters: number, weight: 'regular' | 'bold' = 'regular'): Context {
  const { context } = new Drawing({ width: 1, height: 1 });
  context.font = fontOf(letters, weight);
  return context;
}

/** Paints a button; a label that is too long for it is cut. */
export function paintButton(context: Context, button: CardButton, letters: number, colours: ButtonColours): void {
  const { x, y, width, height } = button.area;
  const line = Math.max(1, Math.round(letters / 12));
  context.beginPath();
  context.roundRect(x + line / 2, y + line / 2, width - line, height - line, letters / 3);
  context.fillStyle = colours.fill;
  context.fill();
  context.lineWidth = line;
  context.strokeStyle = colours.edge;
  context.stroke();
  context.fillStyle = colours.label;
  context.font = fontOf(letters, 'bold');
  const lineHeight = Math.round(letters * LINE_HEIGHT);
  const label = cutText(context, button.label, width - letters);
  drawLine(context, label, { x, y: y + Math.round((height - lineHeight) / 2), width }, letters, 'center');
}
