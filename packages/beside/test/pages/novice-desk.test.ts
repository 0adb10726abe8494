import { hkdfSync } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { AFTER_CONTROL } from '@beside/assist';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Records } from '../../src/history/records.js';
import { PORT_RANGE } from '../../src/novice/ports.js';
import { NoviceDesk } from '../../src/pages/novice-desk.js';
import type { NoviceState } from '../../src/pages/protocol.js';
import { DEFAULT_SETTINGS, type Settings } from '../../src/settings/settings.js';
import { PageExpert } from './page-expert.js';

// Sealing and opening cost half a second each, which guards nothing here.
vi.mock('../../src/scrypt.js', () => ({
  scrypt: async (password: Uint8Array, salt: Uint8Array, { dkLen }: { dkLen: number }) =>
    new Uint8Array(hkdfSync('sha256', password, salt, '', dkLen)),
}));

/** A computer without a display. */
const HEADLESS = { platform: 'linux', env: {} } as const;

let settings: Settings;
let desk: NoviceDesk;
let changed: () => void;
let faults: unknown[];
/** What went to records, in words. */
let recorded: string[];
const records: Records = {
  begin: (role, { viewOnly }) => {
    recorded.push(`begin ${role} ${viewOnly}`);
    return {
      line: (event) => recorded.push(`line ${(event as { event: string }).event}`),
      person: (name, _address, way) => recorded.push(`person ${name} ${way}`),
      end: async (reason) => {
        recorded.push(`end ${reason}`);
      },
    };
  },
};

function open(environment: ConstructorParameters<typeof NoviceDesk>[1] = HEADLESS): NoviceDesk {
  const fault = (error: unknown) => faults.push(error);
  desk = new NoviceDesk({ changed: () => changed(), settings: () => settings, records, fault }, environment);
  return desk;
}

beforeEach(() => {
  settings = DEFAULT_SETTINGS;
  faults = [];
  recorded = [];
  changed = () => undefined;
  open();
});
afterEach(async () => {
  await desk.close();
  expect(faults).toEqual([]);
});

/** The state, once it is so. */
async function until(fits: (state: NoviceState) => unknown): Promise<NoviceState> {
  for (;;) {
    const state = desk.state();
    if (state && fits(state)) return state;
    await new Promise<void>((resolve) => {
      changed = resolve;
    });
  }
}

async function invited({ viewOnly = false } = {}): Promise<NoviceState> {
  await desk.run({ do: 'invite', for: 'beside', viewOnly });
  return until(({ invitation }) => invitation);
}

/** An expert that has used the invitation and waits for consent. */
async function asking(options?: Parameters<typeof invited>[0]): Promise<PageExpert> {
  const { invitation } = await invited(options);
  const expert = await PageExpert.open(desk.invitationFile()!.bytes, invitation!.password);
  await until(({ question }) => question?.about === 'consent');
  return expert;
}

async function answer(yes: boolean): Promise<void> {
  await desk.run({ do: 'answer', who: 'novice', question: desk.state()!.question!.id, yes });
}

async function seeing(options?: Parameters<typeof invited>[0]): Promise<PageExpert> {
  const expert = await asking(options);
  await answer(true);
  await expert.until('viewing');
  await until(({ phase }) => phase === 'viewing');
  return expert;
}

async function controlling(): Promise<PageExpert> {
  const expert = await seeing();
  expert.run((engine, now) => engine.requestControl(now));
  await until(({ question }) => question?.about === 'control');
  await answer(true);
  await expert.until('controlling');
  return expert;
}

const failing = (code: string) => expect.objectContaining({ name: 'PageError', code });

