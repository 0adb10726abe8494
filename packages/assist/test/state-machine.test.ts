import { describe, expect, it } from 'vitest';
import { EDGES, NOVICE_STATES, NOVICE_TRIGGERS, type NoviceState, type NoviceTrigger } from '../src/novice/state-machine.js';
import { drawnEdges } from './drawing.js';
import { Rig } from './rig.js';

/** What outside causes each trigger, on a whole novice. */
const CAUSES: Readonly<Record<NoviceTrigger, (rig: Rig) => void>> = {
  connected: (rig) => rig.active(),
  proved: (rig) => rig.prove(),
  'consent-given': (rig) => rig.novice.answerConsent(true, rig.now),
  'control-requested': (rig) => rig.request(3),
  'control-returned': (rig) => rig.request(1),
  'control-granted': (rig) => rig.novice.answerControl(true, rig.now),
  'control-refused': (rig) => rig.novice.answerControl(false, rig.now),
  'control-stopped': (rig) => rig.novice.stopControl('novice', rig.now),
  end: (rig) => rig.novice.end(rig.now),
};

/** What the expert may do in a state, tried. */
function rightsOf(rig: Rig): { seen: boolean; done: boolean } {
  const inputs = rig.of('input').length;
  rig.key();
  return { seen: rig.novice.frame([]) !== undefined, done: rig.of('input').length > inputs };
}

const SEEING: readonly NoviceState[] = ['viewing', 'asking-control', 'controlling'];

describe('the novice state machine', () => {
  it('is the one that is drawn', () => {
    const table = NOVICE_STATES.flatMap((state) =>
      Object.entries(EDGES[state]).map(([trigger, next]) => [`${state} ${trigger}`, next] as const),
    );
    expect(drawnEdges('novice')).toEqual(new Map(table));
    expect(table.length).toBeGreaterThan(10);
  });

  for (const state of NOVICE_STATES) {
    for (const trigger of NOVICE_TRIGGERS) {
      const next = drawnEdges('novice').get(`${state} ${trigger}`);
      it(next ? `goes from ${state} to ${next} by ${trigger}` : `stays in ${state} at ${trigger}`, () => {
        const rig = new Rig().to(state);
        expect(rig.novice.state).toBe(state);
        CAUSES[trigger](rig);
        expect(rig.novice.state).toBe(next ?? state);
        const reached = next ?? state;
        expect(rightsOf(rig)).toEqual({ seen: SEEING.includes(reached as NoviceState), done: reached === 'controlling' });
      });
    }

    it(`has a way out of ${state}`, () => {
      const rig = new Rig().to(state);
      rig.server.leave('by-client');
      expect(rig.novice.state).toBe('ended');
      expect(rig.types.at(-1)).toBe('ended');
    });
  }

  it('can be paused only while the expert sees, and gives nothing by going on that was not there before', () => {
    for (const state of NOVICE_STATES) {
      const rig = new Rig().to(state);
      const before = rightsOf(rig);
      rig.novice.pause(rig.now);
      expect(rig.novice.paused).toBe(SEEING.includes(state));
      if (rig.novice.paused) expect(rightsOf(rig)).toEqual({ seen: false, done: false });
      rig.novice.resume(rig.now);
      expect(rightsOf(rig)).toEqual(before);
    }
  });
});
