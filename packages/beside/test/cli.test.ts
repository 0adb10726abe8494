import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBesideInvitation, openTicket, readTicket, type WindowsTicket } from '@beside/ticket';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { scrypt } from '../src/scrypt.js';

// Whole programs, two of them at times, beside whatever else the tests start.
vi.setConfig({ testTimeout: 90_000 });

/** The built program, as a person runs it. */
const program = fileURLToPath(new URL('../bin/beside.js', import.meta.url));
let folder: string;
const running: ChildProcess[] = [];

beforeAll(() => {
  if (!existsSync(new URL('../dist/cli.js', import.meta.url))) throw new Error('run "npx tsc -b" first');
  folder = mkdtempSync(join(tmpdir(), 'beside-cli-'));
});
afterEach(() => {
  for (const child of running.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** One run of the program. */
class Run {
  readonly child: ChildProcess;
  readonly code: Promise<number | null>;
  stdout = '';
  stderr = '';

  constructor(...args: string[] | [{ readonly program: string; readonly args: readonly string[] }]) {
    const [first] = args;
    const command = typeof first === 'object' ? first : { program: process.execPath, args: [program, ...(args as string[])] };
    // What it keeps for its user stays in the tests' folder.
    const env: NodeJS.ProcessEnv = { ...process.env, XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder };
    delete env['DISPLAY'];
    this.child = spawn(command.program, command.args, { cwd: folder, env });
    running.push(this.child);
    this.child.stdout?.on('data', (text) => {
      this.stdout += text;
    });
    this.child.stderr?.on('data', (text) => {
      this.stderr += text;
    });
    this.code = new Promise((resolve) => this.child.once('close', resolve));
  }

  /** Waits for something on standard output. */
  async says(what: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = what.exec(this.stdout);
      if (found) return found;
      if (this.child.exitCode !== null) throw new Error(`ended before ${what}: ${this.stdout}${this.stderr}`);
      await new Promise((resolve) => this.child.stdout?.once('data', resolve).once('close', resolve));
    }
  }

  /** Waits for an event of `--json`. */
  async event(name: string): Promise<Record<string, unknown>> {
    for (;;) {
      const events = this.stdout.split('\n').flatMap((text) => (text.endsWith('}') ? [JSON.parse(text)] : []));
      const found = events.find((event) => event.event === name);
      if (found) return found;
      if (this.child.exitCode !== null) throw new Error(`ended before "${name}": ${this.stdout}${this.stderr}`);
      await new Promise((resolve) => this.child.stdout?.once('data', resolve).once('close', resolve));
    }
  }
}

const novice = (...args: string[]) => new Run('novice', '--display', 'practice', '--json', ...args);

function windowsTicket(path: string): WindowsTicket {
  const ticket = readTicket(readFileSync(path));
  if (ticket.kind !== 'windows') throw new Error('not an invitation for Windows');
  return ticket;
}

describe('wrong use ends with 2', () => {
  it.each([
    [['frobnicate'], /unknown command/],
    [['novice', '--frobnicate'], /unknown option/],
    [['novice', '--expires', 'soon'], /30m, 6h or 2d/],
    [['novice', '--port', '70000'], /1 to 65535/],
    [['novice', '--for', 'mac'], /beside, windows, xp/],
    [['novice', '--password', 'short'], /at least 6 characters/],
    [['novice', 'a', 'b'], /too many arguments/],
    [['expert'], /Say --file or --link/],
    [['expert', '--file', 'a.beside', '--link', 'beside:a'], /cannot be used with/],
    [['expert', '--file', 'a.beside', '--ui', 'page'], /terminal, browser, none/],
    [['expert', '--ui', 'browser', '--password', 'x'], /the page asks about that: leave --password out/],
    [['novice', '--ui', 'browser', '--for', 'windows'], /leave --for out/],
    [['--frobnicate'], /unknown option/],
    [['expert', 'a.beside'], /too many arguments/],
  ])('%j', async (args, message) => {
    const run = new Run(...args);
    expect(await run.code).toBe(2);
    expect(run.stderr).toMatch(message);
    expect(run.stdout).toBe('');
  });

  it('a password from standard input that is too short', async () => {
    const run = novice('--password', '-');
    run.child.stdin?.end('short\n');
    expect(await run.code).toBe(2);
  });
});

it('help is help, and ends with 0', async () => {
  const run = new Run('novice', '--help');
  expect(await run.code).toBe(0);
  expect(run.stdout).toContain('--view-only');
  expect(run.stdout).toContain("printf 'y\\ny\\n' | beside novice");
});

describe('an invitation', () => {
  it('is sealed for Beside, as a file and as the same link, and opens with its password', async () => {
    const run = novice('--file', 'a.beside', '--password', 'my own password');
    const invited = await run.event('invited');
    run.child.stdin?.write('q\n');
    expect(await run.code).toBe(0);
    expect(invited).toMatchObject({ for: 'beside' });
    const text = readFileSync(join(folder, 'a.beside'));
    expect(text.toString()).toContain(`\r\n${invited['link']}\r\n`);
    expect(text.toString()).not.toContain(userInfo().username);
    const ticket = readTicket(text);
    if (ticket.kind !== 'beside') throw new Error('it is of another kind');
    const opened = await openBesideInvitation(ticket, 'my own password', { scrypt }, Date.now());
    expect(opened.candidates.map(({ port }) => port)).toContain(invited['port']);
    expect(Buffer.from(opened.certificate).toString('hex')).toBe(String(invited['fingerprint']).replaceAll(':', ''));
  });

  it('for Windows writes a ticket that opens with its password and says where to connect, and ends with 0 by q', async () => {
    const run = novice('--file', 'a.msrcincident', '--for', 'windows');
    const invited = await run.event('invited');
    const file = join(folder, 'a.msrcincident');
    expect(invited).toMatchObject({ file, display: 'practice desktop', viewOnly: false, for: 'windows', link: null });
    const password = String(invited['password']);
    expect(password).toMatch(/^[B-DF-HJ-NP-TV-Z2-9]{12}$/);
    const ticket = windowsTicket(file);
    expect(ticket).toMatchObject({ form: 'type2', connectionString1: undefined });
    const { candidates } = openTicket(ticket, password);
    expect(candidates.map(({ port }) => port)).toContain(invited['port']);
    expect(ticket.expires).toBeCloseTo(Date.now() + 6 * 3600_000, -5);
    run.child.stdin?.write('q\n');
    expect(await run.code).toBe(0);
    expect(await run.event('closed')).toMatchObject({ why: 'novice' });
    expect(run.stderr).toBe('');
  });

  it('for Windows XP has its connection string in the clear as well', async () => {
    const run = novice('--file', 'xp.msrcincident', '--for', 'xp');
    await run.event('invited');
    expect(windowsTicket(join(folder, 'xp.msrcincident')).connectionString1).toBeDefined();
    run.child.kill('SIGTERM');
    expect(await run.code).toBe(0);
  });

  it('takes its password from the first line of standard input, and commands from the next', async () => {
    const run = novice('--file', 'b.msrcincident', '--password', '-');
    run.child.stdin?.write('my own password\nq\n');
    expect(await run.event('invited')).toMatchObject({ password: 'my own password' });
    expect(await run.code).toBe(0);
  });

  it('takes another port than one that stands already, and both let their port go', async () => {
    const one = novice('--file', 'c.msrcincident');
    const { port } = await one.event('invited');
    const other = novice('--file', 'd.msrcincident');
    expect((await other.event('invited'))['port']).not.toBe(port);
    const taken = novice('--file', 'e.msrcincident', '--port', String(port));
    expect(await taken.code).toBe(1);
    expect(taken.stderr).toContain(`Port ${port} is taken`);
    expect(existsSync(join(folder, 'e.msrcincident'))).toBe(false);
    for (const run of [one, other]) {
      run.child.kill('SIGTERM');
      expect(await run.code).toBe(0);
    }
  });

  it('overwrites no file, and says so with exit code 1 and without a stack', async () => {
    const first = novice('--file', 'f.msrcincident');
    await first.event('invited');
    first.child.stdin?.write('q\n');
    await first.code;
    const second = novice('--file', 'f.msrcincident');
    expect(await second.code).toBe(1);
    expect(second.stderr).toMatch(/is there already.*--force/);
    expect(second.stderr).not.toMatch(/^\s+at /m);
  });

  it('that nobody used before it expired ends with 1', async () => {
    const run = novice('--file', 'g.msrcincident', '--expires', '1s');
    expect(await run.code).toBe(1);
    expect(await run.event('closed')).toMatchObject({ why: 'expired' });
  });

  it.each(['windows', 'beside'])('for %s is not disturbed by whoever connects and talks nonsense', async (form) => {
    const run = novice('--file', `h.${form}`, '--for', form);
    const port = Number((await run.event('invited'))['port']);
    for (const bytes of ['GET / HTTP/1.0\r\n\r\n', '\x16\x03\x01\x02\x00', '\x03\x00\x00\x05\xff', '']) {
      await new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.end(Buffer.from(bytes, 'latin1'), resolve));
        socket.on('error', () => resolve());
        socket.resume();
      });
    }
    await run.event('refused');
    run.child.stdin?.write('q\n');
    expect(await run.code).toBe(0);
    expect(run.stderr).toBe('');
  });
});