describe('an invitation', () => {
  it('is made in memory, with password, link, time and addresses', async () => {
    const before = await readdir('.');
    const { invitation, phase } = await invited();
    expect(phase).toBe('waiting');
    expect(invitation).toMatchObject({ for: 'beside', fileName: 'Invitation.beside' });
    expect(invitation!.password).toMatch(/^[A-Z0-9]{12}$/);
    expect(invitation!.link).toMatch(/^beside:/);
    expect(invitation!.expiresAt).toBeGreaterThan(Date.now() + settings.invitationLifetime - 60_000);
    expect(desk.invitationFile()?.name).toBe('Invitation.beside');
    expect(Buffer.from(desk.invitationFile()!.bytes).toString()).toContain(invitation!.link!);
    expect(await readdir('.')).toEqual(before);
  });

  it('for Windows has its own name and no link', async () => {
    await desk.run({ do: 'invite', for: 'windows', viewOnly: false });
    const { invitation } = await until((state) => state.invitation);
    expect(invitation).toMatchObject({ for: 'windows', fileName: 'Invitation.msrcincident', link: null });
  });

  it('stands alone, and is taken off the pages only when it is over', async () => {
    await invited();
    await expect(desk.run({ do: 'invite', for: 'beside', viewOnly: false })).rejects.toEqual(failing('invitation-stands'));
    await expect(desk.run({ do: 'dismiss', who: 'novice' })).rejects.toEqual(failing('invitation-stands'));
    await desk.run({ do: 'end', who: 'novice' });
    expect(await until(({ phase }) => phase === 'closed')).toMatchObject({ closed: 'novice', invitation: null });
    expect(desk.invitationFile()).toBeUndefined();
    await desk.run({ do: 'dismiss', who: 'novice' });
    expect(desk.state()).toBeNull();
    expect((await invited()).closed).toBeNull();
  });

  it('that is ended while it is made is over as soon as it is made', async () => {
    await desk.run({ do: 'invite', for: 'beside', viewOnly: false });
    await desk.run({ do: 'end', who: 'novice' });
    await until(({ closed }) => closed === 'novice');
  });

  it('that nobody used in time is expired', async () => {
    settings = { ...settings, invitationLifetime: 1500 };
    await invited();
    expect(await until(({ phase }) => phase === 'closed')).toMatchObject({ closed: 'expired' });
  });

  it('that finds no port is failed, with the code, and the next one can be made', async () => {
    const taken: Server[] = [];
    for (let i = 0; i < PORT_RANGE.count; i++) {
      const server = createServer();
      taken.push(server);
      await new Promise<void>((resolve) => server.once('error', () => resolve()).listen(PORT_RANGE.first + i, '::', resolve));
    }
    await desk.run({ do: 'invite', for: 'beside', viewOnly: false });
    const { closed, failure } = await until(({ phase }) => phase === 'closed');
    for (const server of taken) server.close();
    expect(closed).toBe('failed');
    expect(failure).toMatchObject({ code: 'no-port' });
    await invited();
  });
});

describe('a session', () => {
  it('is asked about with name, address, check number and the time for an answer, and begins with the page’s yes', async () => {
    const expert = await asking();
    const { question, expert: person, invitation } = desk.state()!;
    expect(person).toMatchObject({ name: 'Erik', address: '127.0.0.1', checkNumber: expect.stringMatching(/^\d{6}$/) });
    expect(question).toMatchObject({ about: 'consent', yes: 'page' });
    expect(Math.abs(question!.expiresAt - Date.now() - 120_000)).toBeLessThan(10_000);
    expect(invitation).not.toBeNull();
    await answer(true);
    await expert.until('viewing');
    const seen = await until(({ phase }) => phase === 'viewing');
    expect(seen).toMatchObject({ invitation: null, question: null });
    expect(desk.invitationFile()).toBeUndefined();
    expect((await expert.until('monitors')).monitors).toMatchObject([{ x: 0, y: 0, width: 1280, height: 800, primary: true }]);
  });

  it('does not begin with a no', async () => {
    const expert = await asking();
    await answer(false);
    await expert.until('refused');
    const state = await until(({ ended }) => ended === 'refused');
    expect(state).toMatchObject({ question: null, expert: null });
    expect(state.invitation).not.toBeNull();
  });

  it('whose question the expert leaves has no question any more', async () => {
    const expert = await asking();
    const { id } = desk.state()!.question!;
    expert.cut();
    await until(({ question, ended }) => question === null && ended === 'connection-lost');
    await expect(desk.run({ do: 'answer', who: 'novice', question: id, yes: true })).rejects.toEqual(failing('no-question'));
  });

  it('carries words and who writes both ways', async () => {
    const expert = await seeing();
    await desk.run({ do: 'typing', who: 'novice', typing: true });
    await expert.until('typing');
    await desk.run({ do: 'chat', who: 'novice', text: '  hello\r\nyou ' });
    expect(await expert.until('chat')).toMatchObject({ text: 'hello\nyou' });
    expert.run((engine, now) => engine.chat('hi', now));
    const { chat } = await until((state) => state.chat.length === 2);
    expect(chat.map(({ from, text }) => [from, text])).toEqual([
      ['me', 'hello\nyou'],
      ['them', 'hi'],
    ]);
    await expect(desk.run({ do: 'chat', who: 'novice', text: ' ' })).rejects.toEqual(failing('not-sent'));
    expect(recorded).toContain('line chat-sent');
  });

  it('is paused, goes on, and is not one of both twice', async () => {
    const expert = await seeing();
    await desk.run({ do: 'pause' });
    await desk.run({ do: 'pause' });
    await expert.until('paused');
    await until(({ paused }) => paused);
    await desk.run({ do: 'resume' });
    await expert.until('resumed');
    expect((await until(({ paused }) => !paused)).notices.filter(({ what }) => what === 'paused')).toHaveLength(1);
  });

  it('ends with the invitation when the novice ends, and the record has all of it', async () => {
    const expert = await seeing();
    await desk.run({ do: 'end', who: 'novice' });
    expect(await expert.until('ended')).toMatchObject({ reason: 'novice' });
    expect(await until(({ phase }) => phase === 'closed')).toMatchObject({ ended: 'novice', closed: 'novice' });
    expect(recorded).toEqual([
      'begin novice false',
      'line connecting',
      'person Erik beside',
      'line consent-asked',
      'line viewing',
      'end novice',
    ]);
  });

  it('that breaks off leaves the invitation waiting, which is not shown again', async () => {
    const expert = await seeing();
    expert.cut();
    expect(await until(({ ended }) => ended === 'connection-lost')).toMatchObject({ phase: 'waiting', invitation: null });
  });

  it('is nobody’s to command before it begins', async () => {
    await invited();
    for (const command of [
      { do: 'pause' },
      { do: 'chat', who: 'novice', text: 'a' },
      { do: 'cancel-files', who: 'novice' },
    ] as const)
      await expect(desk.run(command)).rejects.toEqual(failing('nobody-sees'));
  });
});

