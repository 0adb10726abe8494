import { hkdfSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Expert } from '@beside/assist';
import { readPictureMessage } from '@beside/rdp/codecs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Picture } from '../../src/expert/picture.js';
import type { Records } from '../../src/history/records.js';
import type { PictureTaker } from '../../src/pages/app.js';
import { ExpertDesk } from '../../src/pages/expert-desk.js';
import { NoviceDesk } from '../../src/pages/novice-desk.js';
import type { ExpertState, NoviceState, PageInput, PictureNote } from '../../src/pages/protocol.js';
import { DEFAULT_SETTINGS } from '../../src/settings/settings.js';

// Sealing and opening cost half a second each, which guards nothing here.
vi.mock('../../src/scrypt.js', () => ({
  scrypt: async (password: Uint8Array, salt: Uint8Array, { dkLen }: { dkLen: number }) =>
    new Uint8Array(hkdfSync('sha256', password, salt, '', dkLen)),
}));

/** A state, and whoever waits for its next change. */
class Watched<State> {
  readonly #read: () => State | null | undefined;
  #wake: () => void = () => undefined;

  constructor(read: () => State | null | undefined) {
    this.#read = read;
  }

  readonly changed = () => this.#wake();

  async until(fits: (state: State) => unknown): Promise<State> {
    for (;;) {
      const state = this.#read();
      if (state && fits(state)) return state;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** A page that paints at once. */
class Page implements PictureTaker {
  readonly notes: PictureNote[] = [];
  ended: string | undefined;
  /** The desktop as this page has it; `whole` once every pixel has come. */
  readonly screen = new Picture({ acknowledge: () => undefined });
  painted: (frameId: number) => void = () => undefined;

  note(note: PictureNote): void {
    this.notes.push(note);
    if (note.note === 'reset') this.screen.reset(note.width, note.height);
    if (note.note === 'frame-end') setImmediate(() => this.painted(note.frameId));
  }

  picture(bytes: Uint8Array): void {
    this.screen.paint(readPictureMessage(bytes));
  }

  queued(): number {
    return 0;
  }

  end(why: string): void {
    this.ended = why;
  }
}

let home: string;
let faults: unknown[];
let recorded: string[];
const records: Records = {
  begin: (role) => {
    recorded.push(`begin ${role}`);
    return {
      line: (event) => recorded.push(`line ${(event as { event: string }).event}`),
      person: (name, address, way) => recorded.push(`person ${name} ${address} ${way}`),
      end: async (reason) => {
        recorded.push(`end ${reason}`);
      },
    };
  },
};
const none: Records = { begin: () => ({ line: () => undefined, person: () => undefined, end: async () => undefined }) };

let desk: ExpertDesk;
let novice: NoviceDesk;
let expertSide: Watched<ExpertState>;
let noviceSide: Watched<NoviceState>;

const state = () => desk.states().at(-1)!;
const who = () => ({ expert: state().id });
const failing = (code: string) => expect.objectContaining({ name: 'PageError', code });

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'beside-desk-'));
  vi.stubEnv('HOME', home);
  vi.stubEnv('XDG_CONFIG_HOME', home);
  vi.stubEnv('TMPDIR', home);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(home, { recursive: true });
});

beforeEach(() => {
  faults = [];
  recorded = [];
  const fault = (error: unknown) => faults.push(error);
  const settings = () => DEFAULT_SETTINGS;
  expertSide = new Watched(() => desk.states().at(-1));
  noviceSide = new Watched(() => novice.state());
  desk = new ExpertDesk({ changed: () => expertSide.changed(), settings, records, fault });
  novice = new NoviceDesk(
    { changed: () => noviceSide.changed(), settings, records: none, fault },
    { platform: 'linux', env: {} },
  );
});
afterEach(async () => {
  await desk.close();
  await novice.close();
  expect(faults).toEqual([]);
});

/** An invitation of the practice desktop, as a page opens it. */
async function invited(): Promise<{ file: string; link: string; password: string }> {
  await novice.run({ do: 'invite', for: 'beside', viewOnly: false });
  const { invitation } = await noviceSide.until((one) => one.invitation);
  const file = Buffer.from(novice.invitationFile()!.bytes).toString('base64');
  return { file, link: invitation!.link!, password: invitation!.password };
}

async function answer(about: string, yes: boolean): Promise<void> {
  const { question } = await noviceSide.until((one) => one.question?.about === about);
  await novice.run({ do: 'answer', who: 'novice', question: question!.id, yes });
}

