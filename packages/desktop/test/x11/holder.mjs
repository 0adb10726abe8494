/** A program that holds keys and a button of a display, for the tests of how it ends. Runs what was built. */
import { openX11 } from '../../dist/x11/index.js';

const ignored = () => {};
const desktop = await openX11(
  { display: process.argv[2] ?? '' },
  {
    damaged: ignored,
    resized: ignored,
    pointerMoved: ignored,
    pointerChanged: ignored,
    clipboardChanged: ignored,
    escapePressed: ignored,
    barPressed: ignored,
    lost: ignored,
  },
);
process.on('SIGTERM', () => desktop.close());
await desktop.capture();
desktop.input.character(0x6f22);
desktop.input.key(0x2a, true);
desktop.input.key(0x1e, true);
desktop.input.button('left', true);
console.log('holding');
