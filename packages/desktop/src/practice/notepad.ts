import type { Button, Point } from '../desktop.js';
import { type Context, fontOf } from '../drawing/canvas.js';
import { drawLine, runsRightToLeft, type TextLine, wrapText } from '../drawing/text.js';
import { measuring } from '../overlay/card.js';
import type { App, AppHost } from './app.js';
import type { Key, NamedKey } from './keyboard.js';
import { LETTERS, LOOK } from './look.js';
import type { PointerName } from './pointers.js';
import { TextBuffer } from './text-buffer.js';

const WELCOME = `Welcome to the practice desktop.

Nothing here is real, so try everything: write in this window, draw in the next one, press buttons, drag the windows by their titles.

`;
const SIZE = { width: 460, height: 312 };
const MARGIN = 12;
const INNER = SIZE.width - 2 * MARGIN;
const LINE = 22;
const ROWS = Math.floor((SIZE.height - 2 * MARGIN) / LINE);

/** A sheet to write on, with caret, selection and the clipboard's three commands. */
export class Notepad implements App {
  readonly title = 'Notes';
  readonly colour = '#5aa9e6';
  readonly size = SIZE;
  readonly #host: AppHost;
  readonly #buffer = new TextBuffer(WELCOME);
  readonly #measure = measuring(LETTERS);
  #lines: TextLine[] = [];
  #top = 0;
  #selecting = false;

  constructor(host: AppHost) {
    this.#host = host;
    this.#layOut();
  }

  paint(context: Context, active: boolean): void {
    context.fillStyle = LOOK.paper;
    context.fillRect(0, 0, SIZE.width, SIZE.height);
    context.font = fontOf(LETTERS);
    const { start, end } = this.#buffer.selection;
    for (const [row, line] of this.#lines.slice(this.#top, this.#top + ROWS).entries()) {
      const y = MARGIN + row * LINE;
      if (end > line.start && start <= line.end && end > start) {
        const from = this.#xOf(line, Math.max(start, line.start));
        const to = this.#xOf(line, Math.min(end, line.end));
        context.fillStyle = LOOK.selection;
        context.fillRect(Math.min(from, to), y, Math.max(4, Math.abs(to - from)), LINE);
      }
      context.fillStyle = LOOK.text;
      drawLine(context, this.#textOf(line), { x: MARGIN, y, width: INNER }, LETTERS);
    }
    const row = this.#caretRow() - this.#top;
    if (!active || row < 0 || row >= ROWS) return;
    context.fillStyle = LOOK.accent;
    context.fillRect(
      Math.round(this.#xOf(this.#lines[this.#caretRow()]!, this.#buffer.caret)),
      MARGIN + row * LINE + 1,
      2,
      LINE - 3,
    );
  }

  pointerAt(): PointerName {
    return 'text';
  }

  press(at: Point, button: Button): void {
    if (button !== 'left') return;
    this.#selecting = true;
    this.#edit(() => this.#buffer.moveTo(this.#positionAt(at)));
  }

  drag(at: Point): void {
    if (this.#selecting) this.#edit(() => this.#buffer.moveTo(this.#positionAt(at), true));
  }

  release(): void {
    this.#selecting = false;
  }

  key(key: Key): void {
    this.#edit(() => {
      if (key.type === 'character') this.#buffer.insert(key.text);
      else if (key.type === 'named') this.#named(key.name, key.shift);
      else this.#command(key.letter);
    });
  }

  scroll(lines: number): void {
    this.#scrollTo(this.#top - lines);
  }

  #named(name: NamedKey, shift: boolean): void {
    const buffer = this.#buffer;
    if (name === 'Enter') buffer.insert('\n');
    else if (name === 'Tab') buffer.insert('    ');
    else if (name === 'Backspace') buffer.backspace();
    else if (name === 'Delete') buffer.delete();
    else buffer.moveTo(this.#destination(name), shift);
  }

  /** Where a key that moves the caret moves it to. */
  #destination(name: NamedKey): number {
    const { caret } = this.#buffer;
    const row = this.#caretRow();
    switch (name) {
      case 'Left':
        return this.#buffer.before(caret);
      case 'Right':
        return this.#buffer.after(caret);
      case 'Up':
        return this.#sameColumn(row - 1);
      case 'Down':
        return this.#sameColumn(row + 1);
      case 'PageUp':
        return this.#sameColumn(row - ROWS);
      case 'PageDown':
        return this.#sameColumn(row + ROWS);
      case 'Home':
        return this.#lines[row]!.start;
      case 'End':
        return this.#lastIn(row);
      default:
        return caret;
    }
  }

