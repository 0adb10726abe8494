import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeEncomsp } from '../src/encomsp.js';
import type { ExpertState, Invitation, NoviceState } from '../src/index.js';
import { encodeChat } from '../src/remdesk/chat.js';
import { encodeRemdesk } from '../src/remdesk/header.js';
import { encodeCommand } from '../src/remdesk/rccommand.js';
import { anyInvitation, type Meeting, Pair, pixel } from './expert/pair.js';
import { ExpertWatcher, MARK, NoviceWatcher } from './expert/watchers.js';

/** `npm run fuzz` takes its time. */
const TIMES = process.env['BESIDE_FUZZ'] === 'long' ? 100 : 1;

const KEY = { type: 'key', scancode: 0x1e } as const;

/** A novice and an expert over the real engines, with all that must be true of what they tell. */
class Walk {
  readonly pair: Pair;
  readonly novice = new NoviceWatcher();
  readonly expert = new ExpertWatcher();

  constructor(meeting: Meeting, invitation: Invitation, address: string, now: number) {
    this.pair = new Pair(meeting, { invitation, now, novice: { address } });
    const { pair } = this;
    pair.onNovice = (event) => this.novice.hear(event);
    pair.onExpert = (event) => this.expert.hear(event);
    const sendFrame = pair.server.sendFrame.bind(pair.server);
    pair.server.sendFrame = (rects) => {
      this.novice.sends(rects[0]?.data[0]);
      return sendFrame(rects);
    };
    const monitors = pair.server.monitors.bind(pair.server);
    pair.server.monitors = (layout) => {
      this.novice.tells();
      monitors(layout);
    };
  }

  /** The novice's user answers whatever is asked; nobody answers what is not. */
  answer(yes: boolean): void {
    const { pair, novice } = this;
    const { question, offered } = novice;
    if (!yes || question === 'file') novice.question = undefined;
    if (question === 'file' && yes) novice.coming.add(offered!);
    if (question === 'consent') pair.novice.answerConsent(yes, pair.now);
    if (question === 'control') pair.novice.answerControl(yes, pair.now);
    if (question === 'file') pair.novice.answerFile(offered!, yes, pair.now);
  }

  /** Every call of the novice's user, at any time: a listener may get it wrong. */
  answerBlindly(): void {
    const { pair, novice } = this;
    for (const answer of ['consent', 'control'] as const) {
      if (novice.question === answer) continue;
      const before = pair.novice.state;
      if (answer === 'consent') pair.novice.answerConsent(true, pair.now);
      else pair.novice.answerControl(true, pair.now);
      expect(pair.novice.state, 'an answer without a question').toBe(before);
    }
  }

  /** The expert's user wants a file or not. */
  answerFile(yes: boolean): void {
    const { pair, expert } = this;
    const id = expert.offered;
    if (id === undefined) return;
    expert.offered = undefined;
    if (yes) expert.coming.add(id);
    if (!pair.expert.answerFile(id, yes, pair.now)) expert.coming.delete(id);
  }

  input(down: boolean): void {
    if (this.pair.expert.input({ ...KEY, down })) this.expert.sends();
  }

  block(by: 'novice' | 'expert'): void {
    for (const id of this[by].going) this.pair[by].fileBlock(id, new Uint8Array(1000), this.pair.now);
  }

  cancel(by: 'novice' | 'expert'): void {
    for (const id of [...this[by].going, ...this[by].coming]) this.pair[by].cancelFile(id, this.pair.now);
  }
}

const garbage = Uint8Array.from({ length: 40 }, (_, i) => (i * 37) & 0xff);
const controlChange = (flags: number) => encodeEncomsp({ type: 'control-change', flags, participantId: 0 });
const rights = (flags: number) =>
  encodeEncomsp({ type: 'participant-created', participantId: 2, groupId: 0, flags, name: 'Erik' });
const offer = encodeRemdesk(
  '71',
  encodeCommand('FILEXFER', [
    ['FILENAME', 'x'],
    ['FILESIZE', '40'],
    ['CHANNELID', 'RA_FX.E1'],
  ]),
);
const command = (name: string) => encodeRemdesk('71', encodeCommand(name));

