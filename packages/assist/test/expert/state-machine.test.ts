import { describe, expect, it } from 'vitest';
import { EDGES, EXPERT_STATES, EXPERT_TRIGGERS, type ExpertTrigger } from '../../src/expert/state-machine.js';
import { drawnEdges } from '../drawing.js';
import { ExpertRig } from './rig.js';

/** What outside causes each trigger, on a whole expert. */
const CAUSES: Readonly<Record<ExpertTrigger, (rig: ExpertRig) => unknown>> = {
  connected: (rig) => rig.active(),
  introduced: (rig) => rig.version(),
  'consent-given': (rig) => rig.result(0),
  'control-requested': (rig) => rig.expert.requestControl(rig.now),
  'control-granted': (rig) => rig.command('ACCEPTRC'),
  'control-refused': (rig) => rig.command('REJECTRC'),
  'control-stopped': (rig) => rig.command('TAKECONTROL'),
  'control-returned': (rig) => rig.expert.giveBackControl(rig.now),
  end: (rig) => rig.expert.end(rig.now),
};

describe('the expert state machine', () => {
  it('is the one that is drawn', () => {
    const table = EXPERT_STATES.flatMap((state) =>
      Object.entries(EDGES[state]).map(([trigger, next]) => [`${state} ${trigger}`, next] as const),
    );
    expect(drawnEdges('expert')).toEqual(new Map(table));
    expect(table.length).toBeGreaterThan(10);
  });

  for (const state of EXPERT_STATES) {
    for (const trigger of EXPERT_TRIGGERS) {
      const next = drawnEdges('expert').get(`${state} ${trigger}`);
      it(next ? `goes from ${state} to ${next} by ${trigger}` : `stays in ${state} at ${trigger}`, () => {
        const rig = new ExpertRig().to(state);
        expect(rig.expert.state).toBe(state);
        CAUSES[trigger](rig);
        expect(rig.expert.state).toBe(next ?? state);
        expect(rig.key()).toBe((next ?? state) === 'controlling');
      });
    }

    it(`has a way out of ${state}`, () => {
      const rig = new ExpertRig().to(state);
      rig.expert.streamEnded(rig.now);
      expect(rig.expert.state).toBe('ended');
      expect(rig.types.at(-1)).toBe('ended');
    });
  }

  it('waits for nothing without end, but for its own user', () => {
    for (const state of EXPERT_STATES) {
      const rig = new ExpertRig().to(state);
      const waits = state === 'introducing' || state === 'waiting-for-consent' || state === 'asking-control';
      expect(rig.expert.nextDeadline() !== undefined, state).toBe(waits);
      rig.later(1_000_000);
      if (waits) expect(rig.expert.state).not.toBe(state);
    }
  });

  it('is paused only after consent, and sends nothing meanwhile', () => {
    for (const state of EXPERT_STATES) {
      const rig = new ExpertRig().to(state);
      const before = rig.key();
      rig.stream(true);
      expect(rig.expert.paused).toBe(['viewing', 'asking-control', 'controlling'].includes(state));
      expect(rig.expert.paused && rig.key()).toBe(false);
      rig.stream(false);
      expect(rig.key()).toBe(before);
    }
  });
});
