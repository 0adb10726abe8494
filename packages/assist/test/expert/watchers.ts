import { expect } from 'vitest';
import type { ExpertEvent, NoviceEvent } from '../../src/index.js';

/** What the pictures of tests are made of. */
export const MARK = { waiting: 1, desktop: 2 } as const;

/**
 * What must be true of a novice's events alone, with nothing of its state machine known: consent, control, pause and questions
 * are followed by what the listener was told and what the novice's user answered.
 */
export class NoviceWatcher {
  consented = false;
  controlling = false;
  paused = false;
  question: 'consent' | 'control' | 'file' | undefined;
  /** The file of the question, if that is what it is about. */
  offered: string | undefined;
  /** Files on their way, by direction. */
  readonly coming = new Set<string>();
  readonly going = new Set<string>();
  mayBeHeld = false;
  ended = false;

  hear(event: NoviceEvent): void {
    expect(this.ended, `${event.type} after the end`).toBe(false);
    switch (event.type) {
      case 'consent-needed':
      case 'control-needed':
        this.#ask(event.type === 'consent-needed' ? 'consent' : 'control');
        break;
      case 'file-offered':
        expect(this.consented, 'a file before consent').toBe(true);
        this.#ask('file');
        this.offered = event.id;
        break;
      case 'question-withdrawn':
        this.question = undefined;
        break;
      case 'viewing':
        this.#answered('consent');
        this.consented = true;
        break;
      case 'controlling':
        this.#answered('control');
        this.controlling = true;
        break;
      case 'input':
        expect([this.consented, this.controlling, this.paused, this.question], 'an input outside of control').toEqual([
          true,
          true,
          false,
          undefined,
        ]);
        this.mayBeHeld = true;
        break;
      case 'release-input':
        this.mayBeHeld = false;
        break;
      case 'control-ended':
        expect([this.controlling, this.mayBeHeld], 'control that ends').toEqual([true, false]);
        this.controlling = false;
        break;
      case 'paused':
        expect(this.mayBeHeld, 'paused with a key held').toBe(false);
        this.paused = true;
        break;
      case 'resumed':
        this.paused = false;
        break;
      case 'file-accepted':
        this.going.add(event.id);
        break;
      case 'file-block':
        expect(this.coming.has(event.id), 'a block of a file that nobody wanted').toBe(true);
        break;
      case 'file-done':
      case 'file-cancelled':
      case 'file-refused':
      case 'file-failed':
        this.coming.delete(event.id);
        this.going.delete(event.id);
        break;
      case 'chat':
      case 'typing':
        expect(this.consented, `${event.type} before consent`).toBe(true);
        break;
      case 'ended':
        expect([this.controlling, this.mayBeHeld, this.question], 'what is left at the end').toEqual([false, false, undefined]);
        expect(this.coming.size + this.going.size, 'files at the end').toBe(0);
        this.consented = false;
        this.ended = true;
        break;
    }
  }

  /** Knowledge of the desktop leaves. */
  tells(): void {
    expect([this.consented, this.paused], 'the monitors of the desktop').toEqual([true, false]);
  }

  /** A picture leaves. */
  sends(mark: number | undefined): void {
    if (mark === MARK.desktop) expect([this.consented, this.paused], 'a pixel of the desktop').toEqual([true, false]);
    else expect(this.consented, 'a waiting picture after consent').toBe(false);
  }

  #ask(question: 'consent' | 'control' | 'file'): void {
    expect([this.question, this.mayBeHeld], 'a question while another is open or a key is held').toEqual([undefined, false]);
    this.question = question;
  }

  #answered(question: 'consent' | 'control'): void {
    expect(this.question).toBe(question);
    this.question = undefined;
  }
}

/** The same for an expert. */
export class ExpertWatcher {
  viewing = false;
  asking = false;
  controlling = false;
  paused = false;
  ended = false;
  /** The file that the expert is asked about. */
  offered: string | undefined;
  readonly coming = new Set<string>();
  readonly going = new Set<string>();
  pictures = 0;

  hear(event: ExpertEvent): void {
    expect(this.ended, `${event.type} after the end`).toBe(false);
    switch (event.type) {
      case 'picture':
        for (const rect of event.rects) {
          const desktop = rect.data.some((byte) => byte === MARK.desktop);
          expect(desktop && !this.viewing, 'a pixel of the desktop before consent').toBe(false);
          if (desktop) this.pictures++;
        }
        break;
      case 'monitors':
        expect(this.viewing, 'monitors before consent').toBe(true);
        break;
      case 'viewing':
        expect(this.viewing).toBe(false);
        this.viewing = true;
        break;
      case 'control-asked':
        expect([this.viewing, this.asking, this.controlling]).toEqual([true, false, false]);
        this.asking = true;
        break;
      case 'controlling':
      case 'control-refused':
      case 'control-withdrawn':
        expect(this.asking, `${event.type} without a question`).toBe(true);
        this.asking = false;
        this.controlling = event.type === 'controlling';
        break;
      case 'control-ended':
        expect(this.controlling).toBe(true);
        this.controlling = false;
        break;
      case 'paused':
      case 'resumed':
        this.paused = event.type === 'paused';
        break;
      case 'file-offered':
        expect(this.viewing, 'a file before consent').toBe(true);
        this.offered = event.id;
        break;
      case 'file-accepted':
        this.going.add(event.id);
        break;
      case 'file-block':
        expect(this.coming.has(event.id), 'a block of a file that nobody wanted').toBe(true);
        break;
      case 'file-done':
      case 'file-cancelled':
      case 'file-refused':
      case 'file-failed':
        this.coming.delete(event.id);
        this.going.delete(event.id);
        break;
      case 'chat':
      case 'typing':
        expect(this.viewing, `${event.type} before consent`).toBe(true);
        break;
      case 'refused':
        expect(this.viewing, 'refused while it sees').toBe(false);
        break;
      case 'ended':
        expect([this.controlling, this.coming.size + this.going.size]).toEqual([false, 0]);
        this.viewing = false;
        this.ended = true;
        break;
    }
  }

  /** An input was sent. */
  sends(): void {
    expect([this.viewing, this.controlling, this.paused, this.ended], 'an input outside of control').toEqual([
      true,
      true,
      false,
      false,
    ]);
  }
}
