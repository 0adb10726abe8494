import { openSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';

/** Where lines come from and go to. */
export interface Lines {
  /** Whether what arrives while no question is open may be the answer to a later one. */
  readonly answersAhead: boolean;
  /** Writes a line for people or programs. */
  print(line: string): void;
  /** Writes a line for the person who types, never among what programs read. */
  remark(line: string): void;
  /** Shows a question where the person types, and forgets whatever was typed before it; '' takes it away. */
  prompt(question: string): void;
  close(): void;
}

/** What is told of them. */
export interface LineListener {
  line(text: string): void;
  /** There is nobody at the terminal any more: end of file, or the person asked for the end by Ctrl+C. */
  gone(): void;
}

/** The streams of a process. */
export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** Lines of a terminal where there is one, else of a pipe. */
export function openLines(streams: Streams, listener: LineListener): Lines {
  const { stdin, stdout, stderr } = streams;
  // What is printed may go to a file while the person sits at the terminal: questions then go to the other stream.
  // A terminal is read key by key whatever is redirected: in its own line mode, keys typed ahead would answer a question.
  if (!stdin.isTTY) return new PipedLines(streams, listener);
  const screen = stdout.isTTY ? stdout : stderr.isTTY ? stderr : new WriteStream(openSync('/dev/tty', 'w'));
  return new TerminalLines(streams, screen, listener);
}

const CTRL_C = 0x03;

/** How long a question must have stood without a key before keys count, in ms. */
export const SETTLE = 200;

/**
 * A terminal, key by key, so that nothing which was typed ahead lies in the system's line buffer to answer a question
 * that was not asked yet: an expert in control may have typed it. Keys count only once a question has stood for {@link SETTLE}
 * without any; what the system still delivers late is dropped with them.
 */
class TerminalLines implements Lines {
  readonly answersAhead = false;
  readonly #streams: Streams;
  readonly #screen: NodeJS.WriteStream;
  readonly #listener: LineListener;
  /** What counts of the keys. */
  readonly #keys = new PassThrough();
  readonly #readline: Interface;
  /** When the last key, or the question, came, while keys do not count yet; undefined once they do. */
  #unsettled: number | undefined;
  readonly #typed = (bytes: Buffer) => this.#take(bytes);
  readonly #ended = () => this.#listener.gone();

  constructor(streams: Streams, screen: NodeJS.WriteStream, listener: LineListener) {
    this.#streams = streams;
    this.#screen = screen;
    this.#listener = listener;
    this.#readline = createInterface({ input: this.#keys, output: screen, terminal: true, prompt: '', historySize: 0 });
    this.#readline.on('line', (line) => listener.line(line));
    this.#readline.on('SIGINT', () => listener.gone());
    this.#readline.on('close', () => listener.gone());
    streams.stdin.setRawMode(true);
    streams.stdin.on('data', this.#typed);
    streams.stdin.on('end', this.#ended);
    // A terminal that is closed under the program gives an error before its SIGHUP arrives.
    streams.stdin.on('error', this.#ended);
  }

  print(line: string): void {
    this.#write(this.#streams.stdout, line);
  }

  remark(line: string): void {
    this.#write(this.#screen, line);
  }

  prompt(question: string): void {
    this.#readline.write(null, { ctrl: true, name: 'e' });
    this.#readline.write(null, { ctrl: true, name: 'u' });
    this.#readline.setPrompt(question);
    this.#unsettled = question === '' ? undefined : performance.now();
    this.#screen.write('\r\x1b[K');
    this.#readline.prompt();
  }

  close(): void {
    const { stdin } = this.#streams;
    stdin.off('data', this.#typed);
    stdin.off('end', this.#ended);
    stdin.off('error', this.#ended);
    this.#readline.removeAllListeners('close');
    this.#readline.close();
    stdin.setRawMode(false);
    stdin.pause();
  }

  /** The question and what is being typed make place, and stand below again afterwards. */
  #write(stream: NodeJS.WriteStream, line: string): void {
    this.#screen.write('\r\x1b[K');
    stream.write(`${line}\n`);
    this.#readline.prompt(true);
  }

  #take(bytes: Buffer): void {
    if (bytes.includes(CTRL_C)) {
      this.#listener.gone();
      return;
    }
    if (this.#unsettled !== undefined) {
      const now = performance.now();
      const quiet = now - this.#unsettled;
      this.#unsettled = quiet < SETTLE ? now : undefined;
      if (quiet < SETTLE) return;
    }
    this.#keys.write(bytes);
  }
}

/** A pipe or a file: answers may have been written before the question. */
class PipedLines implements Lines {
  readonly answersAhead = true;
  readonly #streams: Streams;
  readonly #readline: Interface;

  constructor(streams: Streams, listener: LineListener) {
    this.#streams = streams;
    // The end of the file ends nothing: it only says that no more answers come this way.
    this.#readline = createInterface({ input: streams.stdin, terminal: false });
    this.#readline.on('line', (line) => listener.line(line));
  }

  print(line: string): void {
    this.#streams.stdout.write(`${line}\n`);
  }

  remark(line: string): void {
    this.#streams.stderr.write(`${line}\n`);
  }

  prompt(question: string): void {
    if (question !== '') this.#streams.stderr.write(`${question}\n`);
  }

  close(): void {
    this.#readline.close();
    this.#streams.stdin.pause();
  }
}
