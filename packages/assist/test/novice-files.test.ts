import { describe, expect, it } from 'vitest';
import { CONSENT_TIMEOUT } from '../src/index.js';
import { FIRST_PAUSE, RETURN_PAUSE } from '../src/novice/courtesy.js';
import { AFTER_CONTROL } from '../src/novice/files.js';
import { Rig } from './rig.js';

const DATA = Uint8Array.of(1, 2, 3, 4, 5);
const offered = (more = {}) => new Rig(more).to('viewing').offerFile();

describe('a file that the expert offers', () => {
  it('is a question to the novice, and comes after its yes alone', () => {
    const rig = offered();
    expect(rig.events.at(-1)).toEqual({ type: 'file-offered', id: rig.offeredFile, name: 'a.txt', size: 5 });
    expect(rig.said()).toEqual([]);
    expect(rig.novice.answerFile(rig.offeredFile, true, rig.now)).toBe(true);
    expect(rig.said()).toEqual(['FILEXFERACK']);
    rig.file(DATA).file('FILEXFEREND');
    expect(rig.of('file-block').map(({ bytes }) => [...bytes])).toEqual([[...DATA]]);
    expect(rig.events.at(-1)).toEqual({ type: 'file-done', id: rig.offeredFile });
  });

  it('is refused by the novice, and cannot be offered again at once', () => {
    const rig = offered();
    expect(rig.novice.answerFile(rig.offeredFile, false, rig.now)).toBe(false);
    expect(rig.said()).toEqual(['FILEXFERREJECT']);
    rig.later(FIRST_PAUSE - 1).offerFile();
    expect(rig.events.at(-1)).toEqual({ type: 'file-declined', name: 'a.txt', size: 5, why: 'too-soon' });
    expect(rig.said()).toEqual(['FILEXFERREJECT']);
    rig.later(1).offerFile();
    expect(rig.events.at(-1)).toMatchObject({ type: 'file-offered' });
  });

  it('is not heard of before consent, nor a malformed one', () => {
    for (const state of ['proving', 'asking-consent'] as const) {
      const rig = new Rig().to(state);
      const before = rig.events.length;
      rig.offerFile().command('FILEXFER').file(DATA).command('TYPINGSTART');
      expect(rig.events).toHaveLength(before);
      expect(rig.said()).toEqual([]);
      expect(rig.novice.state).toBe(state);
    }
  });

  it('is a no when nobody answers', () => {
    const rig = offered();
    expect(rig.novice.nextDeadline()).toBe(rig.now + CONSENT_TIMEOUT);
    rig.later(CONSENT_TIMEOUT - 1);
    expect(rig.said()).toEqual([]);
    rig.later(1);
    expect(rig.said()).toEqual(['FILEXFERREJECT']);
    expect(rig.types.slice(-2)).toEqual(['question-withdrawn', 'file-cancelled']);
    expect(rig.novice.answerFile(rig.offeredFile, true, rig.now)).toBe(false);
    expect(rig.novice.nextDeadline()).toBeUndefined();
    rig.offerFile();
    expect(rig.of('file-declined')).toMatchObject([{ why: 'too-soon' }]);
  });

  it('may be taken back while the question is open, and not be offered again in the same breath', () => {
    const rig = offered().file('FILEXFERREJECT');
    expect(rig.events.slice(-2)).toEqual([
      { type: 'question-withdrawn' },
      { type: 'file-cancelled', id: rig.offeredFile, by: 'them' },
    ]);
    rig.offerFile();
    expect(rig.events.at(-1)).toMatchObject({ type: 'file-declined', why: 'too-soon' });
    rig.later(RETURN_PAUSE).offerFile();
    expect(rig.events.at(-1)).toMatchObject({ type: 'file-offered' });
  });

  it('that the novice calls off instead of answering, or by a pause, is refused: no new question at once', () => {
    const callOff = [
      (rig: Rig) => rig.novice.cancelFile(rig.offeredFile, rig.now),
      (rig: Rig) => {
        rig.novice.pause(rig.now);
        rig.novice.resume(rig.now);
      },
    ];
    for (const call of callOff) {
      const rig = offered().later(20_000);
      call(rig);
      rig.later(FIRST_PAUSE - 1).offerFile();
      expect(rig.events.at(-1)).toMatchObject({ type: 'file-declined', why: 'too-soon' });
      rig.later(1).offerFile();
      expect(rig.events.at(-1)).toMatchObject({ type: 'file-offered' });
    }
  });

  it('without a valid form ends the session, and the field is named', () => {
    const rig = new Rig().to('viewing').command('FILEXFER');
    expect(rig.events.at(-1)).toMatchObject({ type: 'ended', reason: 'malformed', error: { path: 'rccommand.FILESIZE' } });
  });

  it('may be cancelled by the novice while it comes', () => {
    const rig = offered();
    rig.novice.answerFile(rig.offeredFile, true, rig.now);
    expect(rig.novice.cancelFile(rig.offeredFile, rig.now)).toBe(true);
    expect(rig.said()).toEqual(['FILEXFERACK', 'FILEXFERREJECT']);
    rig.file(DATA);
    expect(rig.types).not.toContain('file-block');
  });
});

