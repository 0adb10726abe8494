import { describe, expect, it } from 'vitest';
import { CONSENT_TIMEOUT } from '../src/index.js';
import { FIRST_PAUSE, LONGEST_PAUSE, RETURN_PAUSE } from '../src/novice/courtesy.js';
import { Rig } from './rig.js';

describe('control', () => {
  it('is asked for by encomsp, granted on both channels, and only then is input done', () => {
    const rig = new Rig().to('viewing').key().request(3);
    expect(rig.events.at(-1)).toEqual({ type: 'control-needed', name: 'Erik' });
    rig.key();
    rig.novice.answerControl(true, rig.now);
    expect(rig.said()).toEqual(['ACCEPTRC', 'participant 7']);
    expect(rig.types).not.toContain('input');
    rig.key();
    expect(rig.events.slice(-2)).toEqual([
      { type: 'controlling' },
      { type: 'input', input: { type: 'key', scancode: 0x1e, down: true } },
    ]);
  });

  it('is asked for by the command of version 1 as well, and by the number that the expert was given', () => {
    expect(new Rig().to('viewing').command('REMOTECTRLSTART').novice.state).toBe('asking-control');
    expect(new Rig().to('viewing').request(2, 2).novice.state).toBe('asking-control');
  });

  it('is not asked for by another participant, by other flags, or by other commands', () => {
    const rig = new Rig().to('viewing').request(3, 7).request(0).request(8).command('TYPINGSTART').command('remotectrlstart');
    expect(rig.novice.state).toBe('viewing');
    expect(rig.said()).toEqual([]);
  });

  it('is refused by the novice on channel 71 alone: encomsp would make FreeRDP ask again', () => {
    const rig = new Rig().to('asking-control');
    rig.novice.answerControl(false, rig.now);
    expect(rig.said()).toEqual(['REJECTRC']);
    expect(rig.novice.state).toBe('viewing');
  });

  it('is denied without a question when the novice shares for viewing only', () => {
    const rig = new Rig({ mayControl: false }).to('viewing').request(3).command('REMOTECTRLSTART');
    expect(rig.said()).toEqual(['DENIEDRC', 'DENIEDRC']);
    expect(rig.of('control-refused')).toEqual([
      { type: 'control-refused', why: 'view-only' },
      { type: 'control-refused', why: 'view-only' },
    ]);
    rig.novice.answerControl(true, rig.now);
    rig.key();
    expect(rig.types).not.toContain('control-needed');
    expect(rig.types).not.toContain('input');
  });

  it('asked for twice is asked for once', () => {
    const rig = new Rig().to('viewing').request(3).request(3).command('REMOTECTRLSTART');
    expect(rig.of('control-needed')).toHaveLength(1);
    rig.novice.answerControl(true, rig.now);
    rig.said();
    rig.request(3);
    expect(rig.said()).toEqual([]);
    expect(rig.novice.state).toBe('controlling');
  });

  it('may be withdrawn while the question is open', () => {
    const rig = new Rig().to('asking-control').request(1);
    expect(rig.events.at(-1)).toEqual({ type: 'question-withdrawn' });
    rig.novice.answerControl(true, rig.now);
    expect(rig.novice.state).toBe('viewing');
    expect(rig.said()).toEqual([]);
  });

  for (const [by, word] of [
    ['novice', 'TAKECONTROL'],
    ['escape', 'ESCRC'],
  ] as const) {
    it(`is taken back by ${by}: what is held is let go of first, then the expert is told`, () => {
      const rig = new Rig().to('controlling').key();
      rig.during = (event) => {
        if (event.type === 'release-input') expect(rig.said()).toEqual([]);
      };
      rig.novice.stopControl(by, rig.now);
      expect(rig.events.slice(-2)).toEqual([{ type: 'release-input' }, { type: 'control-ended', by }]);
      expect(rig.said()).toEqual([word, 'participant 5']);
      rig.key();
      expect(rig.events.at(-1)).toEqual({ type: 'control-ended', by });
    });
  }

  it('stays taken back when FreeRDP with auto-request answers that it only views, and that is not answered', () => {
    const rig = new Rig().to('controlling');
    rig.novice.stopControl('novice', rig.now);
    rig.said();
    rig.request(1);
    expect(rig.said()).toEqual([]);
    expect(rig.novice.state).toBe('viewing');
  });

  it('is given back by the expert, in each way that there is', () => {
    for (const give of [
      (rig: Rig) => rig.request(1),
      (rig: Rig) => rig.command('REMOTECTRLEND'),
      (rig: Rig) => rig.command('ABORTRC'),
    ]) {
      const rig = give(new Rig().to('controlling'));
      expect(rig.events.slice(-2)).toEqual([{ type: 'release-input' }, { type: 'control-ended', by: 'expert' }]);
      expect(rig.said()).toEqual(['participant 5']);
    }
  });

  it('can be asked for again only after a while, which grows with each no in a row', () => {
    const rig = new Rig().to('asking-control');
    let pause = FIRST_PAUSE;
    for (let i = 0; i < 6; i++) {
      rig.novice.answerControl(false, rig.now);
      rig.said();
      rig.later(pause - 1).request(3);
      expect(rig.said()).toEqual(['REJECTRC']);
      expect(rig.events.at(-1)).toEqual({ type: 'control-refused', why: 'too-soon' });
      rig.later(1).request(3);
      expect(rig.novice.state).toBe('asking-control');
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
    rig.novice.answerControl(true, rig.now);
    rig.novice.stopControl('escape', rig.now);
    rig.later(FIRST_PAUSE - 1).request(3);
    expect(rig.novice.state).toBe('viewing');
    rig.later(1).request(3);
    expect(rig.novice.state).toBe('asking-control');
  });

  it('is not asked for by FreeRDP itself right after its user gave it back', () => {
    const rig = new Rig().to('controlling').request(1).request(3);
    expect(rig.novice.state).toBe('viewing');
    rig.later(RETURN_PAUSE).request(3);
    expect(rig.novice.state).toBe('asking-control');
  });

  it('is refused when nobody answers', () => {
    const rig = new Rig().to('asking-control').later(CONSENT_TIMEOUT);
    expect(rig.said()).toEqual(['REJECTRC']);
    expect(rig.events.at(-1)).toEqual({ type: 'question-withdrawn' });
    expect(rig.novice.state).toBe('viewing');
    expect(rig.novice.nextDeadline()).toBeUndefined();
  });

  it('answers a flood of requests a few times and then no more', () => {
    const rig = new Rig({ mayControl: false }).to('viewing');
    for (let i = 0; i < 1000; i++) rig.request(3);
    expect(rig.said()).toHaveLength(4);
    expect(rig.of('control-refused')).toHaveLength(4);
  });

  it('never makes the novice send what FreeRDP echoes or fails at', () => {
    const rig = new Rig().to('controlling');
    rig.novice.pause(rig.now);
    rig.novice.resume(rig.now);
    rig.novice.stopControl('novice', rig.now);
    rig.novice.end(rig.now);
    const types = rig.server.sent.filter(({ channel }) => channel === 'encomsp').map(({ data }) => data[0]);
    expect(new Set(types)).toEqual(new Set([0x07, 0x08, 0x0a, 0x0b]));
  });
});
