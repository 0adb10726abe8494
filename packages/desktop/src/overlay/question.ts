import type { Question, Size } from '../desktop.js';
import { type Context, fontOf } from '../drawing/canvas.js';
import { INK } from '../drawing/palette.js';
import { drawLine, LINE_HEIGHT, wrapText } from '../drawing/text.js';
import { type Card, type CardButton, LETTERS, measuring, paintButton } from './card.js';

/** Pixels at scale 1. */
const WIDEST = 520;
const MARGIN = 22;
const GAP = 12;
const BUTTON_HEIGHT = 42;

interface PlacedLine {
  readonly text: string;
  readonly y: number;
  readonly size: number;
  readonly weight: 'regular' | 'bold';
}

/**
 * Lays a question out: title, lines, and two buttons of the same size and look, since neither answer is the one to press.
 * Whatever the lines hold, the card stays within the room and both buttons on it: lines that do not fit are left out.
 *
 * @param scale see {@link scaleFor}
 * @param room the largest the card may be, in pixels
 */
export function questionCard(question: Question, scale: number, room: Size): Card {
  const pixels = (length: number) => Math.round(length * scale);
  const width = Math.min(room.width, pixels(WIDEST));
  const margin = Math.min(pixels(MARGIN), Math.floor(width / 12));
  const inner = width - 2 * margin;
  const buttonHeight = Math.min(pixels(BUTTON_HEIGHT), Math.floor(room.height / 3));

  const letters = pixels(LETTERS);
  const titleLetters = pixels(LETTERS * 1.2);
  const measure = measuring(letters);

  const placed: PlacedLine[] = [];
  const end = room.height - 2 * margin - buttonHeight;
  let y = margin;
  const place = (texts: readonly string[], size: number, weight: 'regular' | 'bold') => {
    const lineHeight = Math.round(size * LINE_HEIGHT);
    for (const text of texts) {
      if (y + lineHeight > end) return;
      placed.push({ text, y, size, weight });
      y += lineHeight;
    }
  };
  place(wrapped(measuring(titleLetters, 'bold'), question.title, inner), titleLetters, 'bold');
  for (const line of question.lines) {
    y += Math.round(margin / 3);
    place(wrapped(measure, line, inner), letters, 'regular');
  }

  const buttonY = Math.min(y + margin, room.height - margin - buttonHeight);
  const gap = pixels(GAP);
  const buttonWidth = Math.floor((inner - gap) / 2);
  const buttons: CardButton[] = [
    { id: 'yes', label: question.yes, area: { x: margin, y: buttonY, width: buttonWidth, height: buttonHeight } },
    {
      id: 'no',
      label: question.no,
      area: { x: margin + inner - buttonWidth, y: buttonY, width: buttonWidth, height: buttonHeight },
    },
  ];
  const size = { width, height: buttonY + buttonHeight + margin };

  return {
    size,
    buttons,
    paint(context, focused) {
      paintGround(context, size, Math.max(2, pixels(2)));
      for (const line of placed) {
        context.font = fontOf(line.size, line.weight);
        context.fillStyle = line.weight === 'bold' ? INK.title : INK.text;
        drawLine(context, line.text, { x: margin, y: line.y, width: inner }, line.size);
      }
      for (const button of buttons) {
        paintButton(
          context,
          button,
          letters,
          button.id === focused
            ? { fill: INK.buttonFocused, label: INK.labelFocused, edge: INK.buttonFocused }
            : { fill: INK.button, label: INK.label, edge: INK.edge },
        );
      }
    },
  };
}

function wrapped(context: Context, text: string, width: number): string[] {
  return wrapText(context, text, width).map(({ start, end }) => text.slice(start, end).trimEnd());
}

function paintGround(context: Context, size: Size, line: number): void {
  context.fillStyle = INK.edge;
  context.fillRect(0, 0, size.width, size.height);
  context.fillStyle = INK.card;
  context.fillRect(line, line, size.width - 2 * line, size.height - 2 * line);
}