describe('while the question for a file is open', () => {
  it('nothing is done for an expert in control, whose keys are let go of first, and control stands again afterwards', () => {
    for (const answer of [true, false]) {
      const rig = new Rig().to('controlling').key().offerFile();
      expect(rig.types.slice(-3)).toEqual(['input', 'release-input', 'file-offered']);
      rig.key();
      expect(rig.types.at(-1)).toBe('file-offered');
      expect(rig.novice.state).toBe('controlling');
      rig.novice.answerFile(rig.offeredFile, answer, rig.now);
      rig.key();
      expect(rig.types.at(-1)).toBe('input');
    }
  });

  it('control that is stopped or given back stays so, and the question stays', () => {
    for (const stop of [(rig: Rig) => rig.novice.stopControl('escape', rig.now), (rig: Rig) => rig.request(1)]) {
      const rig = new Rig().to('controlling').offerFile();
      stop(rig);
      expect(rig.novice.state).toBe('viewing');
      expect(rig.novice.answerFile(rig.offeredFile, true, rig.now)).toBe(true);
      rig.key();
      expect(rig.types).not.toContain('input');
      expect(rig.of('release-input')).toHaveLength(1);
    }
  });

  it('no second one is opened: neither for control nor for another file', () => {
    const rig = offered().request(3);
    expect(rig.events.at(-1)).toEqual({ type: 'control-refused', why: 'busy' });
    expect(rig.said()).toEqual(['REJECTRC']);
    expect(rig.novice.state).toBe('viewing');
    const asking = new Rig().to('asking-control').offerFile();
    expect(asking.events.at(-1)).toMatchObject({ type: 'file-declined', why: 'busy' });
    expect(asking.novice.state).toBe('asking-control');
  });

  it('the end of the session takes it away', () => {
    const rig = offered();
    rig.novice.end(rig.now);
    expect(rig.events.slice(-3)).toEqual([
      { type: 'question-withdrawn' },
      { type: 'file-cancelled', id: rig.offeredFile, by: 'end' },
      { type: 'ended', reason: 'novice' },
    ]);
    expect(rig.novice.answerFile(rig.offeredFile, true, rig.now)).toBe(false);
  });

  it('the end that comes from letting go of the keys leaves no question behind', () => {
    const rig = new Rig().to('controlling').key();
    rig.during = (event) => {
      if (event.type === 'release-input') rig.novice.end(rig.now);
    };
    rig.offerFile();
    expect(rig.types).not.toContain('file-offered');
    expect(rig.types.at(-1)).toBe('ended');
  });
});

describe('during a pause', () => {
  it('no file begins, in neither direction', () => {
    const rig = new Rig().to('viewing');
    rig.novice.pause(rig.now);
    rig.said();
    rig.offerFile();
    expect(rig.events.at(-1)).toMatchObject({ type: 'file-declined', why: 'paused' });
    expect(rig.said()).toEqual(['FILEXFERREJECT']);
    expect(rig.novice.offerFile({ name: 'b', size: 1 }, rig.now)).toBeUndefined();
  });

  it('offers that were open when it began are called off, and what had begun goes on', () => {
    const open = offered();
    open.novice.pause(open.now);
    expect(open.types.slice(-3)).toEqual(['question-withdrawn', 'file-cancelled', 'paused']);
    const own = new Rig().to('viewing');
    own.novice.offerFile({ name: 'b', size: 1 }, own.now);
    own.novice.pause(own.now);
    expect(own.said()).toEqual(['FILEXFER', 'FILEXFERREJECT', 'stream-paused']);
    const begun = offered();
    begun.novice.answerFile(begun.offeredFile, true, begun.now);
    begun.novice.pause(begun.now);
    begun.file(DATA).file('FILEXFEREND');
    expect(begun.types.at(-1)).toBe('file-done');
  });
});

