import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Duplex } from 'node:stream';
import { Expert } from '@beside/assist';
import { PictureCanvas } from '@beside/rdp/codecs';

/** Helps the novice at the other end of `stream`, which is protected and has proved the invitation already. */
export function help(stream: Duplex, shown: (canvas: PictureCanvas) => void): Expert {
  const who = { expertName: 'Erik', computerName: hostname(), random: (length: number) => randomBytes(length) };
  let canvas = new PictureCanvas(1, 1);
  const expert = new Expert({ way: 'beside', width: 1024, height: 768, ...who }, Date.now(), (event) => {
    if (event.type === 'send') stream.write(Uint8Array.from(event.bytes));
    else if (event.type === 'resized') canvas = new PictureCanvas(event.width, event.height);
    else if (event.type === 'viewing') expert.chat('I can see your screen now.', Date.now());
    else if (event.type === 'picture') for (const rect of event.rects) canvas.apply(rect);
    else if (event.type === 'frame-end') {
      shown(canvas);
      expert.acknowledgeFrame(event.frameId);
    } else if (event.type === 'ended') stream.end();
  });
  stream.on('data', (bytes) => expert.receive(bytes, Date.now()));
  stream.on('close', () => expert.streamEnded(Date.now()));
  return expert;
}
