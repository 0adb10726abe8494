import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Invitation, NoviceEvent, NoviceState } from '../src/index.js';
import { newInvitation, PICTURE, Rig, WRONG } from './rig.js';

/** `npm run fuzz` takes its time. */
const TIMES = process.env['BESIDE_FUZZ'] === 'long' ? 100 : 1;

/** Everything that can happen to a session, from either side, at any time. */
const HAPPENINGS = {
  clientInfo: (rig: Rig) => rig.clientInfo(),
  otherClientInfo: (rig: Rig) => rig.clientInfo('another session'),
  active: (rig: Rig) => rig.active(),
  inactive: (rig: Rig) => rig.server.emit({ type: 'inactive' }),
  prove: (rig: Rig) => rig.prove(),
  proveWrongly: (rig: Rig) => rig.prove(WRONG),
  consent: (rig: Rig) => rig.novice.answerConsent(true, rig.now),
  noConsent: (rig: Rig) => rig.novice.answerConsent(false, rig.now),
  request: (rig: Rig) => rig.request(3),
  requestByCommand: (rig: Rig) => rig.command('REMOTECTRLSTART'),
  giveBack: (rig: Rig) => rig.request(1),
  abort: (rig: Rig) => rig.command('ABORTRC'),
  grant: (rig: Rig) => rig.novice.answerControl(true, rig.now),
  refuse: (rig: Rig) => rig.novice.answerControl(false, rig.now),
  stop: (rig: Rig) => rig.novice.stopControl('novice', rig.now),
  escape: (rig: Rig) => rig.novice.stopControl('escape', rig.now),
  pause: (rig: Rig) => rig.novice.pause(rig.now),
  resume: (rig: Rig) => rig.novice.resume(rig.now),
  chat: (rig: Rig) => rig.chat('hello'),
  typing: (rig: Rig) => rig.command('TYPINGSTART'),
  offerFile: (rig: Rig) => rig.offerFile(),
  takeFileBack: (rig: Rig) => rig.file('FILEXFERREJECT'),
  fileData: (rig: Rig) => rig.file(Uint8Array.of(1, 2)),
  wantFile: (rig: Rig) => rig.novice.answerFile(rig.offeredFile, true, rig.now),
  refuseFile: (rig: Rig) => rig.novice.answerFile(rig.offeredFile, false, rig.now),
  cancelFile: (rig: Rig) => rig.novice.cancelFile(rig.offeredFile, rig.now),
  ownFile: (rig: Rig) => rig.novice.offerFile({ name: 'b', size: 4 }, rig.now),
  acceptFile: (rig: Rig) => rig.file('FILEXFERACK'),
  input: (rig: Rig) => rig.key(),
  malformed: (rig: Rig) => rig.raw('remdesk', Uint8Array.of(1)),
  leave: (rig: Rig) => rig.server.leave('by-client'),
  lose: (rig: Rig) => rig.novice.streamEnded(rig.now),
  end: (rig: Rig) => rig.novice.end(rig.now),
  suppress: (rig: Rig) => rig.server.emit({ type: 'suppress-output', suppressed: true }),
  unsuppress: (rig: Rig) => rig.server.emit({ type: 'suppress-output', suppressed: false }),
  second: (rig: Rig) => rig.later(1000),
  minute: (rig: Rig) => rig.later(60_000),
} satisfies Record<string, (rig: Rig) => unknown>;
type Happening = keyof typeof HAPPENINGS;

/** Those that lead on, more often than those that end the session, so that walks get somewhere. */
const LEADING: readonly Happening[] = [
  'clientInfo',
  'active',
  'prove',
  'consent',
  'request',
  'grant',
  'input',
  'offerFile',
  'second',
];
const ALL = Object.keys(HAPPENINGS) as Happening[];
const happening = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...LEADING) },
  { weight: 1, arbitrary: fc.constantFrom(...ALL) },
);

/**
 * What must be true of the events alone, with nothing of the state machine known: it follows consent, control, pause and
 * questions by what the listener was told.
 */
class Watcher {
  consented = false;
  controlling = false;
  paused = false;
  question: 'consent' | 'control' | 'file' | undefined;
  /** The id of a file that the novice said yes to. */
  wanted: string | undefined;
  mayBeHeld = false;
  ended = false;