/** A session that sees the practice desktop. */
async function seeing(): Promise<string> {
  const { link, password } = await invited();
  const reply = await desk.run({ do: 'open', invitation: { link }, password });
  await answer('consent', true);
  await expertSide.until(({ phase }) => phase === 'viewing');
  return (reply as { opened: string }).opened;
}

async function control(): Promise<void> {
  await desk.run({ do: 'request-control', who: who() });
  await answer('control', true);
  await expertSide.until((one) => one.control === 'controlling');
}

describe('an invitation', () => {
  it.each([
    ['wrong-password', async () => ({ invitation: { link: (await invited()).link }, password: 'BCDFGHJKLMNP' })],
    ['password-needed', async () => ({ invitation: { file: (await invited()).file }, password: '' })],
    ['not-a-ticket', async () => ({ invitation: { file: Buffer.from('a letter').toString('base64') }, password: 'x' })],
    ['not-a-ticket', async () => ({ invitation: { link: 'https://example.org/' }, password: 'x' })],
    ['damaged', async () => ({ invitation: { link: `${(await invited()).link.slice(0, -5)}AAAAA` }, password: 'x' })],
  ])('that is %s is refused at once, and nothing is sent anywhere', async (code, open) => {
    const wish = await open();
    await expect(desk.run({ do: 'open', ...wish })).rejects.toEqual(failing(code));
    expect(desk.states()).toEqual([]);
    expect(novice.state()?.phase ?? 'waiting').toBe('waiting');
    expect(recorded).toEqual([]);
  });

  it('that has expired is refused at once', async () => {
    const { link, password } = await invited();
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 7 * 3600_000);
    try {
      await expect(desk.run({ do: 'open', invitation: { link }, password })).rejects.toEqual(failing('expired'));
    } finally {
      vi.restoreAllMocks();
    }
  });

  it('that leads nowhere closes its session, and says of each way why', async () => {
    const { link, password } = await invited();
    await novice.close();
    await desk.run({ do: 'open', invitation: { link }, password });
    const { ways, connected } = await expertSide.until(({ closed }) => closed === 'not-connected');
    expect(connected).toBeNull();
    for (const { result } of ways) expect(result).not.toBe('trying');
    expect(recorded).toEqual([]);
  });

  it('opened as a file leads to the novice, who is asked, and may say no', async () => {
    const { file, password } = await invited();
    const reply = await desk.run({ do: 'open', invitation: { file }, password });
    expect(reply).toEqual({ opened: expect.stringMatching(/^[\w-]{22}$/) });
    await expertSide.until(({ phase }) => phase === 'waiting-for-consent');
    const { expert } = await noviceSide.until(({ question }) => question);
    expect(state().connected).toMatchObject({ way: 'beside', checkNumber: expert!.checkNumber });
    await answer('consent', false);
    expect(await expertSide.until(({ closed }) => closed)).toMatchObject({
      ...{ closed: 'refused', refused: 'novice-said-no', ended: 'refused', size: null },
    });
    await expect(desk.run({ do: 'chat', who: who(), text: 'why?' })).rejects.toEqual(failing('not-viewing'));
    expect(recorded.at(-1)).toBe('end refused');
  });
});

describe('a session', () => {
  it('ends by the expert; the novice and the record are told, and it stays on the pages until it is dismissed', async () => {
    await seeing();
    expect(state()).toMatchObject({ size: { width: 1280, height: 800 }, roundTrip: null });
    await expect(desk.run({ do: 'dismiss', who: who() })).rejects.toEqual(failing('session-stands'));
    await desk.run({ do: 'end', who: who() });
    await expertSide.until(({ closed }) => closed === 'expert');
    await noviceSide.until(({ ended }) => ended === 'expert');
    expect(recorded).toEqual(expect.arrayContaining(['begin expert', 'line connected', 'line viewing', 'end expert']));
    expect(recorded.filter((line) => line.startsWith('person'))[0]).toMatch(/^person .+ beside$/);
    await desk.run({ do: 'dismiss', who: who() });
    expect(desk.states()).toEqual([]);
  });

  it('ends by the novice', async () => {
    await seeing();
    await novice.run({ do: 'end', who: 'novice' });
    expect(await expertSide.until(({ closed }) => closed)).toMatchObject({ closed: 'ended', ended: 'novice' });
  });

  it('may be given up while it is dialled', async () => {
    const { link, password } = await invited();
    await desk.run({ do: 'open', invitation: { link }, password });
    await desk.run({ do: 'end', who: who() });
    expect(await expertSide.until(({ closed }) => closed)).toMatchObject({ closed: 'expert' });
  });

  it('is one of several, each for itself', async () => {
    const { link, password } = await invited();
    await desk.run({ do: 'open', invitation: { link }, password });
    await answer('consent', true);
    await expertSide.until(({ phase }) => phase === 'viewing');
    // The novice has somebody already.
    await desk.run({ do: 'open', invitation: { link }, password });
    await expertSide.until(({ closed }) => closed);
    const [first, second] = desk.states();
    expect(first!.id).not.toBe(second!.id);
    expect(first!.closed).toBeNull();
    expect(second!.ways.map(({ result }) => result)).toContain('busy');
  });

  it('that is not there is known to nobody', async () => {
    await expect(desk.run({ do: 'end', who: { expert: 'x' } })).rejects.toEqual(failing('no-session'));
    await expect(desk.run({ do: 'chat', who: 'novice', text: 'x' })).rejects.toEqual(failing('no-session'));
    const stream = Readable.from(['x']);
    await expect(desk.sendFile({ expert: 'x' }, 'a', 1, stream)).rejects.toEqual(failing('no-session'));
    expect(stream.destroyed).toBe(true);
    expect(desk.pictures('x', new Page())).toBeUndefined();
  });
});