describe('control', () => {
  it('is asked for, given, and taken back', async () => {
    const expert = await controlling();
    expect(await until((state) => state.controlling)).toBeTruthy();
    await desk.run({ do: 'stop-control', by: 'escape' });
    expect(await expert.until('control-ended')).toMatchObject({ by: 'escape' });
    await until((state) => !state.controlling);
  });

  it('counts for a moment longer: a button that the expert held is let go of only now, and may be on the page', async () => {
    const expert = await seeing();
    expect(desk.controlled()).toBe(false);
    expert.run((engine, now) => engine.requestControl(now));
    await until(({ question }) => question?.about === 'control');
    await answer(true);
    await until((state) => state.controlling);
    expect(desk.controlled()).toBe(true);
    await desk.run({ do: 'end', who: 'novice' });
    await until((state) => !state.controlling);
    expect(desk.controlled()).toBe(true);
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + AFTER_CONTROL);
    expect(desk.controlled()).toBe(false);
    clock.mockRestore();
  });

  it('is not even asked for by an invitation to look only', async () => {
    const expert = await seeing({ viewOnly: true });
    expect(desk.state()?.viewOnly).toBe(true);
    expert.run((engine, now) => engine.requestControl(now));
    expect(await expert.until('control-refused')).toMatchObject({ why: 'view-only' });
  });

  it('is not asked for once the settings forbid it', async () => {
    const expert = await seeing();
    settings = { ...settings, mayBeControlled: false };
    expect(desk.state()?.viewOnly).toBe(true);
    expert.run((engine, now) => engine.requestControl(now));
    expect(await expert.until('control-refused')).toMatchObject({ why: 'view-only' });
  });

  it('ends when the settings come to forbid it', async () => {
    const expert = await controlling();
    settings = { ...settings, mayBeControlled: false };
    desk.settingsChanged();
    expect(await expert.until('control-ended')).toMatchObject({ by: 'novice' });
  });

  it('is refused when the settings come to forbid it while the novice is asked', async () => {
    const expert = await seeing();
    expert.run((engine, now) => engine.requestControl(now));
    await until(({ question }) => question?.about === 'control');
    settings = { ...settings, mayBeControlled: false };
    desk.settingsChanged();
    await expert.until('control-refused');
    expect(desk.state()?.question).toBeNull();
  });
});

