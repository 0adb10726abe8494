import { typedPath } from '../files/typed-path.js';
import type { Commands } from '../terminal/terminal.js';

/** What the expert can say while the program runs. */
export type ExpertCommand =
  | { readonly type: 'request-control' }
  | { readonly type: 'give-back-control' }
  | { readonly type: 'type'; readonly text: string }
  | { readonly type: 'chat'; readonly text: string }
  | { readonly type: 'send-file'; readonly path: string }
  | { readonly type: 'call-off-files' }
  | { readonly type: 'screenshot'; readonly path: string }
  | { readonly type: 'quit' };

const QUIT: ExpertCommand = { type: 'quit' };

/** `c`, `f`, `x` and `q` mean what they mean to the novice. */
export const EXPERT_COMMANDS: Commands<ExpertCommand> = {
  help: 'r: ask for control   g: give it back   t TEXT: type   c TEXT: write   f FILE: send a file   x: call it off   w FILE: save the picture   q: end',
  quit: QUIT,
  parse(letter, rest) {
    switch (letter) {
      case 'r':
        return { type: 'request-control' };
      case 'g':
        return { type: 'give-back-control' };
      case 't':
        return rest === '' ? undefined : { type: 'type', text: rest };
      case 'c':
        return rest === '' ? undefined : { type: 'chat', text: rest };
      case 'f':
        return rest === '' ? undefined : { type: 'send-file', path: typedPath(rest) };
      case 'x':
        return { type: 'call-off-files' };
      case 'w':
        return rest === '' ? undefined : { type: 'screenshot', path: rest };
      case 'q':
        return QUIT;
      default:
        return undefined;
    }
  },
};