describe('control', () => {
  it('is asked for, given and given back', async () => {
    await seeing();
    await expect(desk.run({ do: 'give-back-control', who: who() })).rejects.toEqual(failing('not-controlling'));
    await control();
    await desk.run({ do: 'give-back-control', who: who() });
    expect(state().control).toBe('none');
  });

  it('is refused', async () => {
    await seeing();
    await desk.run({ do: 'request-control', who: who() });
    await expect(desk.run({ do: 'request-control', who: who() })).rejects.toEqual(failing('not-asked'));
    expect(state().control).toBe('asked');
    await answer('control', false);
    await expertSide.until((one) => one.control === 'none');
    expect(state().notices.at(-1)).toMatchObject({ what: 'control-refused', why: 'novice-said-no' });
  });

  it('lets input through, and nothing of it before and afterwards', async () => {
    const input = vi.spyOn(Expert.prototype, 'input');
    const sent = () => input.mock.results.filter(({ value }) => value === true).length;
    const events: PageInput[] = [
      { type: 'button', button: 'left', down: true, x: 5, y: 5 },
      { type: 'unicode', unit: 0x5d0, down: true },
    ];
    const press = () => desk.run({ do: 'input', who: who(), events });
    await seeing();
    await press();
    expect(sent()).toBe(0);
    await control();
    await press();
    expect(sent()).toBe(2);
    expect(input.mock.calls.map(([event]) => event)).toEqual(events);
    await novice.run({ do: 'stop-control', by: 'escape' });
    await expertSide.until((one) => one.control === 'none');
    expect(state().notices.at(-1)).toMatchObject({ what: 'control-ended', by: 'escape' });
    await press();
    expect(sent()).toBe(2);
    input.mockRestore();
  });
});

describe('talk', () => {
  it('goes both ways, and is in the record', async () => {
    await seeing();
    await desk.run({ do: 'typing', who: who(), typing: true });
    await noviceSide.until(({ typing }) => typing);
    await desk.run({ do: 'chat', who: who(), text: ' Shall I?\u202e ' });
    await novice.run({ do: 'chat', who: 'novice', text: 'yes 👍' });
    const { chat } = await expertSide.until((one) => one.chat.length === 2);
    expect(chat.map(({ from, text }) => `${from}: ${text}`).sort()).toEqual(['me: Shall I?', 'them: yes 👍']);
    expect(recorded).toContain('line chat-sent');
    await expect(desk.run({ do: 'chat', who: who(), text: '\u202e' })).rejects.toEqual(failing('not-sent'));
  });
});

