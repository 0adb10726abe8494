import type { Bar, Overlay, Point, Question, Rect, Size } from '../desktop.js';
import type { Context } from '../drawing/canvas.js';
import { contains, intersect } from '../geometry.js';
import { type Answer, Answering, type QuestionKey } from '../overlay/answering.js';
import { alarmColours, barCard, frameSides, frameThickness } from '../overlay/bar.js';
import { buttonAt, type Card, scaleFor } from '../overlay/card.js';
import { questionCard } from '../overlay/question.js';
import { Questions } from '../overlay/questions.js';

/** What the overlay tells. */
export interface PracticeOverlayHost {
  changed(area: Rect): void;
  barPressed(id: string): void;
}

/** A card and where it is on the screen. */
interface Placed {
  readonly card: Card;
  readonly area: Rect;
}

/** The overlay, drawn into the practice desktop's picture. Nothing but the novice's own presses reaches it. */
export class PracticeOverlay implements Overlay {
  readonly #host: PracticeOverlayHost;
  readonly #questions = new Questions((question) => this.#showQuestion(question));
  #size: Size;
  #asked: Question | null = null;
  #question: (Placed & { readonly answering: Answering }) | null = null;
  #shownBar: Bar | null = null;
  #bar: Placed | null = null;
  #frame: { readonly alarming: boolean } | null = null;
  #closed = false;

  constructor(size: Size, host: PracticeOverlayHost) {
    this.#size = size;
    this.#host = host;
  }

  ask(question: Question, signal: AbortSignal): Promise<Answer | 'withdrawn'> {
    return this.#closed ? Promise.resolve('withdrawn') : this.#questions.ask(question, signal);
  }

  bar(bar: Bar | null): void {
    if (this.#bar) this.#host.changed(this.#bar.area);
    this.#shownBar = bar;
    const card = bar && barCard(bar, scaleFor(this.#size), this.#size);
    this.#bar = card && { card, area: { x: Math.floor((this.#size.width - card.size.width) / 2), y: 0, ...card.size } };
    if (this.#bar) this.#host.changed(this.#bar.area);
  }

  frame(frame: { readonly alarming: boolean } | null): void {
    this.#frame = frame;
    for (const side of this.#sides()) this.#host.changed(side);
  }

  /** Whether a question is open, so that no key goes to a window. */
  get asking(): boolean {
    return this.#question !== null;
  }

  /** Whether a place is on the question or the bar, so that a press there goes to no window. */
  covers(at: Point): boolean {
    return [this.#question, this.#bar].some((placed) => placed && contains(placed.area, at));
  }

  /** A press of the novice's own. Returns whether it was on the overlay. */
  press(at: Point): boolean {
    const question = this.#question;
    if (question && contains(question.area, at)) {
      this.#answer(question.answering.press(inside(question, at), 0));
      return true;
    }
    const bar = this.#bar;
    if (!bar || !contains(bar.area, at)) return false;
    const button = buttonAt(bar.card, inside(bar, at));
    if (button) this.#host.barPressed(button.id);
    return true;
  }

  /** A key of the novice's own. Returns whether a question took it. */
  key(key: QuestionKey | undefined): boolean {
    if (!this.#question) return false;
    const { answering, area } = this.#question;
    this.#answer(answering.key(key, 0));
    this.#host.changed(area);
    return true;
  }

  paint(context: Context, area: Rect): void {
    if (this.#frame) {
      context.fillStyle = alarmColours(this.#frame.alarming).ground;
      for (const side of this.#sides()) context.fillRect(side.x, side.y, side.width, side.height);
    }
    for (const placed of [this.#bar, this.#question]) {
      if (!placed || !intersect(placed.area, area)) continue;
      context.save();
      context.beginPath();
      context.rect(placed.area.x, placed.area.y, placed.area.width, placed.area.height);
      context.clip();
      context.translate(placed.area.x, placed.area.y);
      placed.card.paint(context, placed === this.#question ? this.#question.answering.focused : null);
      context.restore();
    }
  }

  resize(size: Size): void {
    // The question stays the same one, with the button that the novice's keyboard is on.
    const focused = this.#question?.answering.focused ?? null;
    this.#size = size;
    this.bar(this.#shownBar);
    this.#showQuestion(this.#asked);
    if (this.#question) this.#question.answering.focused = focused;
  }

  /** Takes everything away. */
  close(): void {
    this.#closed = true;
    this.#questions.withdrawAll();
    this.bar(null);
    this.frame(null);
  }

  #showQuestion(question: Question | null): void {
    if (this.#question) this.#host.changed(this.#question.area);
    this.#asked = question;
    const card = question && questionCard(question, scaleFor(this.#size), this.#size);
    this.#question = card && {
      card,
      // No time passes on the practice desktop: nobody types there by accident.
      answering: new Answering(card, 0, 0),
      area: {
        x: Math.floor((this.#size.width - card.size.width) / 2),
        y: Math.floor((this.#size.height - card.size.height) / 2),
        ...card.size,
      },
    };
    if (this.#question) this.#host.changed(this.#question.area);
  }

  #answer(answer: Answer | undefined): void {
    if (answer) this.#questions.answer(answer);
  }

  #sides(): Rect[] {
    return frameSides(this.#size, frameThickness(scaleFor(this.#size)));
  }
}

function inside({ area }: Placed, at: Point): Point {
  return { x: at.x - area.x, y: at.y - area.y };
}
