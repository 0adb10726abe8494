import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/**
 * Asks for a password on the terminal; what is typed is not shown.
 *
 * @param prompt shown on `output`, which is not standard output, so that the program's answer can be piped on
 * @returns what was typed, undefined when nothing was
 */
export async function askPassword(
  prompt: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<string | undefined> {
  // readline echoes to its output: it gets one that swallows, and stays in charge of backspace. In raw
  // mode Ctrl+C is a key like any other; here it ends the program as it does everywhere.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input, output: silent, terminal: true });
  const endBy = (signal: NodeJS.Signals) => {
    terminal.close();
    process.kill(process.pid, signal);
  };
  terminal.once('SIGINT', () => endBy('SIGINT'));
  // Node gives the terminal back on SIGINT and SIGTERM, but not on this one.
  process.once('SIGHUP', endBy);
  output.write(prompt);
  try {
    return (await new Promise<string>((resolve) => terminal.once('line', resolve).once('close', () => resolve('')))) || undefined;
  } finally {
    process.off('SIGHUP', endBy);
    terminal.close();
    output.write('\n');
  }
}