describe('an expert', () => {
  const sealed = fileURLToPath(new URL('../../ticket/test/fixtures/f-beside-1.beside', import.meta.url));
  const expert = (...args: string[]) => new Run('expert', '--ui', 'none', '--json', ...args);
  const events = (run: Run): { event: string; [field: string]: unknown }[] =>
    run.stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));

  it.each([
    ['wrong', 'wrong-password', /does not fit/],
    ['', 'password-needed', /is protected/],
  ])('with the password "%s" is told so before anything is sent', async (password, code, message) => {
    const run = expert('--file', sealed, '--password', password);
    expect(await run.code).toBe(1);
    expect(events(run)).toMatchObject([{ event: 'failed', code }]);
    expect(run.stderr).toMatch(message);
    expect(run.stderr).not.toMatch(/^\s+at /m);
  });

  it('that gave its password through a pipe which stays open ends all the same', async () => {
    const run = expert('--file', sealed, '--password', '-');
    run.child.stdin?.write('wrong\n');
    expect(await run.code).toBe(1);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    'that gets %s while the password is asked for ends at once, and leaves the terminal as it was',
    async (signal, code) => {
      const command = `sh -c 'echo "pid=$$."; exec "$0" "$@"' ${process.execPath} ${program} expert --link beside:x; echo "code=$?."; stty`;
      const terminal = new Run({ program: 'script', args: ['-qec', command, '/dev/null'] });
      await terminal.says(/Password of the invitation/);
      const [, pid] = await terminal.says(/pid=(\d+)\./);
      process.kill(Number(pid), signal);
      const [, ended] = await terminal.says(/code=(\d+)\./);
      expect(Number(ended)).toBe(code);
      expect(await terminal.code).toBe(0);
      expect(terminal.stdout).not.toMatch(/-(icanon|echo)\b/);
    },
  );

  it('without the file is told so, with exit code 1 and without a stack', async () => {
    const run = expert('--file', 'not-there.beside', '--password', 'any');
    expect(await run.code).toBe(1);
    expect(run.stderr).toMatch(/not-there\.beside cannot be read/);
    expect(run.stderr).not.toMatch(/^\s+at /m);
  });

  it('that could not write its picture disturbs nobody', async () => {
    const run = expert('--file', sealed, '--password', 'BCDFGHJKLMNP', '--screenshot', join(folder, 'no-such-folder', 'a.png'));
    expect(await run.code).toBe(1);
    expect(events(run)).toMatchObject([{ event: 'failed', code: 'not-writable' }]);
  });

  it('that is to type asks for control first, types, saves the picture and ends; no secret is in what it tells', async () => {
    const helped = novice('--file', 'helped.beside');
    helped.child.stdin?.write('y\ny\n');
    const { password, link } = await helped.event('invited');
    const run = expert('--link', String(link), '--password', String(password), '--type', 'hi', '--screenshot', 'helped.png');
    expect(await run.code).toBe(0);
    const told = events(run).map(({ event }) => event);
    for (const event of [
      'dialling',
      'connected',
      'viewing',
      'control-asked',
      'controlling',
      'typed',
      'screenshot',
      'ended',
      'closed',
    ])
      expect(
        told.filter((one) => one === event),
        event,
      ).toHaveLength(1);
    expect(told.indexOf('typed')).toBeGreaterThan(told.indexOf('controlling'));
    expect(told.at(-1)).toBe('closed');
    expect(events(run).find(({ event }) => event === 'typed')).toMatchObject({ all: true });
    expect(readFileSync(join(folder, 'helped.png')).length).toBeGreaterThan(1000);
    expect(run.stdout + run.stderr).not.toContain(String(password));
    expect(run.stdout + run.stderr).not.toContain(String(link));
    helped.child.stdin?.write('q\n');
    expect(await helped.code).toBe(0);
  });

  it('whose session breaks off, or that is ended with something left to do, ends with 1', async () => {
    const helped = novice('--file', 'broken.beside');
    helped.child.stdin?.write('y\n');
    const { password } = await helped.event('invited');
    const run = expert('--file', 'broken.beside', '--password', String(password));
    await run.event('viewing');
    const busy = expert('--file', 'broken.beside', '--password', String(password), '--chat', 'hello');
    expect(await busy.code).toBe(1);
    helped.child.kill('SIGKILL');
    expect(await run.code).toBe(1);
    expect(events(run).slice(-2)).toMatchObject([
      { event: 'ended', reason: 'connection-lost' },
      { event: 'closed', why: 'broken' },
    ]);
    const undecided = novice('--file', 'undecided.beside');
    const invited = await undecided.event('invited');
    const waiting = expert('--file', 'undecided.beside', '--password', String(invited['password']), '--chat', 'hello');
    await waiting.event('waiting-for-consent');
    waiting.child.kill('SIGTERM');
    expect(await waiting.code).toBe(1);
    expect(events(waiting).at(-1)).toMatchObject({ event: 'closed', why: 'failed' });
  });

  it('whose novice says no ends with 1', async () => {
    const helped = novice('--file', 'unwilling.beside');
    helped.child.stdin?.write('n\n');
    const { password } = await helped.event('invited');
    const run = expert('--file', 'unwilling.beside', '--password', String(password), '--chat', 'hello');
    expect(await run.code).toBe(1);
    expect(events(run).at(-1)).toMatchObject({ event: 'closed', why: 'refused' });
    expect(events(run)).toContainEqual(expect.objectContaining({ event: 'refused', why: 'novice-said-no' }));
  });

  it('with nothing to do stays until the novice ends the session, and is in the records', async () => {
    const helped = novice('--file', 'stayed.beside');
    helped.child.stdin?.write('y\n');
    const { password } = await helped.event('invited');
    const run = expert('--file', 'stayed.beside', '--password', String(password));
    await run.event('monitors');
    helped.child.stdin?.write('c still here?\n');
    await run.event('chat');
    helped.child.stdin?.write('q\n');
    expect(await run.code).toBe(0);
    expect(events(run).at(-1)).toMatchObject({ event: 'closed', why: 'ended' });
    const past = new Run('history', '--json');
    expect(await past.code).toBe(0);
    const last = events(past).find(({ role }) => (role as unknown) === 'expert');
    expect(last).toMatchObject({ way: 'beside', name: userInfo().username, reason: 'novice', messages: 1 });
  });

  it('whose picture cannot be written any more is told so, also by --json, and ends with 1', async () => {
    const helped = novice('--file', 'late.beside');
    const { password } = await helped.event('invited');
    const place = mkdtempSync(join(folder, 'gone-'));
    const run = expert('--file', 'late.beside', '--password', String(password), '--screenshot', join(place, 'a.png'));
    await run.event('waiting-for-consent');
    rmSync(place, { recursive: true });
    helped.child.stdin?.write('y\n');
    expect(await run.code).toBe(1);
    expect(events(run)).toContainEqual(expect.objectContaining({ event: 'screenshot-failed', code: 'not-writable' }));
    expect(events(run).at(-1)).toMatchObject({ event: 'closed', why: 'failed' });
    expect(run.stderr).toMatch(/a\.png cannot be written/);
  });
});
