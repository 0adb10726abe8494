import type { Commands } from '../terminal/terminal.js';

/** What the novice can say while the program runs. */
export type NoviceCommand =
  /** Take control back. */
  | { readonly type: 'stop' }
  /** Pause, or go on. */
  | { readonly type: 'pause' }
  | { readonly type: 'chat'; readonly text: string }
  /** End the session and the invitation. */
  | { readonly type: 'quit' };

const QUIT: NoviceCommand = { type: 'quit' };

export const NOVICE_COMMANDS: Commands<NoviceCommand> = {
  help: 's: take control back   p: pause or go on   c TEXT: write to the expert   q: end',
  quit: QUIT,
  parse(letter, rest) {
    switch (letter) {
      case 's':
        return { type: 'stop' };
      case 'p':
        return { type: 'pause' };
      case 'c':
        return rest === '' ? undefined : { type: 'chat', text: rest };
      case 'q':
        return QUIT;
      default:
        return undefined;
    }
  },
};
