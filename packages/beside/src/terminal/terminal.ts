import { type Lines, openLines, type Streams } from './lines.js';

/** What a person can say while a program runs, besides answers. */
export interface Commands<Command> {
  /** One line that tells them all. */
  readonly help: string;
  /** End of the program: also Ctrl+C, and the end of a terminal. */
  readonly quit: Command;
  /** The command of a letter and what follows it (may be empty); undefined when there is none. */
  parse(letter: string, rest: string): Command | undefined;
}

/** Most answers that are kept for questions to come. */
const ANSWERS_AHEAD = 16;

/**
 * The person at the terminal: questions, and commands at any time.
 *
 * Commands act at once, also while a question is open. Answers count while their question is open; from a pipe, those that were
 * there before the first question are kept for the questions in turn, so that a script can say yes ahead. An answer that
 * comes later and finds no question open is not kept: it may have been meant for one that was just withdrawn.
 */
export class Terminal<Command> {
  readonly #lines: Lines;
  readonly #commands: Commands<Command>;
  readonly #obey: (command: Command) => void;
  readonly #ahead: boolean[] = [];
  #asked = false;
  #answer: ((yes: boolean) => void) | undefined;
  #gone = false;

  constructor(streams: Streams, commands: Commands<Command>, obey: (command: Command) => void) {
    this.#commands = commands;
    this.#obey = obey;
    this.#lines = openLines(streams, {
      line: (text) => this.#line(text.trim()),
      gone: () => this.#quit(),
    });
  }

  /** Writes a line. Nothing in it may come from outside unless it was made safe to show. */
  print(line: string): void {
    this.#lines.print(line);
  }

  /** Answers the person who typed, beside what programs read. The same holds for what is in it. */
  remark(line: string): void {
    this.#lines.remark(line);
  }

  /**
   * Asks a question whose answer is no unless somebody says yes.
   *
   * @returns 'withdrawn' once `signal` aborts
   */
  ask(question: string, signal: AbortSignal): Promise<'yes' | 'no' | 'withdrawn'> {
    this.#asked = true;
    const ahead = this.#ahead.shift();
    if (ahead !== undefined) return Promise.resolve(ahead ? 'yes' : 'no');
    return new Promise((resolve) => {
      const finish = (answer: 'yes' | 'no' | 'withdrawn') => {
        this.#answer = undefined;
        signal.removeEventListener('abort', withdraw);
        this.#lines.prompt('');
        resolve(answer);
      };
      const withdraw = () => finish('withdrawn');
      signal.addEventListener('abort', withdraw);
      this.#answer = (yes) => finish(yes ? 'yes' : 'no');
      this.#lines.prompt(`${question} [y/N] `);
      if (signal.aborted) withdraw();
    });
  }

  /** Lets go of the terminal. */
  close(): void {
    this.#gone = true;
    this.#lines.close();
  }

  #line(text: string): void {
    const yes = /^(y|yes)$/i.test(text);
    if (yes || /^(n|no)$/i.test(text)) this.#answered(yes);
    else if (text === '') this.#answer?.(false);
    else this.#command(text);
  }

  #answered(yes: boolean): void {
    if (this.#answer) this.#answer(yes);
    else if (this.#lines.answersAhead && !this.#asked && this.#ahead.length < ANSWERS_AHEAD) this.#ahead.push(yes);
    else this.remark('Nothing is being asked.');
  }

  #command(text: string): void {
    const [, letter, rest = ''] = /^(\S)(?:\s+(.*))?$/s.exec(text) ?? [];
    const command = letter && this.#commands.parse(letter, rest);
    if (!command) this.remark(this.#commands.help);
    else if (command === this.#commands.quit) this.#quit();
    else this.#obey(command);
  }

  #quit(): void {
    if (this.#gone) return;
    this.#obey(this.#commands.quit);
  }
}
