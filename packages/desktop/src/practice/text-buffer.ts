/** More than this many UTF-16 units are not taken: a text that grows without end would make every key press slower. */
const LONGEST = 4000;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A text with a caret and a selection, edited by whole characters as people see them. Positions count UTF-16 units. */
export class TextBuffer {
  #text: string;
  #caret: number;
  /** Where the selection began; the caret is its other end. */
  #anchor: number;

  constructor(text: string) {
    this.#text = text;
    this.#caret = text.length;
    this.#anchor = this.#caret;
  }

  get text(): string {
    return this.#text;
  }

  get caret(): number {
    return this.#caret;
  }

  /** The selection; `start` and `end` are the same when there is none. */
  get selection(): { readonly start: number; readonly end: number } {
    return { start: Math.min(this.#caret, this.#anchor), end: Math.max(this.#caret, this.#anchor) };
  }

  get selected(): string {
    const { start, end } = this.selection;
    return this.#text.slice(start, end);
  }

  /** Puts text in the selection's place. What is longer than there is room for is cut between characters. */
  insert(text: string): void {
    const { start, end } = this.selection;
    const room = LONGEST - (this.#text.length - (end - start));
    const taken = text.length <= room ? text : cut(text, room);
    this.#text = this.#text.slice(0, start) + taken + this.#text.slice(end);
    this.moveTo(start + taken.length);
  }

  /** Takes the selection away, or the character before the caret. */
  backspace(): void {
    if (this.#caret === this.#anchor) this.#anchor = this.before(this.#caret);
    this.insert('');
  }

  /** Takes the selection away, or the character after the caret. */
  delete(): void {
    if (this.#caret === this.#anchor) this.#anchor = this.after(this.#caret);
    this.insert('');
  }

  selectAll(): void {
    this.#anchor = 0;
    this.#caret = this.#text.length;
  }

  /** @param selecting keeps the selection's other end where it is */
  moveTo(position: number, selecting = false): void {
    this.#caret = Math.min(this.#text.length, Math.max(0, position));
    if (!selecting) this.#anchor = this.#caret;
  }

  /** @returns where the character before a position starts */
  before(position: number): number {
    return position === 0 ? 0 : graphemes.segment(this.#text).containing(position - 1)!.index;
  }

  /** @returns where the character at a position ends */
  after(position: number): number {
    const segment = graphemes.segment(this.#text).containing(position);
    return segment ? segment.index + segment.segment.length : position;
  }
}

function cut(text: string, room: number): string {
  return room <= 0 ? '' : text.slice(0, graphemes.segment(text).containing(room)!.index);
}
