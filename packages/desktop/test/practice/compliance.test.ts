import { openPractice } from '../../src/practice/practice.js';
import { complianceSuite } from '../compliance.js';

/** The sheet of the window "Notes". */
const PAPER = { x: 104, y: 250, width: 430, height: 150 };
const CTRL = 0x1d;
const LETTER = { a: 0x1e, c: 0x2e, v: 0x2f } as const;

complianceSuite('the practice desktop', async (events) => {
  const desktop = await openPractice({}, events);
  const command = (letter: number) => {
    desktop.input.key(CTRL, true);
    desktop.input.key(letter, true);
    desktop.input.key(letter, false);
    desktop.input.key(CTRL, false);
  };
  return {
    desktop,
    paper: PAPER,
    ownPress: async (at) => desktop.ownPress(at),
    ownKey: async (scancode) => desktop.ownKey(scancode),
    // Its only other programs are its windows.
    copies: async (text) => {
      command(LETTER.a);
      for (const character of text) desktop.input.character(character.codePointAt(0)!);
      command(LETTER.a);
      command(LETTER.c);
    },
    pastes: async () => {
      command(LETTER.a);
      const before = await desktop.clipboard();
      command(LETTER.v);
      command(LETTER.a);
      command(LETTER.c);
      const pasted = await desktop.clipboard();
      return pasted === before ? pasted : null;
    },
    leave: async () => {},
  };
});