  #command(letter: string): void {
    const buffer = this.#buffer;
    if (letter === 'a') buffer.selectAll();
    if (letter === 'v') buffer.insert(plain(this.#host.clipboard() ?? ''));
    if ((letter === 'c' || letter === 'x') && buffer.selected !== '') {
      this.#host.copy(buffer.selected);
      if (letter === 'x') buffer.delete();
    }
  }

  /** Does something to the buffer and tells which lines look different after it. */
  #edit(change: () => void): void {
    const before = this.#rows();
    const top = this.#top;
    change();
    this.#layOut();
    const row = this.#caretRow();
    this.#scrollTo(Math.min(row, Math.max(row - ROWS + 1, this.#top)));
    if (this.#top !== top) return;
    const after = this.#rows();
    for (let index = 0; index < ROWS; index++) {
      if (before[index] !== after[index]) {
        this.#host.changed({ x: 0, y: MARGIN + index * LINE, width: SIZE.width, height: LINE });
      }
    }
  }

  /** All that decides how each visible row looks. */
  #rows(): string[] {
    const { start, end } = this.#buffer.selection;
    const caretRow = this.#caretRow();
    return this.#lines.slice(this.#top, this.#top + ROWS).map((line, index) => {
      const within = (position: number) => Math.min(line.end + 1, Math.max(line.start, position)) - line.start;
      const caret = caretRow === this.#top + index ? this.#buffer.caret - line.start : -1;
      const selection = end > start ? `${within(start)}-${within(end)}` : '';
      return `${caret} ${selection} ${this.#textOf(line)}`;
    });
  }

  #layOut(): void {
    this.#lines = wrapText(this.#measure, this.#buffer.text, INNER);
  }

  #scrollTo(row: number): void {
    const top = Math.max(0, Math.min(Math.trunc(row), this.#lines.length - ROWS));
    if (top === this.#top) return;
    this.#top = top;
    this.#host.changed({ x: 0, y: 0, ...SIZE });
  }

  #textOf(line: TextLine): string {
    return this.#buffer.text.slice(line.start, line.end);
  }

  #caretRow(): number {
    const { caret } = this.#buffer;
    return this.#lines.findLastIndex(({ start }) => start <= caret);
  }

  /** The last place for the caret that is still in a row: the end of a wrapped line is the start of the next. */
  #lastIn(row: number): number {
    const { end } = this.#lines[row]!;
    return this.#lines[row + 1]?.start === end ? this.#buffer.before(end) : end;
  }

  #xOf(line: TextLine, position: number): number {
    const text = this.#textOf(line);
    const advance = this.#measure.measureText(text.slice(0, position - line.start)).width;
    return runsRightToLeft(text) ? MARGIN + INNER - advance : MARGIN + advance;
  }

  #positionAt(at: Point): number {
    const row = this.#top + Math.floor((at.y - MARGIN) / LINE);
    return this.#nearest(Math.min(this.#lines.length - 1, Math.max(0, row)), at.x);
  }

  #sameColumn(row: number): number {
    if (row < 0) return 0;
    if (row >= this.#lines.length) return this.#buffer.text.length;
    return this.#nearest(row, this.#xOf(this.#lines[this.#caretRow()]!, this.#buffer.caret));
  }

  /** The place in a row that is nearest to an x. */
  #nearest(row: number, x: number): number {
    const line = this.#lines[row]!;
    const last = this.#lastIn(row);
    let best = line.start;
    let distance = Number.POSITIVE_INFINITY;
    for (let position = line.start; ; position = this.#buffer.after(position)) {
      const away = Math.abs(this.#xOf(line, position) - x);
      if (away < distance) {
        best = position;
        distance = away;
      }
      if (position >= last) return best;
    }
  }
}

/** A clipboard's text as the sheet takes it: line feeds alone end lines, and no other control characters. */
function plain(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, '    ')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '');
}