/** Everything that can happen to a session, from either side, at any time. */
const HAPPENINGS = {
  yes: (walk) => walk.answer(true),
  no: (walk) => walk.answer(false),
  blindYes: (walk) => walk.answerBlindly(),
  stop: ({ pair }) => pair.novice.stopControl('novice', pair.now),
  escape: ({ pair }) => pair.novice.stopControl('escape', pair.now),
  pause: ({ pair }) => pair.novice.pause(pair.now),
  resume: ({ pair }) => pair.novice.resume(pair.now),
  frame: ({ pair }) => pair.novice.frame(pixel(MARK.desktop)),
  waiting: ({ pair }) => pair.novice.showWaiting(pixel(MARK.waiting)),
  resize: ({ pair }) => pair.novice.resize(pair.now % 2 ? 80 : 64, 48),
  monitors: ({ pair }) => pair.novice.monitors([{ x: 0, y: 0, width: 32 + (pair.now % 2), height: 48, primary: true }]),
  noviceChats: ({ pair }) => pair.novice.chat('hello', pair.now),
  noviceTypes: ({ pair }) => pair.novice.typing(true, pair.now),
  noviceOffers: ({ pair }) => pair.novice.offerFile({ name: 'n', size: 3000 }, pair.now),
  noviceSends: (walk) => walk.block('novice'),
  noviceCancels: (walk) => walk.cancel('novice'),
  noviceEnds: ({ pair }) => pair.novice.end(pair.now),
  request: ({ pair }) => pair.expert.requestControl(pair.now),
  insist: (walk) => {
    for (let times = 0; times < 6; times++) {
      walk.pair.expert.requestControl(walk.pair.now);
      walk.pair.settle();
    }
  },
  giveBack: ({ pair }) => pair.expert.giveBackControl(pair.now),
  press: (walk) => walk.input(true),
  letGo: (walk) => walk.input(false),
  expertChats: ({ pair }) => pair.expert.chat('hello', pair.now),
  expertTypes: ({ pair }) => pair.expert.typing(true, pair.now),
  expertOffers: ({ pair }) => pair.expert.offerFile({ name: 'e', size: 3000 }, pair.now),
  expertTakes: (walk) => walk.answerFile(true),
  expertDeclines: (walk) => walk.answerFile(false),
  expertSends: (walk) => walk.block('expert'),
  expertCancels: (walk) => walk.cancel('expert'),
  refresh: ({ pair }) => pair.expert.refresh([{ x: 0, y: 0, width: 8, height: 8 }]),
  suppress: ({ pair }) => pair.expert.suppressOutput(true),
  unsuppress: ({ pair }) => pair.expert.suppressOutput(false),
  expertEnds: ({ pair }) => pair.expert.end(pair.now),
  lose: ({ pair }) => pair.lose(),
  second: () => {},
  minute: () => {},
  deliverToNovice: ({ pair }) => pair.deliver('novice'),
  deliverToExpert: ({ pair }) => pair.deliver('expert'),
  settle: ({ pair }) => pair.settle(),
} satisfies Record<string, (walk: Walk) => unknown>;