describe('a file that the novice offers', () => {
  it('goes out when the expert wants it', () => {
    const rig = new Rig().to('viewing');
    const id = rig.novice.offerFile({ name: 'log.txt', size: 2000 }, rig.now)!;
    expect(rig.said()).toEqual(['FILEXFER']);
    expect(rig.novice.fileBlock(id, new Uint8Array(1000), rig.now)).toBe(false);
    rig.file('FILEXFERACK');
    expect(rig.events.at(-1)).toEqual({ type: 'file-accepted', id });
    expect(rig.novice.fileBlock(id, new Uint8Array(2000), rig.now)).toBe(true);
    expect(rig.said()).toEqual(['1024 bytes', '976 bytes', 'FILEXFEREND']);
    expect(rig.events.at(-1)).toEqual({ type: 'file-done', id });
  });

  it('is not offered while the expert controls, nor just afterwards: the wish might be the expert’s', () => {
    for (const end of [(rig: Rig) => rig.novice.stopControl('novice', rig.now), (rig: Rig) => rig.request(1)]) {
      const rig = new Rig().to('controlling');
      expect(rig.novice.offerFile({ name: 'a', size: 1 }, rig.now)).toBeUndefined();
      rig.novice.pause(rig.now);
      expect(rig.novice.offerFile({ name: 'a', size: 1 }, rig.now)).toBeUndefined();
      rig.novice.resume(rig.now);
      end(rig);
      rig.later(AFTER_CONTROL - 1);
      expect(rig.novice.offerFile({ name: 'a', size: 1 }, rig.now)).toBeUndefined();
      rig.later(1);
      expect(rig.novice.offerFile({ name: 'a', size: 1 }, rig.now)).toBeDefined();
    }
  });

  it('is not offered before consent or after the end', () => {
    for (const state of ['connecting', 'proving', 'asking-consent', 'ended'] as const) {
      const rig = new Rig().to(state);
      expect(rig.novice.offerFile({ name: 'a', size: 1 }, rig.now)).toBeUndefined();
      expect(rig.said()).toEqual([]);
    }
  });

  it('is cut off by the end of the session', () => {
    const rig = new Rig().to('viewing');
    const id = rig.novice.offerFile({ name: 'a', size: 10 }, rig.now)!;
    rig.file('FILEXFERACK');
    rig.server.leave('by-client');
    expect(rig.events.slice(-2)).toEqual([
      { type: 'file-cancelled', id, by: 'end' },
      { type: 'ended', reason: 'expert' },
    ]);
    expect(rig.novice.fileBlock(id, new Uint8Array(1), rig.now)).toBe(false);
  });

  it('has a name of its own between Besides, and goes in larger blocks', () => {
    const rig = new Rig({ way: 'beside' }).to('viewing');
    const id = rig.novice.offerFile({ name: 'a', size: 3000 }, rig.now)!;
    rig.file('FILEXFERACK', 'RA_FX.N1');
    rig.said();
    rig.novice.fileBlock(id, new Uint8Array(3000), rig.now);
    expect(rig.said()).toEqual(['3000 bytes', 'FILEXFEREND']);
  });
});

describe('typing', () => {
  it('is told both ways once somebody views, and ends with the message', () => {
    const rig = new Rig().to('viewing').command('TYPINGSTART');
    expect(rig.events.at(-1)).toEqual({ type: 'typing', typing: true });
    rig.chat('hello');
    expect(rig.events.slice(-2)).toEqual([
      { type: 'typing', typing: false },
      { type: 'chat', text: 'hello' },
    ]);
    rig.novice.typing(true, rig.now);
    rig.novice.typing(true, rig.now);
    rig.novice.chat('yes?', rig.now);
    expect(rig.said()).toEqual(['TYPINGSTART', 'chat yes?', 'TYPINGEND']);
    const before = new Rig().to('asking-consent');
    before.novice.typing(true, before.now);
    expect(before.said()).toEqual([]);
  });
});
