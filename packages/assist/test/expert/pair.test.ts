import { describe, expect, it } from 'vitest';
import { type Meeting, Pair, pixel } from './pair.js';

const MEETINGS: readonly Meeting[] = ['beside', 'version-1', 'version-2'];

describe.each(MEETINGS)('a novice and an expert of Beside, %s', (meeting) => {
  it('meet, and the expert sees after the novice’s yes and not before', () => {
    const pair = new Pair(meeting).settle();
    expect([pair.novice.state, pair.expert.state]).toEqual(['asking-consent', 'waiting-for-consent']);
    expect(pair.noviceTold('consent-needed')).toEqual([{ type: 'consent-needed', name: 'Erik' }]);
    expect(pair.novice.frame(pixel(2))).toBeUndefined();
    pair.novice.showWaiting(pixel(1));
    pair.consented();
    expect([pair.novice.state, pair.expert.state]).toEqual(['viewing', 'viewing']);
    expect(pair.expertTold('viewing')).toMatchObject([{ width: 64, height: 48 }]);
    pair.novice.frame(pixel(2));
    pair.settle();
    const marks = pair.expertEvents.flatMap((event): (string | number | undefined)[] => {
      if (event.type === 'picture') return event.rects.map(({ data }) => data[0]);
      return event.type === 'viewing' ? [event.type] : [];
    });
    expect(marks).toEqual([1, 'viewing', 2]);
  });

  it('tell an expert that has the novice’s name by it where it gave the name itself, which FreeRDP does not', () => {
    const pair = new Pair(meeting, { expert: { expertName: 'Nora' } }).settle();
    expect(pair.noviceTold('consent-needed')).toMatchObject([{ name: meeting === 'beside' ? 'Nora' : undefined }]);
  });

  it('are told no', () => {
    const pair = new Pair(meeting).settle();
    pair.novice.answerConsent(false, pair.now);
    pair.settle();
    expect(pair.expertTold('refused')).toMatchObject([{ why: 'novice-said-no' }]);
    expect(pair.expertTold('ended')).toEqual([{ type: 'ended', reason: 'refused' }]);
  });

  it('hand control over and back, by each of the ways there are', () => {
    const pair = new Pair(meeting).controlled();
    const { novice, expert } = pair;
    expect([novice.state, expert.state]).toEqual(['controlling', 'controlling']);
    expert.input({ type: 'key', scancode: 0x1e, down: true });
    expert.input({ type: 'button', button: 'left', down: true, x: 3, y: 4 });
    pair.settle();
    expect(pair.noviceTold('input').map(({ input }) => input)).toEqual([
      { type: 'key', scancode: 0x1e, down: true },
      { type: 'button', button: 'left', down: true, x: 3, y: 4 },
    ]);
    const stops = [
      () => novice.stopControl('novice', pair.now),
      () => novice.stopControl('escape', pair.now),
      () => expert.giveBackControl(pair.now),
    ];
    for (const stop of stops) {
      stop();
      pair.settle();
      expect([novice.state, expert.state]).toEqual(['viewing', 'viewing']);
      expect(expert.input({ type: 'key', scancode: 1, down: true })).toBe(false);
      pair.later(60_000);
      expert.requestControl(pair.now);
      pair.settle();
      novice.answerControl(true, pair.now);
      pair.settle();
      expect([novice.state, expert.state]).toEqual(['controlling', 'controlling']);
    }
    expect(pair.expertTold('control-ended').map(({ by }) => by)).toEqual(['novice', 'escape', 'expert']);
    expect(pair.noviceTold('control-ended').map(({ by }) => by)).toEqual(['novice', 'escape', 'expert']);
  });

  it('are refused control with and without a question', () => {
    const pair = new Pair(meeting).consented();
    pair.expert.requestControl(pair.now);
    pair.settle().novice.answerControl(false, pair.now);
    pair.settle().expert.requestControl(pair.now);
    pair.settle();
    expect(pair.expertTold('control-refused').map(({ why }) => why)).toEqual(['novice-said-no', 'novice-said-no']);
    const closed = new Pair(meeting, { novice: { mayControl: false } }).consented();
    closed.expert.requestControl(closed.now);
    closed.settle();
    expect(closed.expertTold('control-refused').map(({ why }) => why)).toEqual(['view-only']);
  });

  it('talk, see each other write, and know each other’s names', () => {
    const pair = new Pair(meeting).consented();
    const { novice, expert, now } = pair;
    expert.typing(true, now);
    expert.chat('שלום 👋', now);
    novice.chat('hello', now);
    pair.settle();
    expect(pair.noviceTold('chat')).toEqual([{ type: 'chat', text: 'שלום 👋' }]);
    expect(pair.expertTold('chat')).toEqual([{ type: 'chat', text: 'hello' }]);
    expect(pair.noviceTold('typing').map(({ typing }) => typing)).toEqual([true, false]);
    // RANOVICE_NAME is of versions 2 and 3.
    expect(pair.expertTold('novice-name')).toEqual(meeting === 'version-1' ? [] : [{ type: 'novice-name', name: 'Nora' }]);
  });

  it('pause, in which nothing passes, and go on', () => {
    const pair = new Pair(meeting).controlled();
    pair.novice.pause(pair.now);
    pair.settle();
    expect([pair.expert.paused, pair.novice.frame(pixel(2))]).toEqual([true, undefined]);
    expect(pair.expert.input({ type: 'key', scancode: 1, down: true })).toBe(false);
    pair.novice.resume(pair.now);
    pair.settle();
    expect([pair.expert.paused, pair.expert.input({ type: 'key', scancode: 1, down: true })]).toEqual([false, true]);
  });

  it('change the size while one controls the other', () => {
    const pair = new Pair(meeting).controlled();
    pair.novice.resize(80, 60);
    pair.settle();
    expect(pair.expertTold('resized').at(-1)).toMatchObject({ width: 80, height: 60 });
    expect(pair.expert.input({ type: 'key', scancode: 1, down: true })).toBe(true);
    pair.settle();
    expect(pair.noviceTold('input')).toHaveLength(1);
  });

  it('know how the monitors stand after consent, after each change, and after each new size', () => {
    const pair = new Pair(meeting);
    const left = { x: 0, y: 0, width: 24, height: 48, primary: false };
    const right = { x: 24, y: 8, width: 40, height: 40, primary: true };
    pair.novice.monitors([left]);
    pair.settle();
    expect(pair.expertTold('monitors')).toEqual([]);
    pair.consented().novice.monitors([left, right]);
    pair.settle().novice.resize(80, 48);
    pair.novice.monitors([left, { ...right, width: 56 }]);
    pair.settle();
    const types = pair.expertEvents.map(({ type }) => type).filter((type) => type === 'resized' || type === 'monitors');
    expect(types).toEqual(['resized', 'monitors', 'monitors', 'resized', 'monitors']);
    expect(pair.expertTold('monitors').map(({ monitors }) => monitors)).toEqual([
      [left],
      [left, right],
      [left, { ...right, width: 56 }],
    ]);
  });

  it('end it from each side, and by a broken connection', () => {
    for (const [by, noviceReason, expertReason] of [
      ['novice', 'novice', 'novice'],
      ['expert', 'expert', 'expert'],
      ['nobody', 'connection-lost', 'connection-lost'],
    ] as const) {
      const pair = new Pair(meeting).controlled();
      if (by === 'nobody') pair.lose();
      else pair[by].end(pair.now);
      pair.settle();
      expect(pair.noviceTold('ended')).toEqual([{ type: 'ended', reason: noviceReason }]);
      expect(pair.expertTold('ended')).toEqual([{ type: 'ended', reason: expertReason }]);
    }
  });

  it('send files both ways', () => {
    const pair = new Pair(meeting).consented();
    for (const [from, to, told] of [
      ['novice', 'expert', pair.expertEvents],
      ['expert', 'novice', pair.noviceEvents],
    ] as const) {
      const id = pair[from].offerFile({ name: '../notes.txt', size: 5000 }, pair.now)!;
      pair.settle();
      const offered = told.filter((event) => event.type === 'file-offered').at(-1)!;
      expect(offered.size).toBe(5000);
      pair[to].answerFile(offered.id, true, pair.now);
      pair.settle()[from].fileBlock(id, new Uint8Array(5000).fill(7), pair.now);
      pair.settle();
      const bytes = told.reduce((sum, event) => sum + (event.type === 'file-block' ? event.bytes.length : 0), 0);
      expect([bytes, told.some((event) => event.type === 'file-done' && event.id === offered.id)]).toEqual([5000, true]);
    }
  });
});

describe('an expert that the novice does not let in', () => {
  it('learns why', () => {
    const wrong = new Pair('version-2', { expert: { password: 'BBBBBBBBBBBB' } }).settle();
    expect(wrong.expertTold('refused')).toMatchObject([{ why: 'wrong-password', result: 61 }]);
    const wrong1 = new Pair('version-1', { expert: { password: 'BBBBBBBBBBBB' } }).settle();
    expect(wrong1.expertTold('refused')).toMatchObject([{ why: 'wrong-password', result: 26 }]);
    const other = new Pair('version-2', { expert: { sessionId: 'another' } }).settle();
    expect(other.expertTold('refused')).toMatchObject([{ why: 'denied' }]);
    const first = new Pair('version-2').consented();
    const second = new Pair('version-2', { invitation: first.invitation }).settle();
    expect(second.expertTold('refused')).toMatchObject([{ why: 'busy', result: 37 }]);
    const silent = new Pair('beside').settle().later(120_000).settle();
    expect(silent.expertTold('refused')).toMatchObject([{ why: 'no-answer', result: 40 }]);
  });
});
