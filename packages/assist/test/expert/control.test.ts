import { describe, expect, it } from 'vitest';
import { ExpertRig } from './rig.js';

const RETURNED = ['REMOTECTRLEND', 'control-change 1 of 2'];

describe('control', () => {
  it('is asked for once, under the number that the novice gave', () => {
    const rig = new ExpertRig().to('viewing');
    expect(rig.expert.requestControl(rig.now)).toBe(true);
    expect(rig.expert.requestControl(rig.now)).toBe(false);
    expect(rig.said()).toEqual(['control-change 3 of 2']);
    expect(rig.of('control-asked')).toHaveLength(1);
  });

  it('is asked for by number 0 while there is none, and by command where the novice has no participants', () => {
    const unnumbered = new ExpertRig().to('waiting-for-consent').result(0);
    unnumbered.expert.requestControl(unnumbered.now);
    expect(unnumbered.said()).toEqual(['control-change 3 of 0']);
    const without = new ExpertRig().to('waiting-for-consent').result(0);
    without.client.channels = new Set(['remdesk']);
    without.expert.requestControl(without.now);
    expect(without.said()).toEqual(['REMOTECTRLSTART']);
  });

  it('is given by ACCEPTRC or by the right to interact, once', () => {
    for (const first of ['command', 'rights'] as const) {
      const rig = new ExpertRig().to('asking-control');
      if (first === 'command') rig.command('ACCEPTRC').rights(7);
      else rig.rights(7).command('ACCEPTRC');
      expect(rig.expert.state).toBe('controlling');
      expect(rig.of('controlling')).toHaveLength(1);
      expect(rig.said()).toEqual([]);
    }
  });

  it('is refused by the novice, by its settings, or by nobody answering', () => {
    const whys = ['REJECTRC', 'DENIEDRC', 'DENIEDRC '].map((name) => {
      const rig = new ExpertRig().to('asking-control').command(name);
      expect([rig.expert.state, rig.said()]).toEqual(['viewing', []]);
      return rig.of('control-refused')[0]?.why;
    });
    expect(whys).toEqual(['novice-said-no', 'view-only', 'view-only']);
    const rig = new ExpertRig().to('asking-control').later(179_999);
    expect(rig.expert.state).toBe('asking-control');
    rig.later(1);
    expect(rig.of('control-refused')).toEqual([{ type: 'control-refused', why: 'no-answer' }]);
    expect(rig.said()).toEqual(RETURNED);
  });

  it('does not end a question by the right to view alone, which a novice repeats at other times', () => {
    expect(new ExpertRig().to('asking-control').rights(5).expert.state).toBe('asking-control');
  });

  it('ends by the novice, in three ways, and once', () => {
    const ends = [
      (rig: ExpertRig) => rig.command('TAKECONTROL').rights(5),
      (rig: ExpertRig) => rig.command('ESCRC').rights(5),
      (rig: ExpertRig) => rig.rights(5).command('TAKECONTROL'),
    ].map((stop) => {
      const rig = new ExpertRig().to('controlling');
      rig.key();
      stop(rig);
      expect([rig.expert.state, rig.said(), rig.key()]).toEqual(['viewing', [], false]);
      expect(rig.client.inputs, 'the novice lets go by itself').toHaveLength(1);
      return rig.of('control-ended');
    });
    expect(ends.map((end) => end.map(({ by }) => by))).toEqual([['novice'], ['escape'], ['novice']]);
  });

  it('is given back with nothing held down', () => {
    const rig = new ExpertRig().to('controlling');
    const { expert } = rig;
    rig.key();
    rig.key(true, 0x2a);
    rig.key(false, 0x2a);
    expert.input({ type: 'unicode', unit: 0x20ac, down: true });
    expert.input({ type: 'button', button: 'left', down: true, x: 3, y: 4 });
    expert.input({ type: 'pointer', x: 5, y: 6 });
    const before = rig.client.inputs.length;
    expect(expert.giveBackControl(rig.now)).toBe(true);
    expect(rig.client.inputs.slice(before)).toEqual([
      { type: 'key', scancode: 0x1e, down: false },
      { type: 'unicode', unit: 0x20ac, down: false },
      { type: 'button', button: 'left', down: false, x: 3, y: 4 },
    ]);
    expect(rig.said()).toEqual(RETURNED);
    expect(rig.of('control-ended')).toEqual([{ type: 'control-ended', by: 'expert' }]);
    expect(expert.giveBackControl(rig.now)).toBe(false);
    expect(rig.said()).toEqual([]);
  });

  it('is not asked for any more once the question is taken back, which is no refusal', () => {
    const rig = new ExpertRig().to('asking-control');
    expect(rig.expert.giveBackControl(rig.now)).toBe(true);
    expect(rig.said()).toEqual(RETURNED);
    expect(rig.types).not.toContain('control-ended');
    expect(rig.types).not.toContain('control-refused');
    expect(rig.types.at(-1)).toBe('control-withdrawn');
  });

  it('that nobody wants is given back, and a novice that insists is not answered without end', () => {
    const rig = new ExpertRig().to('viewing').command('ACCEPTRC');
    expect([rig.expert.state, rig.said()]).toEqual(['viewing', RETURNED]);
    for (let i = 0; i < 1000; i++) rig.rights(7);
    expect(rig.said().length).toBeLessThan(10);
  });

  it('by a participant that is somebody else counts for nothing', () => {
    const rig = new ExpertRig().to('controlling').rights(1, 3);
    expect(rig.expert.state).toBe('controlling');
    expect(new ExpertRig().to('asking-control').rights(3, 3).expert.state).toBe('asking-control');
    expect(new ExpertRig().to('waiting-for-consent').rights(3, 0).expert.state).toBe('waiting-for-consent');
  });

  it('stands again after a pause, with nothing held down', () => {
    const rig = new ExpertRig().to('controlling');
    rig.key();
    rig.stream(true).stream(true);
    expect(rig.of('paused')).toHaveLength(1);
    expect(rig.key(false)).toBe(false);
    rig.stream(false);
    expect(rig.key()).toBe(true);
    rig.stream(true).command('TAKECONTROL').stream(false);
    expect([rig.expert.state, rig.key()]).toEqual(['viewing', false]);
    expect(rig.client.inputs).toHaveLength(2);
  });

  it('of a desktop that changes its size goes on, with what was held down let go', () => {
    const rig = new ExpertRig().to('controlling');
    rig.key();
    rig.inactive();
    expect(rig.key(false)).toBe(false);
    rig.active(800, 600);
    expect(rig.client.inputs.at(-1)).toEqual({ type: 'key', scancode: 0x1e, down: false });
    expect(rig.of('resized').at(-1)).toMatchObject({ width: 800, height: 600 });
    expect([rig.expert.state, rig.of('viewing').length, rig.key()]).toEqual(['controlling', 1, true]);
  });

  it('ends with the session, told before the end', () => {
    const rig = new ExpertRig().to('controlling');
    rig.key();
    rig.expert.end(rig.now);
    expect(rig.client.inputs.at(-1)).toEqual({ type: 'key', scancode: 0x1e, down: false });
    expect(rig.events.slice(-2)).toEqual([
      { type: 'control-ended', by: 'end' },
      { type: 'ended', reason: 'expert' },
    ]);
  });

  it('asked for from inside an event is asked for', () => {
    const rig = new ExpertRig().to('waiting-for-consent');
    rig.during = (event) => {
      if (event.type === 'viewing') rig.expert.requestControl(rig.now);
      if (event.type === 'controlling') rig.expert.giveBackControl(rig.now);
    };
    rig.result(0).rights(5).command('ACCEPTRC').rights(7);
    expect(rig.expert.state).toBe('viewing');
    expect(rig.said()).toEqual(['control-change 3 of 0', ...RETURNED, ...RETURNED]);
  });
});