/** What only a side that is not Beside does: it goes around its own engine, and the two need not agree any more. */
const HOSTILE = {
  inputAnyway: ({ pair }) => pair.client.sendInput({ ...KEY, down: true }),
  requestAnyway: ({ pair }) => pair.client.sendChannel('encomsp', controlChange(3)),
  requestByCommand: ({ pair }) => pair.client.sendChannel('remdesk', command('REMOTECTRLSTART')),
  giveBackAnyway: ({ pair }) => pair.client.sendChannel('encomsp', controlChange(1)),
  abort: ({ pair }) => pair.client.sendChannel('remdesk', command('ABORTRC')),
  grantAnyway: ({ pair }) => pair.server.sendChannel('remdesk', command('ACCEPTRC')),
  rightsAnyway: ({ pair }) => pair.server.sendChannel('encomsp', rights(7)),
  rightsAway: ({ pair }) => pair.server.sendChannel('encomsp', rights(5)),
  rejectAnyway: ({ pair }) => pair.server.sendChannel('remdesk', command('REJECTRC')),
  chatAnyway: ({ pair }) => pair.client.sendChannel('remdesk', encodeRemdesk('70', encodeChat('hello'))),
  typingAnyway: ({ pair }) => pair.client.sendChannel('remdesk', command('TYPINGSTART')),
  fileAnyway: ({ pair }) => pair.client.sendChannel('remdesk', offer),
  blockAnyway: ({ pair }) => pair.client.sendChannel('remdesk', encodeRemdesk('RA_FX.E1', garbage)),
  chatToExpert: ({ pair }) => pair.server.sendChannel('remdesk', encodeRemdesk('70', encodeChat('hello'))),
  fileToExpert: ({ pair }) => pair.server.sendChannel('remdesk', offer),
  garbageToNovice: ({ pair }) => pair.client.sendChannel('remdesk', garbage),
  garbageToExpert: ({ pair }) => pair.server.sendChannel('remdesk', garbage),
  noiseToNovice: ({ pair }) => pair.inject('novice', garbage),
  noiseToExpert: ({ pair }) => pair.inject('expert', garbage),
} satisfies Record<string, (walk: Walk) => unknown>;

const ALL = { ...HAPPENINGS, ...HOSTILE };
type Happening = keyof typeof ALL;
const HONEST = Object.keys(HAPPENINGS) as Happening[];
/** Those that lead on, more often than those that end the session, so that walks get somewhere. */
const LEADING: readonly Happening[] = [
  'yes',
  'yes',
  'request',
  'press',
  'frame',
  'second',
  'giveBack',
  'pause',
  'resume',
  'expertOffers',
  'settle',
  'settle',
];

const anyOf = (happenings: readonly Happening[]) =>
  fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...LEADING) }, { weight: 2, arbitrary: fc.constantFrom(...happenings) });

/** Where the two stand when they agree. */
const SAME: Readonly<Record<NoviceState, readonly ExpertState[]>> = {
  connecting: ['connecting'],
  // What a proof came to may be held back.
  proving: ['introducing', 'waiting-for-consent'],
  'asking-consent': ['waiting-for-consent'],
  viewing: ['viewing'],
  'asking-control': ['asking-control'],
  controlling: ['controlling'],
  ended: ['ended'],
};
/** In all others somebody waits for something, which must have an end. */
const CALM: ReadonlySet<NoviceState | ExpertState> = new Set(['viewing', 'controlling', 'ended']);

function expectAgreement({ pair }: Walk): void {
  expect(SAME[pair.novice.state], `the novice is at ${pair.novice.state}`).toContain(pair.expert.state);
  if (SAME.viewing.includes(pair.expert.state)) expect(pair.expert.paused).toBe(pair.novice.paused);
}

function expectWayOut({ pair, novice }: Walk): void {
  for (const side of [pair.novice, pair.expert]) {
    if (!CALM.has(side.state)) expect(side.nextDeadline(), `${side.state} without an end`).toBeDefined();
  }
  if (novice.question === 'file') expect(pair.novice.nextDeadline(), 'a file’s question without an end').toBeDefined();
}

/** Lets time pass until nobody waits any more. */
function waitOut({ pair }: Walk): void {
  for (let times = 0; times < 50; times++) {
    const next = [pair.novice.nextDeadline(), pair.expert.nextDeadline()].filter((at) => at !== undefined);
    if (next.length === 0) return;
    pair.later(Math.max(1, Math.min(...next) - pair.now)).settle();
  }
  throw new Error('somebody waits for ever');
}