  hear(event: NoviceEvent): void {
    expect(this.ended, `${event.type} after the end`).toBe(false);
    switch (event.type) {
      case 'consent-needed':
        this.question = 'consent';
        break;
      case 'control-needed':
        expect(this.question).toBeUndefined();
        this.question = 'control';
        expect(this.mayBeHeld, 'a key is held while a question is open').toBe(false);
        break;
      case 'file-offered':
        expect([this.consented, this.paused, this.question]).toEqual([true, false, undefined]);
        this.question = 'file';
        expect(this.mayBeHeld, 'a key is held while a question is open').toBe(false);
        break;
      case 'file-accepted':
        expect([this.consented, this.paused], 'a file begins').toEqual([true, false]);
        break;
      case 'file-block':
        expect([this.consented, event.id]).toEqual([true, this.wanted]);
        break;
      case 'question-withdrawn':
        this.question = undefined;
        break;
      case 'viewing':
        expect(this.question).toBe('consent');
        this.consented = true;
        this.question = undefined;
        break;
      case 'controlling':
        expect(this.question).toBe('control');
        this.controlling = true;
        this.question = undefined;
        break;
      case 'input':
        expect([this.consented, this.controlling, this.paused, this.question]).toEqual([true, true, false, undefined]);
        this.mayBeHeld = true;
        break;
      case 'release-input':
        this.mayBeHeld = false;
        break;
      case 'control-ended':
        expect(this.controlling).toBe(true);
        expect(this.mayBeHeld, 'control ended with a key held').toBe(false);
        this.controlling = false;
        break;
      case 'paused':
        expect(this.mayBeHeld, 'paused with a key held').toBe(false);
        this.paused = true;
        break;
      case 'resumed':
        this.paused = false;
        break;
      case 'ended':
        expect([this.controlling, this.mayBeHeld]).toEqual([false, false]);
        this.consented = false;
        this.ended = true;
        break;
    }
  }
}

/** A session with its watcher. */
class Walk {
  readonly rig: Rig;
  readonly watcher = new Watcher();

  constructor(invitation: Invitation, address: string) {
    this.rig = new Rig({ invitation, address });
    this.rig.during = (event) => this.watcher.hear(event);
  }

  take(step: Happening): void {
    const { rig, watcher } = this;
    if (rig.server.disconnected && !['grant', 'consent', 'stop', 'pause', 'resume', 'end', 'minute'].includes(step)) return;
    if (step === 'wantFile' && watcher.question === 'file') watcher.wanted = rig.offeredFile;
    HAPPENINGS[step](rig);
    const answered = { noConsent: 'consent', refuse: 'control', wantFile: 'file', refuseFile: 'file' }[step as string];
    if (answered !== undefined && answered === watcher.question) watcher.question = undefined;
    const frames = rig.server.frames.length;
    const letOut = rig.novice.frame(PICTURE) !== undefined;
    expect(rig.server.frames.length > frames).toBe(letOut);
    if (letOut) expect([watcher.consented, watcher.paused]).toEqual([true, false]);
    if (watcher.consented) expect(rig.novice.showWaiting(PICTURE)).toBeUndefined();
    expect(rig.novice.state === 'ended').toBe(watcher.ended);
  }
}

const LIVELY: readonly NoviceState[] = ['asking-consent', 'viewing', 'asking-control', 'controlling'];

describe('whatever happens in whatever order', () => {
  /** Where the first session begins: random steps alone seldom come as far as control. */
  const start = fc.constantFrom<NoviceState>('connecting', 'asking-consent', 'viewing', 'asking-control', 'controlling');
  const who = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) });
  const steps = fc.array(fc.tuple(who, happening), { maxLength: 60 });

  it('no picture leaves before consent, no input arrives outside of control, and nothing stays held', () => {
    const reached = new Set<NoviceState>();
    fc.assert(
      fc.property(start, steps, (from, walk) => {
        const invitation = newInvitation({ expiresAt: Number.POSITIVE_INFINITY });
        const walks = [new Walk(invitation, 'a'), new Walk(invitation, 'b')];
        if (from !== 'connecting') walks[0]!.rig.to(from);
        reached.add(walks[0]!.rig.novice.state);
        for (const [who, step] of walk) {
          walks[who]!.take(step);
          reached.add(walks[who]!.rig.novice.state);
          const lively = walks.filter(({ rig }) => LIVELY.includes(rig.novice.state));
          expect(lively.length, 'two experts at once').toBeLessThan(2);
        }
        for (const { rig, watcher } of walks) {
          rig.novice.end(rig.now);
          expect(watcher.ended, 'a state without a way out').toBe(true);
        }
      }),
      { numRuns: 1000 * TIMES },
    );
    expect(reached, 'the walks got everywhere').toEqual(
      new Set(['connecting', 'proving', 'asking-consent', 'viewing', 'asking-control', 'controlling', 'ended']),
    );
  });

  it('an expert alone, doing what it can, never sees or controls anything', () => {
    const byExpert = fc.constantFrom<Happening>(
      ...(['clientInfo', 'active', 'inactive', 'prove', 'request', 'requestByCommand', 'giveBack', 'abort', 'chat'] as const),
      ...(['input', 'suppress', 'unsuppress', 'second', 'offerFile', 'fileData', 'acceptFile', 'typing'] as const),
    );
    fc.assert(
      fc.property(fc.array(byExpert, { maxLength: 40 }), (walk) => {
        const rig = new Rig().to('proving');
        for (const step of walk) {
          HAPPENINGS[step](rig);
          expect(rig.novice.frame(PICTURE)).toBeUndefined();
        }
        expect(rig.types).not.toContain('input');
        expect(rig.types).not.toContain('viewing');
        expect(rig.types.filter((type) => /^(chat|typing|file-.*)$/.test(type))).toEqual([]);
      }),
      { numRuns: 300 * TIMES },
    );
  });
});
