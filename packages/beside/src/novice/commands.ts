import { typedPath } from '../files/typed-path.js';
import type { Commands } from '../terminal/terminal.js';

/** What the novice can say while the program runs. */
export type NoviceCommand =
  /** Take control back. */
  | { readonly type: 'stop' }
  /** Pause, or go on. */
  | { readonly type: 'pause' }
  | { readonly type: 'chat'; readonly text: string }
  | { readonly type: 'send-file'; readonly path: string }
  /** Call off the files that are on their way. */
  | { readonly type: 'cancel-files' }
  /** End the session and the invitation. */
  | { readonly type: 'quit' };

const QUIT: NoviceCommand = { type: 'quit' };

export const NOVICE_COMMANDS: Commands<NoviceCommand> = {
  help: 's: take control back   p: pause or go on   c TEXT: write to the expert   f PATH: send a file   x: call it off   q: end',
  quit: QUIT,
  parse(letter, rest) {
    switch (letter) {
      case 's':
        return { type: 'stop' };
      case 'p':
        return { type: 'pause' };
      case 'c':
        return rest === '' ? undefined : { type: 'chat', text: rest };
      case 'f':
        return rest === '' ? undefined : { type: 'send-file', path: typedPath(rest) };
      case 'x':
        return { type: 'cancel-files' };
      case 'q':
        return QUIT;
      default:
        return undefined;
    }
  },
};