const meeting = fc.constantFrom<Meeting>('beside', 'version-1', 'version-2');
/** Where the first session begins: random steps alone seldom come as far as control. */
const start = fc.oneof(
  fc.nat(30).map((pieces) => (walk: Walk) => deliverSome(walk, pieces)),
  fc.constantFrom(
    (walk: Walk) => void walk.pair.settle(),
    (walk: Walk) => view(walk),
    (walk: Walk) => control(walk),
  ),
);
const who = fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) });
/** How the walk is brought to its end. */
const end = fc.constantFrom<Happening>('noviceEnds', 'expertEnds', 'lose');

function deliverSome({ pair }: Walk, pieces: number): void {
  for (let piece = 0; piece < pieces; piece++) pair.deliver(piece % 2 ? 'expert' : 'novice');
}

function view(walk: Walk): void {
  walk.pair.settle();
  walk.answer(true);
  walk.pair.settle();
}

function control(walk: Walk): void {
  view(walk);
  walk.pair.expert.requestControl(walk.pair.now);
  walk.pair.settle();
  walk.answer(true);
  walk.pair.settle();
}

describe('a novice and an expert, whatever happens in whatever order', () => {
  /** @param prompt everything arrives before the next thing happens */
  function property(happenings: readonly Happening[], prompt: boolean, reached: Set<string>) {
    const steps = fc.array(fc.tuple(who, anyOf(happenings)), { maxLength: 50 });
    const honest = happenings === HONEST;
    return fc.property(meeting, start, steps, end, (how, begin, walked, last) => {
      const invitation = anyInvitation();
      const walks = [new Walk(how, invitation, 'a', 1000)];
      begin(walks[0]!);
      reached.add(walks[0]!.pair.novice.state).add(walks[0]!.pair.expert.state);
      for (const [who, step] of walked) {
        if (who === 1 && walks.length === 1) walks.push(new Walk(how, invitation, 'b', walks[0]!.pair.now));
        const walk = walks[who] ?? walks[0]!;
        ALL[step](walk);
        const passes = step === 'second' ? 1000 : step === 'minute' ? 60_000 : 0;
        for (const each of walks) {
          if (passes > 0) each.pair.later(passes);
          if (prompt) each.pair.settle();
          if (prompt && honest) expectAgreement(each);
          expectWayOut(each);
          reached.add(each.pair.novice.state).add(each.pair.expert.state);
        }
        expect(walks.filter(({ novice }) => novice.consented || novice.question).length, 'two experts').toBeLessThan(2);
        expect(walks.filter(({ expert }) => expert.viewing).length > 1 && prompt, 'two experts see').toBe(false);
      }
      for (const walk of walks) {
        walk.pair.settle();
        if (walk.expert.pictures > 0) reached.add('picture');
        if (walk.pair.noviceTold('input').length > 0) reached.add('input');
        if (honest) expectAgreement(walk);
        waitOut(walk);
        expect(CALM.has(walk.pair.novice.state) && CALM.has(walk.pair.expert.state), 'a wait without an end').toBe(true);
        ALL[last](walk);
        walk.pair.settle();
        expect([walk.novice.ended, walk.expert.ended], 'a state without a way out').toEqual([true, true]);
      }
    });
  }
  const FAR = ['asking-consent', 'waiting-for-consent', 'viewing', 'asking-control', 'controlling', 'ended', 'picture', 'input'];
  /** With everything delivered at once nobody is ever seen there. */
  const ON_THE_WAY = ['connecting', 'proving'];

  for (const [what, happenings] of [
    ['when both are honest', HONEST],
    ['when one of them is not', [...HONEST, ...(Object.keys(HOSTILE) as Happening[])]],
  ] as const) {
    for (const prompt of [true, false]) {
      const name = `${what}${prompt ? '' : ', and messages cross'}`;
      it(`nothing is seen before yes, done outside of control, shared by two or waited for without end ${name}`, () => {
        const reached = new Set<string>();
        fc.assert(property(happenings, prompt, reached), { numRuns: 400 * TIMES });
        expect([...reached], 'the walks got everywhere').toEqual(expect.arrayContaining(prompt ? FAR : [...FAR, ...ON_THE_WAY]));
      });
    }
  }
});
