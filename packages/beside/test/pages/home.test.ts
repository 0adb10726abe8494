import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type ExpertSide, Home, type HomeOptions, type NoviceSide } from '../../src/pages/home.js';
import type { Command, ExpertState, NoviceState, ReplyResult, Share } from '../../src/pages/protocol.js';
import { DEFAULT_SETTINGS } from '../../src/settings/settings.js';
import { SettingsError } from '../../src/settings/settings-store.js';

class Desk {
  readonly commands: Command[] = [];
  closed = false;
  reply: (command: Command) => Promise<ReplyResult | undefined> = async () => undefined;

  async run(command: Command): Promise<ReplyResult | undefined> {
    this.commands.push(command);
    return this.reply(command);
  }

  async sendFile(who: unknown, name: string): Promise<void> {
    this.commands.push({ do: 'log', session: `${JSON.stringify(who)} ${name}` });
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

class Novice extends Desk implements NoviceSide {
  shown: Share = { can: true, desktop: 'practice' };
  phase: NoviceState['phase'] | undefined;
  controlling = false;
  state = () => (this.phase ? ({ phase: this.phase, invitation: { password: 'BCDF' } } as NoviceState) : null);
  controlled = () => this.controlling;
  share = () => this.shown;
  toldOfSettings = 0;
  settingsChanged = () => {
    this.toldOfSettings += 1;
  };
  invitationFile = () => ({ name: 'Invitation.beside', bytes: Buffer.from('sealed') });
}

class Expert extends Desk implements ExpertSide {
  sessions: Pick<ExpertState, 'id' | 'phase'>[] = [];
  states = () => this.sessions as ExpertState[];
  pictures = () => undefined;
  override reply = async () => {
    const id = String(this.sessions.length);
    this.sessions.push({ id, phase: 'dialling' });
    return { opened: id };
  };
}

type Data = HomeOptions['data'];

function stage(given?: NonNullable<HomeOptions['given']>, data: object = {}) {
  const novice = new Novice();
  const expert = new Expert();
  let changed: () => void = () => undefined;
  const home = new Home({
    version: '1.2.3',
    data: { settings: { settings: DEFAULT_SETTINGS }, ...data } as unknown as Data,
    desks: (tell) => {
      changed = tell;
      return { novice, expert };
    },
    address: (place) => `http://127.0.0.1:1/#${place}`,
    ...(given && { given }),
  });
  return { home, novice, expert, changed: () => changed() };
}

describe('the home page', () => {
  it('shows both desks, and tells what changes on them until nobody looks', () => {
    const { home, novice, expert, changed } = stage();
    novice.phase = 'waiting';
    expert.sessions = [{ id: 'a', phase: 'viewing' }];
    expect(home.state()).toMatchObject({
      version: '1.2.3',
      share: { can: true },
      settings: DEFAULT_SETTINGS,
      novice: { phase: 'waiting' },
      experts: [{ id: 'a' }],
      given: null,
    });
    let told = 0;
    const unwatch = home.watch(() => {
      told += 1;
    });
    changed();
    unwatch();
    changed();
    expect(told).toBe(1);
  });

  it('gives each desk what is for it', async () => {
    const { home, novice, expert } = stage();
    const one = { expert: 'a' };
    const forNovice: Command[] = [
      { do: 'invite', for: 'beside', viewOnly: false },
      { do: 'pause' },
      { do: 'answer', who: 'novice', question: 1, yes: true },
      { do: 'end', who: 'novice' },
    ];
    const forExpert: Command[] = [
      { do: 'answer', who: one, question: 1, yes: true },
      { do: 'input', who: one, events: [] },
      { do: 'request-control', who: one },
    ];
    for (const command of [...forNovice, ...forExpert]) await home.run(command);
    await home.sendFile('novice', 'a', 0, Readable.from([]));
    await home.sendFile(one, 'b', 0, Readable.from([]));
    expect(novice.commands).toEqual([...forNovice, { do: 'log', session: '"novice" a' }]);
    expect(expert.commands).toEqual([...forExpert, { do: 'log', session: '{"expert":"a"} b' }]);
  });

  it('needs no page as long as somebody sees this screen, and for nothing else', () => {
    const { home, novice, expert } = stage();
    expect(home.busy).toBe(false);
    novice.phase = 'viewing';
    expect(home.busy).toBe(true);
    for (const phase of ['preparing', 'waiting', 'connecting', 'closed'] as const) {
      novice.phase = phase;
      expect(home.busy).toBe(false);
    }
    expert.sessions = [{ id: 'a', phase: 'viewing' }];
    expect(home.busy).toBe(false);
  });

  it('ends what stands on both', async () => {
    const { home, novice, expert } = stage();
    await home.close();
    expect([novice.closed, expert.closed]).toEqual([true, true]);
  });

  it('saves settings, and says why it could not', async () => {
    const wished: unknown[] = [];
    const change = async (settings: unknown) => {
      wished.push(settings);
      if (wished.length > 1) throw new SettingsError('not-saved', 'There is no room left.');
    };
    const { home, novice } = stage(undefined, { settings: { settings: DEFAULT_SETTINGS, change } });
    await home.run({ do: 'settings', settings: DEFAULT_SETTINGS });
    expect(wished).toEqual([DEFAULT_SETTINGS]);
    await expect(home.run({ do: 'settings', settings: DEFAULT_SETTINGS })).rejects.toMatchObject({
      name: 'PageError',
      code: 'not-saved',
      message: 'There is no room left.',
    });
    expect(novice.toldOfSettings).toBe(2);
  });

  it('tells and forgets what was', async () => {
    const forgotten: string[] = [];
    const gone = Object.assign(new Error('gone'), { code: 'EACCES' });
    const { home } = stage(undefined, {
      contacts: { folder: '/config', list: async () => ['somebody'], forget: async () => forgotten.push('contacts') },
      sessions: {
        path: '/sessions',
        list: async () => Promise.reject(gone),
        read: async (id: string) => (id === 'a' ? ['line'] : undefined),
        forget: async () => forgotten.push('sessions'),
      },
    });
    expect(await home.run({ do: 'contacts' })).toEqual({ contacts: ['somebody'] });
    expect(await home.run({ do: 'log', session: 'a' })).toEqual({ log: ['line'] });
    await expect(home.run({ do: 'log', session: 'b' })).rejects.toMatchObject({ code: 'no-record' });
    await expect(home.run({ do: 'history' })).rejects.toMatchObject({
      code: 'not-readable',
      message: expect.stringContaining('/sessions'),
    });
    await home.run({ do: 'forget', what: 'contacts' });
    await home.run({ do: 'forget', what: 'history' });
    expect(forgotten).toEqual(['contacts', 'sessions']);
  });
});

describe('an invitation that the program was started with', () => {
  const given = { name: 'Invitation.beside', bytes: Buffer.from('sealed') };
  const open: Command = { do: 'open', invitation: { given: true }, password: 'x' };

  it('is opened by its password, once', async () => {
    const { home, expert } = stage(given);
    expect(home.state().given).toEqual({ name: 'Invitation.beside' });
    expect(await home.run(open)).toEqual({ opened: '0' });
    expect(expert.commands).toEqual([{ do: 'open', invitation: { file: 'c2VhbGVk' }, password: 'x' }]);
    expect(home.state().given).toBeNull();
    await expect(home.run(open)).rejects.toMatchObject({ code: 'no-invitation' });
  });

  it('stays after a wrong password', async () => {
    const { home, expert } = stage(given);
    expert.reply = () => Promise.reject(new Error('wrong'));
    await expect(home.run(open)).rejects.toThrow('wrong');
    expect(home.state().given).not.toBeNull();
  });
});

describe('the practice desktop', () => {
  const open: Command = { do: 'open', invitation: { practice: true }, password: '' };

  it('waits with the second page until the invitation is made', async () => {
    const { home, novice, expert, changed } = stage();
    novice.phase = 'preparing';
    const opened = home.run(open);
    await Promise.resolve();
    expect(expert.sessions).toEqual([]);
    novice.phase = 'waiting';
    changed();
    expect(await opened).toEqual({ opened: '0' });
  });

  it('has a second page, which opens its invitation with its own password, once however often it asks', async () => {
    const { home, novice, expert } = stage();
    novice.phase = 'waiting';
    expect(await home.run({ do: 'practice-expert' })).toEqual({ address: 'http://127.0.0.1:1/#practice' });
    expect(expert.commands).toEqual([]);
    expect(await Promise.all([home.run(open), home.run(open)])).toEqual([{ opened: '0' }, { opened: '0' }]);
    expect(await home.run(open)).toEqual({ opened: '0' });
    expect(expert.commands).toEqual([{ do: 'open', invitation: { file: 'c2VhbGVk' }, password: 'BCDF' }]);
    expert.sessions = [{ id: '0', phase: 'closed' }];
    expect(await home.run(open)).toEqual({ opened: '1' });
  });

  it('has none without an invitation, and one again after that failed', async () => {
    const { home, novice } = stage();
    await expect(home.run(open)).rejects.toMatchObject({ code: 'no-invitation' });
    novice.phase = 'waiting';
    expect(await home.run(open)).toEqual({ opened: '0' });
  });

  it('is the only one that is helped from the same computer', async () => {
    const { home, novice } = stage();
    novice.phase = 'waiting';
    for (const share of [
      { can: true, desktop: 'screen' },
      { can: false, why: 'macos', message: '' },
    ] as const) {
      novice.shown = share;
      await expect(home.run(open)).rejects.toMatchObject({ code: 'not-practice' });
      await expect(home.run({ do: 'practice-expert' })).rejects.toMatchObject({ code: 'not-practice' });
    }
  });

  it('keeps settings, records and other sessions from whoever controls the very screen that they are on', async () => {
    const { home, novice, expert } = stage();
    Object.assign(novice, { phase: 'viewing', controlling: true, shown: { can: true, desktop: 'screen' } });
    for (const command of [
      { do: 'settings', settings: DEFAULT_SETTINGS },
      { do: 'forget', what: 'history' },
      { do: 'open', invitation: { link: 'beside:x' }, password: 'x' },
      { do: 'answer', who: { expert: 'a' }, question: 1, yes: true },
    ] as const)
      await expect(home.run(command)).rejects.toMatchObject({ code: 'controlled' });
    expect(novice.toldOfSettings).toBe(0);
    const no = { do: 'answer', who: { expert: 'a' }, question: 1, yes: false } as const;
    await home.run(no);
    expect(expert.commands).toEqual([no]);
  });
});
