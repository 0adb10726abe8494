import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
const F = fileURLToPath(new URL('../../ticket/test/fixtures/f-beside-1.beside', import.meta.url));
const password = '48BJQ853X3B4';
const besidePassword = 'bcdf ghjk lmnp';

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
      fingerprint: null,
    });
  });

  it('has every field of one of Beside’s own with its password, and its secret only with --secrets', async () => {
    const shown = {
      code: 0,
      form: 'beside',
      user: 'Ánna 李',
      created: '2023-11-14T22:13:20.123Z',
      expires: '2023-11-15T04:13:20.123Z',
      expired: false,
      candidates: [
        { kind: 'ipv4', host: '192.0.2.17', port: 49300 },
        { kind: 'ipv6', host: '2001:db8::17', port: 49301 },
        { kind: 'ipv6-link-local', host: 'fe80::1032:53d9:5a01:909b%eth0', port: 49302 },
        { kind: 'teredo', host: '2001:0:284a:364:28e3:b9b:c19c:4d04', port: 49303 },
        { kind: 'name', host: 'anna-laptop.local', port: 49304 },
      ],
      sessionId: null,
      keyHashes: [],
      fingerprint: Array.from({ length: 32 }, (_, i) => i.toString(16).padStart(2, '0')).join(':'),
    };
    const made = { now: 1_700_000_000_123 };
    expect(await json(F, { password: besidePassword }, made)).toEqual(shown);
    const secret = Array.from({ length: 32 }, (_, i) => (0xff - i).toString(16)).join('');
    expect(await json(F, { password: besidePassword, secrets: true }, made)).toEqual({ ...shown, secret });
  });

  it('has nothing but the form of one of Beside’s own without its password', async () => {
    expect(await json(F)).toEqual({
      code: 0,
      form: 'beside',
      user: null,
      created: null,
      expires: null,
      expired: false,
      candidates: [],
      sessionId: null,
      keyHashes: [],
      fingerprint: null,
      notice: { code: 'password-needed', message: expect.stringContaining('protected') },
    });
    expect(await json(F, { secrets: true })).toMatchObject({ code: 1, error: { code: 'password-needed' } });
    expect(await json(F, { password })).toMatchObject({ code: 1, error: { code: 'wrong-password' } });
  });

  it('shows one of Beside’s own that has expired, and says so', async () => {
    expect(await json(F, { password: besidePassword }, { now: 1_700_021_600_124 })).toMatchObject({ code: 0, expired: true });
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

  it('prints the table of one of Beside’s own, and of a sealed one a line', async () => {
    expect(
      (await show(F, { password: besidePassword, secrets: true }, { now: 1_700_021_600_124 })).stdout,
    ).toBe(`Invitation         Beside’s own, sealed
From               Ánna 李
Made               2023-11-14T22:13:20.123Z
Good until         2023-11-15T04:13:20.123Z (expired)
Reached at         192.0.2.17 port 49300 (ipv4)
                   2001:db8::17 port 49301 (ipv6)
                   fe80::1032:53d9:5a01:909b%eth0 port 49302 (ipv6-link-local)
                   2001:0:284a:364:28e3:b9b:c19c:4d04 port 49303 (teredo)
                   anna-laptop.local port 49304 (name)
Certificate        00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10:11:12:13:14:15:16:17:18:19:1a:1b:1c:1d:1e:1f
Secret             fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0efeeedecebeae9e8e7e6e5e4e3e2e1e0
`);
    expect((await show(F)).stdout).toMatch(/^Invitation {9}Beside’s own, sealed\n\nThis invitation is protected\.[^\n]*\n$/);
  });

  it('takes a message that has a link in it, and asks for the password of that too', async () => {
    const link = /beside:\S+/.exec(readFileSync(F, 'utf8'))![0];
    const message = file('message', `Hi, please help me: <${link.replace(/.{60}/g, '$&\r\n')}> thanks`);
    const asked = await show(message, {}, { typed: `${besidePassword}\n`, terminal: true });
    expect(asked.stderr).toBe('Password of the invitation (Enter to go on without): \n');
    expect(asked.stdout).toContain('anna-laptop.local');
    expect(await show(file('cut', link.slice(0, -5)))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^The end .* missing/),
    });
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
