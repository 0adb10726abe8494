import { ProtocolError } from '@beside/bytes';
import type { Painted, PictureNote, PicturesHello } from 'beside/protocol';
import { CanvasRaster } from './canvas-raster.js';
import type { PictureNews } from './news.js';
import type { PictureOrder } from './picture-order.js';
import { PictureStream } from './picture-stream.js';

/** ms between two readings of the figures. */
const FIGURES_EVERY = 1000;
/** ms until what belongs to no frame is painted: one frame of a usual screen. */
const UNFRAMED_DELAY = 16;
/** ms until the program is tried again, after its connection broke. */
const RETRY = 500;
/** What the program closes with when another page has asked for the pictures. */
const TAKEN = 4409;
/** Codes with which it says that trying again is of no use: the session is over, the page is not known. The state tells the page why. */
const REFUSALS = { from: 4400, to: 4499 };

/** A dedicated worker's global object, of which TypeScript's DOM library knows a window's alone. */
const worker = self as unknown as {
  onmessage: ((event: MessageEvent<PictureOrder>) => void) | null;
  postMessage(news: PictureNews, transfer: Transferable[]): void;
};

worker.onmessage = ({ data }) => {
  worker.onmessage = null;
  receive(data, new CanvasRaster(data.canvas));
};

/** Holds the connection for pictures, and begins anew when it breaks. What cannot be understood is told, and the last that is done. */
function receive(order: PictureOrder, raster: CanvasRaster): void {
  const socket = new WebSocket(order.address);
  socket.binaryType = 'arraybuffer';
  const stream = new PictureStream({
    raster,
    tell: tellOnceSeen,
    painted: (frameId) => socket.send(JSON.stringify({ painted: frameId } satisfies Painted)),
    later: (paint) => setTimeout(paint, UNFRAMED_DELAY),
    now: () => performance.now(),
  });
  const figures = setInterval(() => stream.tellFigures(), FIGURES_EVERY);
  let malformed = false;

  socket.addEventListener('open', () => {
    socket.send(JSON.stringify({ type: 'hello', bearer: order.bearer, expert: order.expert } satisfies PicturesHello));
  });
  socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (malformed) return;
    try {
      if (typeof data === 'string') stream.note(JSON.parse(data) as PictureNote);
      else stream.picture(new Uint8Array(data));
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      malformed = true;
      tell({ news: 'malformed', reason: error.message });
      socket.close();
    }
  });
  socket.addEventListener('close', ({ code }) => {
    clearInterval(figures);
    if (malformed) return;
    if (code === TAKEN) tell({ news: 'taken' });
    if (code >= REFUSALS.from && code <= REFUSALS.to) return;
    tell({ news: 'lost' });
    setTimeout(() => receive(order, raster), RETRY);
  });
}

/** What is said to be on the canvas is on the screen by then: a browser brings it there with its next frame. */
function tellOnceSeen(news: PictureNews): void {
  if (news.news === 'shown') requestAnimationFrame(() => requestAnimationFrame(() => tell(news)));
  else tell(news);
}

function tell(news: PictureNews): void {
  const pointer = news.news === 'pointer' ? news.pointer : null;
  worker.postMessage(news, pointer === null || pointer === 'default' ? [] : [pointer.pixels.buffer]);
}