describe('a file', () => {
  let parent: string;
  let former: string | undefined;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'beside-desk-'));
    former = process.env['TMPDIR'];
    process.env['TMPDIR'] = parent;
  });
  afterEach(async () => {
    if (former === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = former;
    await rm(parent, { recursive: true });
  });

  it('from a page is offered under its own name, sent, and not kept', async () => {
    const expert = await seeing();
    const sending = desk.sendFile('novice', 'holiday.txt', 5, Readable.from(['hello']));
    const offered = await expert.until('file-offered');
    expect(offered).toMatchObject({ name: 'holiday.txt', size: 5 });
    expect(await readdir(parent)).toHaveLength(1);
    expert.run((engine, now) => engine.answerFile(offered.id, true, now));
    await sending;
    const { files } = await until((state) => state.files[0]?.stage === 'done');
    expect(files).toMatchObject([{ direction: 'outgoing', file: 'holiday.txt', size: 5, bytes: 5 }]);
    expect(await readdir(parent)).toEqual([]);
  });

  it('from a page is not kept when it is called off', async () => {
    const expert = await seeing();
    const sending = desk.sendFile('novice', 'a.txt', 1, Readable.from(['a']));
    await expert.until('file-offered');
    await desk.run({ do: 'cancel-files', who: 'novice' });
    await sending;
    await until(({ files }) => files[0]?.stage === 'cancelled');
    expect(await readdir(parent)).toEqual([]);
  });

  it('cannot be sent while nobody sees, nor while the computer is controlled or just was', async () => {
    const refused = async (code: string) => {
      const stream = Readable.from(['a']);
      await expect(desk.sendFile('novice', 'a.txt', 1, stream)).rejects.toEqual(failing(code));
      expect(stream.destroyed).toBe(true);
    };
    await refused('nobody-sees');
    await controlling();
    await refused('not-now');
    await desk.run({ do: 'stop-control', by: 'novice' });
    await refused('not-now');
    expect(await readdir(parent)).toEqual([]);
  });

  it('can be called off while it still comes from the page, and another one waits for that', async () => {
    await seeing();
    const stream = new Readable({ read() {} });
    stream.push('a');
    const sending = expect(desk.sendFile('novice', 'a.txt', 2, stream)).rejects.toEqual(failing('upload-broken'));
    await expect(desk.sendFile('novice', 'b.txt', 1, Readable.from(['b']))).rejects.toEqual(failing('not-now'));
    await desk.run({ do: 'cancel-files', who: 'novice' });
    await sending;
    await expect(desk.run({ do: 'cancel-files', who: 'novice' })).rejects.toEqual(failing('no-file'));
    expect(await readdir(parent)).toEqual([]);
  });

  it('whose session ends while it comes from the page is offered to nobody', async () => {
    const expert = await seeing();
    const stream = new Readable({ read() {} });
    stream.push('a');
    const sending = desk.sendFile('novice', 'a.txt', 2, stream);
    const refused = expect(sending).rejects.toEqual(failing('nobody-sees'));
    expert.cut();
    await until(({ ended }) => ended === 'connection-lost');
    // The rest of it never comes, and is not waited for.
    await refused;
    expect(await readdir(parent)).toEqual([]);
  });
});

describe('the screen', () => {
  it('is the practice desktop where there is no display', () => {
    expect(desk.share()).toEqual({ can: true, desktop: 'practice' });
  });

  it('cannot be shown on Wayland, and nothing can be invited to it', async () => {
    await desk.close();
    open({ platform: 'linux', env: { XDG_SESSION_TYPE: 'wayland', DISPLAY: ':0' } });
    expect(desk.share()).toMatchObject({ can: false, why: 'wayland', message: expect.stringContaining('Wayland') });
    await expect(desk.run({ do: 'invite', for: 'beside', viewOnly: false })).rejects.toEqual(failing('wayland'));
    expect(desk.state()).toBeNull();
  });

  it('of a display that nobody serves cannot be shown, which is found out before anybody asks; inviting says so too', async () => {
    await desk.close();
    const told = new Promise<void>((resolve) => {
      changed = resolve;
    });
    open({ platform: 'linux', env: { DISPLAY: ':6399' } });
    await told;
    expect(desk.share()).toMatchObject({ can: false, why: 'no-display' });
    await desk.run({ do: 'invite', for: 'beside', viewOnly: false });
    expect(await until(({ phase }) => phase === 'closed')).toMatchObject({ closed: 'failed', failure: { code: 'no-display' } });
  });
});
