import { CONSENT_TIMEOUT } from '@beside/assist';
import type { Overlay } from '@beside/desktop';
import { fileQuestion } from '../files/wording.js';
import { calledBy, checkNumberLine, sentence } from './wording.js';

/** Something that only the novice can say yes to. */
export interface NoviceQuestion {
  readonly about: 'consent' | 'control' | 'file';
  /** The question in one line. */
  readonly text: string;
  /** What to know before an answer. */
  readonly details: readonly string[];
  /** The file that it is about; `size` in bytes. */
  readonly file?: { readonly name: string; readonly size: number };
  /** When it is answered no by itself, in ms since 1970. */
  readonly expiresAt: number;
}

/** A place where the novice can answer. */
export interface Asker {
  /** @returns 'withdrawn' once `signal` aborts */
  ask(question: NoviceQuestion, signal: AbortSignal): Promise<'yes' | 'no' | 'withdrawn'>;
}

/** Asks above the desktop, where the novice's own mouse and keyboard alone count. */
export function overlayAsker(overlay: Overlay): Asker {
  const minutes = CONSENT_TIMEOUT / 60_000;
  return {
    ask: ({ text, details }, signal) => {
      const lines = [text, ...details, `Without an answer it is no after ${minutes} minutes.`];
      return overlay.ask({ title: 'Beside', lines, yes: 'Yes', no: 'No' }, signal);
    },
  };
}

/** Takes the question back that it came from; without effect once that is answered, or another took its place. */
export type Withdraw = () => void;

/** Puts one question at a time to the novice, at every place at once; the first answer counts. A new one takes the place of the last. */
export class Questions {
  readonly #askers: readonly Asker[];
  #open: AbortController | undefined;

  constructor(askers: readonly Asker[]) {
    this.#askers = askers;
  }

  /**
   * Asks whether the expert may see the screen.
   *
   * @param name the expert's, safe to show; undefined when it gave none
   * @param address where it connects from
   * @param checkNumber null when the expert's program cannot be verified
   * @param answered called with the answer, unless the question is withdrawn before
   */
  askConsent(name: string | undefined, address: string, checkNumber: string | null, answered: (yes: boolean) => void): Withdraw {
    const details = [
      `${sentence(calledBy(name))} has your invitation and its password, and connects from ${address}.`,
      checkNumber === null ? 'Which program and which person that is cannot be verified.' : checkNumberLine(checkNumber),
    ];
    return this.#ask({ about: 'consent', text: `Let ${calledBy(name)} see your screen?`, details }, answered);
  }

  /** Asks whether the expert may control the computer; parameters as of {@link askConsent}. */
  askControl(name: string | undefined, answered: (yes: boolean) => void): Withdraw {
    const details = ['Mouse and keyboard will obey both of you. Press Esc to take control back.'];
    return this.#ask({ about: 'control', text: `Let ${calledBy(name)} control your computer?`, details }, answered);
  }

  /**
   * Asks whether a file of the expert's is wanted.
   *
   * @param file its name, safe to show
   * @param size bytes
   */
  askFile(file: string, name: string | undefined, size: number, answered: (yes: boolean) => void): Withdraw {
    const details = ['It is only stored, not opened. Take it if you expect it and trust whoever sends it.'];
    const text = fileQuestion(calledBy(name), file, size);
    return this.#ask({ about: 'file', text, details, file: { name: file, size } }, answered);
  }

  #ask(asked: Omit<NoviceQuestion, 'expiresAt'>, answered: (yes: boolean) => void): Withdraw {
    this.#open?.abort();
    const open = new AbortController();
    this.#open = open;
    const settle = (answer: 'yes' | 'no' | 'withdrawn') => {
      if (open.signal.aborted || answer === 'withdrawn') return;
      open.abort();
      answered(answer === 'yes');
    };
    const question = { ...asked, expiresAt: Date.now() + CONSENT_TIMEOUT };
    for (const asker of this.#askers) void asker.ask(question, open.signal).then(settle);
    return () => open.abort();
  }
}