describe('files', () => {
  it('of a page are sent under their name, and nothing is left of them here', async () => {
    await seeing();
    const before = await readdir(home);
    const sending = desk.sendFile(who(), '../holiday.txt', 4, Readable.from([Buffer.from('sand')]));
    await answer('file', true);
    await sending;
    expect(state().files).toMatchObject([{ direction: 'outgoing', file: 'holiday.txt', size: 4, stage: 'done' }]);
    const arrived = await noviceSide.until(({ files }) => files[0]?.stage === 'done');
    const path = arrived.files[0]!.path!;
    expect(await readFile(path, 'utf8')).toBe('sand');
    await rm(path);
    expect(await readdir(home)).toEqual(before);
  });

  it('go one at a time, of the size that can be sent, and not in a pause', async () => {
    await seeing();
    const endless = new Readable({ read() {} });
    const first = desk.sendFile(who(), 'a', 4, endless);
    await expect(desk.sendFile(who(), 'b', 4, Readable.from(['b']))).rejects.toEqual(failing('not-now'));
    await desk.run({ do: 'cancel-files', who: who() });
    await expect(first).rejects.toEqual(failing('upload-broken'));
    await expect(desk.run({ do: 'cancel-files', who: who() })).rejects.toEqual(failing('no-file'));
    await expect(desk.sendFile(who(), 'b', 2 ** 33, Readable.from(['b']))).rejects.toEqual(failing('too-large'));
    await novice.run({ do: 'pause' });
    await expertSide.until(({ paused }) => paused);
    await expect(desk.sendFile(who(), 'b', 4, Readable.from(['b']))).rejects.toEqual(failing('not-now'));
  });

  it('that are uploaded when the session ends are let go of', async () => {
    await seeing();
    const sending = desk.sendFile(who(), 'a', 4, new Readable({ read() {} }));
    await novice.run({ do: 'end', who: 'novice' });
    await expect(sending).rejects.toEqual(failing('upload-broken'));
    expect((await readdir(home)).filter((name) => name.startsWith('beside-'))).toEqual([]);
  });

  it('of the novice are asked about, and come by a yes', async () => {
    await seeing();
    const sending = novice.sendFile('novice', 'letter.txt', 5, Readable.from([Buffer.from('hello')]));
    const { question } = await expertSide.until((one) => one.question);
    expect(question).toMatchObject({ about: 'file', file: 'letter.txt', size: 5, yes: 'page' });
    expect(question!.expiresAt - Date.now()).toBeLessThanOrEqual(120_000);
    await expect(desk.run({ do: 'answer', who: who(), question: question!.id + 1, yes: true })).rejects.toEqual(
      failing('no-question'),
    );
    await desk.run({ do: 'answer', who: who(), question: question!.id, yes: true });
    expect(state().question).toBeNull();
    await sending;
    const { files } = await expertSide.until((one) => one.files[0]?.stage === 'done');
    expect(await readFile(files[0]!.path!, 'utf8')).toBe('hello');
    await rm(files[0]!.path!);
  });

  it('of the novice that are called off are asked about no more', async () => {
    await seeing();
    const sending = novice.sendFile('novice', 'letter.txt', 5, Readable.from([Buffer.from('hello')]));
    const { question } = await expertSide.until((one) => one.question);
    await novice.run({ do: 'cancel-files', who: 'novice' });
    await expertSide.until((one) => one.question === null);
    await sending;
    await expect(desk.run({ do: 'answer', who: who(), question: question!.id, yes: true })).rejects.toEqual(
      failing('no-question'),
    );
  });
});

describe('pictures', () => {
  const bytesOf = ({ screen }: Page) => new Uint8Array(screen.pixels.buffer);
  const whole = (page: Page) => vi.waitFor(() => expect(page.screen.whole).toBe(true), { timeout: 15_000 });

  it('come to a page that asks for them, whole, also after another had them', async () => {
    await seeing();
    const first = new Page();
    const feed = desk.pictures(who().expert, first)!;
    first.painted = feed.painted;
    await whole(first);
    expect(first.notes[0]).toEqual({ note: 'reset', width: 1280, height: 800 });
    const second = new Page();
    const other = desk.pictures(who().expert, second)!;
    second.painted = other.painted;
    expect(first.ended).toBe('taken');
    await whole(second);
    expect(Buffer.compare(bytesOf(second), bytesOf(first)), 'the same picture').toBe(0);
    await desk.run({ do: 'end', who: who() });
    await expertSide.until(({ closed }) => closed);
    expect(second.ended).toBe('over');
    expect(desk.pictures(who().expert, new Page())).toBeUndefined();
  });

  it('may be waited for from the first moment on', async () => {
    const { link, password } = await invited();
    const reply = await desk.run({ do: 'open', invitation: { link }, password });
    const page = new Page();
    const feed = desk.pictures((reply as { opened: string }).opened, page)!;
    page.painted = feed.painted;
    await answer('consent', true);
    await expertSide.until(({ phase }) => phase === 'viewing');
    await whole(page);
  });

  it('come to a page that asked in a pause once that is over, whole', async () => {
    await seeing();
    await novice.run({ do: 'pause' });
    await expertSide.until(({ paused }) => paused);
    const page = new Page();
    const feed = desk.pictures(who().expert, page)!;
    page.painted = feed.painted;
    // An answer to this one comes behind whatever the novice would have said to the wish for a picture.
    await desk.run({ do: 'chat', who: who(), text: 'paused?' });
    await novice.run({ do: 'chat', who: 'novice', text: 'yes' });
    await expertSide.until(({ chat }) => chat.some(({ from }) => from === 'them'));
    expect(page.screen.paintings).toBe(0);
    await novice.run({ do: 'resume' });
    await whole(page);
  });
});
