import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { NOVICE_COMMANDS, type NoviceCommand } from '../src/novice/commands.js';
import { firstLine } from '../src/terminal/first-line.js';
import type { Streams } from '../src/terminal/lines.js';
import { SETTLE } from '../src/terminal/lines.js';
import { Terminal } from '../src/terminal/terminal.js';

interface Stage {
  readonly terminal: Terminal<NoviceCommand>;
  readonly commands: NoviceCommand[];
  readonly stdin: PassThrough;
  said(): string;
  asked(): string;
}

/** A terminal over streams that a test writes; with `tty` they say that they are one. */
function stage({ tty = false } = {}): Stage {
  const stdin = Object.assign(new PassThrough(), { isTTY: tty, setRawMode: () => stdin });
  const stdout = Object.assign(new PassThrough(), { isTTY: false });
  const stderr = Object.assign(new PassThrough(), { isTTY: tty, columns: 120 });
  const commands: NoviceCommand[] = [];
  const terminal = new Terminal({ stdin, stdout, stderr } as unknown as Streams, NOVICE_COMMANDS, (command) =>
    commands.push(command),
  );
  let said = '';
  let asked = '';
  stdout.on('data', (bytes) => {
    said += bytes;
  });
  stderr.on('data', (bytes) => {
    asked += bytes;
  });
  return { terminal, commands, stdin, said: () => said, asked: () => asked };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const settled = () => new Promise((resolve) => setTimeout(resolve, SETTLE + 20));
const never = () => new AbortController().signal;

describe('a pipe', () => {
  it('keeps the answers that it held before the first question, for the questions in turn', async () => {
    const { terminal, stdin } = stage();
    stdin.write('y\nn\n');
    await turn();
    expect(await terminal.ask('One?', never())).toBe('yes');
    expect(await terminal.ask('Two?', never())).toBe('no');
    terminal.close();
  });

  it('takes an answer while its question is open', async () => {
    const { terminal, stdin, asked } = stage();
    const answer = terminal.ask('Let Erika see your screen?', never());
    stdin.write('YES\n');
    expect(await answer).toBe('yes');
    expect(asked()).toBe('Let Erika see your screen? [y/N] \n');
    terminal.close();
  });

  it('does not keep an answer that came too late for a question that was withdrawn', async () => {
    const { terminal, stdin } = stage();
    const withdrawn = new AbortController();
    const first = terminal.ask('One?', withdrawn.signal);
    withdrawn.abort();
    expect(await first).toBe('withdrawn');
    stdin.write('y\n');
    await turn();
    let answered = false;
    void terminal.ask('Two?', never()).then(() => {
      answered = true;
    });
    await turn();
    await turn();
    expect(answered).toBe(false);
    terminal.close();
  });

  it('obeys commands at once, also before answers that wait', async () => {
    const { terminal, stdin, commands } = stage();
    stdin.write('y\ns\np\nc  Hello, how are you? \nf /tmp/my log.txt\nx\nq\n');
    await turn();
    expect(commands).toEqual([
      { type: 'stop' },
      { type: 'pause' },
      { type: 'chat', text: 'Hello, how are you?' },
      { type: 'send-file', path: '/tmp/my log.txt' },
      { type: 'cancel-files' },
      { type: 'quit' },
    ]);
    terminal.close();
  });

  it('ends nothing by its end', async () => {
    const { terminal, stdin, commands } = stage();
    stdin.end('y\n');
    await turn();
    await turn();
    expect(commands).toEqual([]);
    expect(await terminal.ask('One?', never())).toBe('yes');
    terminal.close();
  });

  it('answers what it does not understand with what there is, and a question stays open', async () => {
    const { terminal, stdin, said, asked } = stage();
    const answer = terminal.ask('One?', never());
    stdin.write('perhaps\nc\nf\n');
    await turn();
    expect(asked()).toMatch(/s: take control back.*\n.*q: end\n$/s);
    // A program that reads what happens, line by line, must not find it there.
    expect(said()).toBe('');
    stdin.write('n\n');
    expect(await answer).toBe('no');
    terminal.close();
  });

  it('takes an empty line for no, when something is asked', async () => {
    const { terminal, stdin } = stage();
    const answer = terminal.ask('One?', never());
    stdin.write('\n');
    expect(await answer).toBe('no');
    terminal.close();
  });
});

describe('a terminal', () => {
  it('forgets what was typed before the question, with and without Enter', async () => {
    const { terminal, stdin } = stage({ tty: true });
    stdin.write('y\ry\ry');
    await turn();
    let answer: string | undefined;
    void terminal.ask('One?', never()).then((given) => {
      answer = given;
    });
    await settled();
    stdin.write('\r');
    await turn();
    await turn();
    // The y before the question is gone: what is left of the line is empty, which is no.
    expect(answer).toBe('no');
    terminal.close();
  });

  it('drops what arrives right after the question, and what follows without a pause', async () => {
    const { terminal, stdin } = stage({ tty: true });
    let answer: string | undefined;
    void terminal.ask('One?', never()).then((given) => {
      answer = given;
    });
    for (let i = 0; i < 4; i++) {
      stdin.write('y\r');
      await new Promise((resolve) => setTimeout(resolve, SETTLE / 2));
    }
    expect(answer).toBeUndefined();
    await settled();
    stdin.write('y\r');
    await turn();
    await turn();
    expect(answer).toBe('yes');
    terminal.close();
  });

  it('ends by Ctrl+C at any time', async () => {
    const { terminal, stdin, commands } = stage({ tty: true });
    void terminal.ask('One?', never());
    stdin.write('\x03');
    await turn();
    expect(commands).toEqual([{ type: 'quit' }]);
    terminal.close();
  });

  it('writes what is told above what is being typed', async () => {
    const { terminal, stdin, said, asked } = stage({ tty: true });
    stdin.write('c hal');
    await turn();
    terminal.print('told');
    expect(said()).toBe('told\n');
    expect(asked()).toMatch(/\r\x1b\[K.*c hal/s);
    terminal.close();
  });
});

describe('a password from a pipe', () => {
  it('is the first line, and the rest stays for who reads next', async () => {
    const stream = new PassThrough();
    stream.write('first');
    setImmediate(() => stream.write(' line\r\ny\nn\n'));
    expect(await firstLine(stream as unknown as NodeJS.ReadStream)).toBe('first line');
    expect(stream.read()?.toString()).toBe('y\nn\n');
  });

  it('is what there is when the pipe ends before its first line does', async () => {
    const stream = new PassThrough();
    stream.end('all');
    expect(await firstLine(stream as unknown as NodeJS.ReadStream)).toBe('all');
  });
});
