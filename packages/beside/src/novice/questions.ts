import type { Overlay } from '@beside/desktop';
import type { Terminal } from '../terminal/terminal.js';
import { calledBy, sentence } from './wording.js';

/** What the novice can be asked. */
export type Asked = 'consent' | 'control';

const QUESTIONS = {
  consent: (name: string) => `Let ${name} see your screen?`,
  control: (name: string) => `Let ${name} control your computer?`,
};

/** Puts one question at a time to the novice, in the terminal and above the desktop at once; the first answer counts. */
export class Questions {
  readonly #terminal: Terminal;
  readonly #overlay: Overlay;
  #open: AbortController | undefined;

  constructor(terminal: Terminal, overlay: Overlay) {
    this.#terminal = terminal;
    this.#overlay = overlay;
  }

  /**
   * Asks.
   *
   * @param name the expert's, safe to show; undefined when it gave none
   * @param address where it connects from
   * @param answered called with the answer, unless the question is withdrawn before
   */
  ask(asked: Asked, name: string | undefined, address: string, answered: (yes: boolean) => void): void {
    this.withdraw();
    const open = new AbortController();
    this.#open = open;
    const text = QUESTIONS[asked](calledBy(name));
    const settle = (answer: 'yes' | 'no' | 'withdrawn') => {
      if (open.signal.aborted || answer === 'withdrawn') return;
      this.withdraw();
      answered(answer === 'yes');
    };
    const question = { title: 'Beside', lines: [text, ...details(asked, name, address)], yes: 'Yes', no: 'No' };
    void this.#overlay.ask(question, open.signal).then(settle);
    void this.#terminal.ask(text, open.signal).then(settle);
  }

  /** Takes the open question away; without effect when there is none. */
  withdraw(): void {
    const open = this.#open;
    this.#open = undefined;
    open?.abort();
  }
}

function details(asked: Asked, name: string | undefined, address: string): string[] {
  const who = sentence(calledBy(name));
  return asked === 'consent'
    ? [
        `${who} has your invitation and its password, and connects from ${address}.`,
        'Which program and which person that is cannot be verified.',
      ]
    : ['Mouse and keyboard will obey both of you. Press Esc to take control back.'];
}
