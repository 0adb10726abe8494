import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DesktopEvents } from '../src/desktop.js';
import { BAR, overlaySuite, QUESTION } from './compliance/overlay.js';
import { pictureAndInputSuite } from './compliance/picture-and-input.js';
import { type Candidate, KEY, Notes, pause, Trial } from './compliance/trial.js';
import { until } from './x-server.js';

/**
 * What every desktop does. A backend's test calls it once.
 *
 * @param open opens a fresh desktop, told to `events`
 */
export function complianceSuite(name: string, open: (events: DesktopEvents) => Promise<Candidate>): void {
  describe(`${name} is a desktop`, () => {
    let current: Trial | undefined;
    const trial = () => current!;

    beforeEach(async () => {
      const notes = new Notes();
      current = new Trial(notes, await open(notes));
    });
    afterEach(async () => {
      await current?.desktop.close();
      await current?.candidate.leave();
      current = undefined;
    });

    pictureAndInputSuite(trial);
    overlaySuite(trial);

    describe('its clipboard', () => {
      it('gives text to other programs and takes it from them', async () => {
        expect(await trial().desktop.clipboard()).toBeNull();
        trial().desktop.setClipboard('from Beside: ünï ☺');
        await until('the text', async () => (await trial().candidate.pastes()) === 'from Beside: ünï ☺');
        expect(await trial().desktop.clipboard()).toBe('from Beside: ünï ☺');
        expect(trial().notes.clipboards).toEqual([]);
        await trial().candidate.copies('from another: שלום');
        await until('the other text', () => trial().notes.clipboards.includes('from another: שלום'));
        expect(await trial().desktop.clipboard()).toBe('from another: שלום');
      });
    });

    describe('once it is closed', () => {
      it('can be closed again, gives no picture and tells nothing', async () => {
        await trial().still();
        trial().desktop.overlay.bar(BAR);
        trial().desktop.input.pointer({ x: 5, y: 5 });
        await trial().desktop.close();
        const { told } = trial().notes;
        await trial().desktop.close();
        await expect(trial().desktop.capture()).rejects.toMatchObject({ name: 'DesktopError', code: 'lost' });
        expect(() => {
          trial().click({ x: 3, y: 3 });
          trial().press(KEY.a);
          trial().desktop.input.character(0x41);
          trial().desktop.input.wheel(0, 120);
          trial().desktop.input.locks({ scroll: false, num: false, caps: false, kana: false });
          trial().desktop.input.releaseAll();
          trial().desktop.setClipboard('late');
          trial().desktop.overlay.bar(BAR);
          trial().desktop.overlay.frame({ alarming: true });
        }).not.toThrow();
        expect(await trial().desktop.overlay.ask(QUESTION, new AbortController().signal)).toBe('withdrawn');
        await pause(100);
        expect(trial().notes.told).toBe(told);
      });
    });
  });
}
