import type { Overlay } from '@beside/desktop';
import { fileQuestion } from '../files/wording.js';
import type { Terminal } from '../terminal/terminal.js';
import { calledBy, checkNumberLine, sentence } from './wording.js';

/** Puts one question at a time to the novice, in the terminal and above the desktop at once; the first answer counts. */
export class Questions {
  readonly #terminal: Pick<Terminal<unknown>, 'ask'>;
  readonly #overlay: Overlay;
  #open: AbortController | undefined;

  constructor(terminal: Pick<Terminal<unknown>, 'ask'>, overlay: Overlay) {
    this.#terminal = terminal;
    this.#overlay = overlay;
  }

  /**
   * Asks whether the expert may see the screen.
   *
   * @param name the expert's, safe to show; undefined when it gave none
   * @param address where it connects from
   * @param checkNumber null when the expert's program cannot be verified
   * @param answered called with the answer, unless the question is withdrawn before
   */
  askConsent(name: string | undefined, address: string, checkNumber: string | null, answered: (yes: boolean) => void): void {
    const details = [
      `${sentence(calledBy(name))} has your invitation and its password, and connects from ${address}.`,
      checkNumber === null ? 'Which program and which person that is cannot be verified.' : checkNumberLine(checkNumber),
    ];
    this.#ask(`Let ${calledBy(name)} see your screen?`, details, answered);
  }

  /** Asks whether the expert may control the computer; parameters as of {@link askConsent}. */
  askControl(name: string | undefined, answered: (yes: boolean) => void): void {
    const details = ['Mouse and keyboard will obey both of you. Press Esc to take control back.'];
    this.#ask(`Let ${calledBy(name)} control your computer?`, details, answered);
  }

  /**
   * Asks whether a file of the expert's is wanted.
   *
   * @param file its name, safe to show
   * @param size bytes
   */
  askFile(file: string, name: string | undefined, size: number, answered: (yes: boolean) => void): void {
    const details = ['It is only stored, not opened. Take it if you expect it and trust whoever sends it.'];
    this.#ask(fileQuestion(calledBy(name), file, size), details, answered);
  }

  /** Takes the open question away; without effect when there is none. */
  withdraw(): void {
    const open = this.#open;
    this.#open = undefined;
    open?.abort();
  }

  #ask(text: string, details: readonly string[], answered: (yes: boolean) => void): void {
    this.withdraw();
    const open = new AbortController();
    this.#open = open;
    const settle = (answer: 'yes' | 'no' | 'withdrawn') => {
      if (open.signal.aborted || answer === 'withdrawn') return;
      this.withdraw();
      answered(answer === 'yes');
    };
    const question = { title: 'Beside', lines: [text, ...details], yes: 'Yes', no: 'No' };
    void this.#overlay.ask(question, open.signal).then(settle);
    void this.#terminal.ask(text, open.signal).then(settle);
  }
}
