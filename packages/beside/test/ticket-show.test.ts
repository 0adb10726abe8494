import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { writeTicket } from '@beside/ticket';
import { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { registerTicketCommand, showTicket, type TicketShowOptions } from '../src/commands/ticket-show.js';

const fixture = (name: string) => fileURLToPath(new URL(`../../ticket/test/fixtures/${name}.msrcincident`, import.meta.url));
const A = fixture('a-type1-xp');
const B = fixture('b-type2-2014');
const C = fixture('c-type2-2024');
const password = '48BJQ853X3B4';

const folder = mkdtempSync(join(tmpdir(), 'beside-ticket-show-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Runs the command; `typed` is what comes on standard input, `terminal` whether that is a terminal. */
async function show(
  path: string,
  options: TicketShowOptions = {},
  { typed = '' as string | Uint8Array, terminal = false, now = 1403972264_000 } = {},
) {
  const stdin = Object.assign(new PassThrough(), { isTTY: terminal }) as unknown as NodeJS.ReadStream;
  (stdin as unknown as PassThrough).end(typed);
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await showTicket(path, options, { stdin, stdout, stderr, now: () => now });
  return { code, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}

async function json(path: string, options: TicketShowOptions = {}, io = {}) {
  const { code, stdout } = await show(path, { ...options, json: true }, io);
  expect(stdout).toMatch(/^[\n -~]*$/);
  return { code, ...JSON.parse(stdout) };
}

describe('beside ticket show --json', () => {
  it('has every field of a type 2 invitation with its password', async () => {
    expect(await json(B, { password })).toEqual({
      code: 0,
      form: 'type2',
      user: 'awake',
      created: '2014-06-28T16:17:43.000Z',
      expires: '2014-07-08T16:17:43.000Z',
      expired: false,
      candidates: [
        { kind: 'ipv6-link-local', host: 'fe80::1032:53d9:5a01:909b%3', port: 49228 },
        { kind: 'ipv6-link-local', host: 'fe80::3d8f:9b2d:6b4e:6aa%6', port: 49229 },
        { kind: 'ipv4', host: '192.168.1.200', port: 49230 },
        { kind: 'ipv4', host: '169.254.6.170', port: 49231 },
      ],
      sessionId: '+ULZ6ifjoCa6cGPMLQiGHRPwkg6VyJqGwxMnO6GcelwUh9a6/FBq3It5ADSndmLL',
      keyHashes: ['sha1:BNRjdu97DyczQSRuMRrDWoue+HA='],
    });
  });

  it('has the secrets only with --secrets', async () => {
    const shown = await json(B, { password, secrets: true });
    expect(shown.connectionString).toMatch(/^<E><A KH="BNRj.*<\/E>\r\n$/);
    expect(shown.passStub).toBe('WB^6HsrIaFmEpi');
  });

  it('shows what it can without the password, and says that it is needed', async () => {
    expect(await json(B)).toMatchObject({ code: 0, user: 'awake', candidates: [{}, {}], notice: { code: 'password-needed' } });
    expect(await json(C)).toMatchObject({
      code: 0,
      user: 'fx',
      candidates: [],
      sessionId: null,
      keyHashes: [],
      notice: { code: 'password-needed' },
    });
    expect(await json(C, { secrets: true })).toMatchObject({ code: 1, error: { code: 'password-needed' } });
  });

  it('needs no password for type 1 and for bare strings', async () => {
    expect(await json(A)).toMatchObject({
      code: 0,
      form: 'type1',
      user: 'Administrator',
      candidates: [{ kind: 'ipv4' }, { kind: 'name' }],
    });
    expect(await json(fixture('e-bare-string'), { secrets: true })).toMatchObject({
      code: 0,
      form: 'string',
      user: null,
      expires: null,
      passStub: null,
    });
  });

  it('says whether it has expired', async () => {
    expect(await json(B, {}, { now: Date.parse('2014-07-08T16:17:43.001Z') })).toMatchObject({ code: 0, expired: true });
  });

  it('gives a code and a sentence, and exit code 1, for what cannot be read', async () => {
    expect(await json(join(folder, 'none'))).toEqual({
      code: 1,
      error: { code: 'no-such-file', message: `There is no file ${join(folder, 'none')}.` },
    });
    expect(await json(folder)).toMatchObject({ code: 1, error: { code: 'unreadable' } });
    expect(await json(file('a.txt', 'hello'))).toMatchObject({ code: 1, error: { code: 'not-a-ticket' } });
    expect(await json(file('large', Buffer.alloc(10_000_000, '<')))).toMatchObject({ code: 1, error: { code: 'too-large' } });
    expect(await json('/dev/zero')).toMatchObject({ code: 1, error: { code: 'too-large' } });
    expect(await json(B, { password: 'wrong' })).toMatchObject({ code: 1, error: { code: 'wrong-password' } });
  });
});

describe('beside ticket show', () => {
  it('prints a short table', async () => {
    const { code, stdout, stderr } = await show(B, { password });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`Invitation         file of Windows, type 2 (Vista and later)
From               awake
Made               2014-06-28T16:17:43.000Z
Good until         2014-07-08T16:17:43.000Z
Reached at         fe80::1032:53d9:5a01:909b%3 port 49228 (ipv6-link-local)
                   fe80::3d8f:9b2d:6b4e:6aa%6 port 49229 (ipv6-link-local)
                   192.168.1.200 port 49230 (ipv4)
                   169.254.6.170 port 49231 (ipv4)
Session id         +ULZ6ifjoCa6cGPMLQiGHRPwkg6VyJqGwxMnO6GcelwUh9a6/FBq3It5ADSndmLL
Key hashes         sha1:BNRjdu97DyczQSRuMRrDWoue+HA=
`);
  });

  it('says what is missing and why', async () => {
    expect((await show(C)).stdout).toMatch(/From {15}fx\n[\s\S]*\n\nThis invitation is protected\. Enter the password/);
  });

  it('prints one sentence on standard error for what cannot be read, and nothing else', async () => {
    expect(await show(B, { password: 'wrong' })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'The password does not fit this invitation. Check it with the person who needs help.\n',
    });
  });

  it('takes the invitation or the password from standard input, but not both', async () => {
    const ticket = writeTicket({
      for: 'windows',
      user: 'Anna',
      password: 'p',
      passStub: 's',
      sessionId: 'i',
      keyHash: 'k',
      keyHash2: 'sha256:k',
      candidates: [],
      created: 0,
    });
    expect((await show('-', { password: 'p' }, { typed: ticket })).stdout).toContain('Anna');
    expect((await show(B, { password: '-' }, { typed: '48bj-q853-x3b4\r\nmore' })).stdout).toContain('port 49228');
    expect(await show('-', { password: '-' })).toMatchObject({ code: 2, stdout: '' });
  });

  it('asks for the password on a terminal without showing it, and only when it is needed', async () => {
    const asked = await show(B, {}, { typed: `${password}\n`, terminal: true });
    expect(asked.stdout).toContain('port 49228');
    expect(asked.stderr).toBe('Password of the invitation (Enter to go on without): \n');
    expect((await show(B, {}, { typed: '\n', terminal: true })).stdout).toContain('This invitation is protected.');
    expect((await show(A, {}, { terminal: true })).stderr).toBe('');
  });

  it('lets nothing from the invitation reach the terminal as a command', async () => {
    const path = file(
      'evil',
      '<UPLOADINFO><UPLOADDATA USERNAME="A\u202Eb&#x9B;31m&#xA;Session id  fake" RCTICKET="65538,1,pc:1,*,I\u202e\u009b,*,*,K\u202e"/></UPLOADINFO>',
    );
    for (const secrets of [false, true]) {
      const { code, stdout } = await show(path, { secrets });
      expect(code).toBe(0);
      expect(stdout).not.toMatch(/[\u202e\u009b]|\nSession id {2}fake/);
    }
    // The JSON has the exact string, and nothing outside of ASCII.
    expect((await json(path, { secrets: true })).connectionString).toContain('I\u202e\u009b');
  });
});

describe('registered in the program', () => {
  it('has its switches, and refuses others', async () => {
    const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
    registerTicketCommand(program);
    await expect(program.parseAsync(['ticket', 'show'], { from: 'user' })).rejects.toMatchObject({
      code: 'commander.missingArgument',
    });
    await expect(program.parseAsync(['ticket', 'show', B, '--wrong'], { from: 'user' })).rejects.toMatchObject({
      code: 'commander.unknownOption',
    });
  });
});
