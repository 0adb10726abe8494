import type { Desktop } from '@beside/desktop';
import { ScreenSender } from '@beside/graphics';
import type { ClientCapabilities, EncodedRect } from '@beside/rdp';

/** Shows `desktop` to `client`; to be told of damage, acknowledgements and a drained stream. */
export function show(
  desktop: Pick<Desktop, 'capture'>,
  client: ClientCapabilities,
  screen: { width: number; height: number },
  stream: { writableLength: number },
  sendFrame: (rects: readonly EncodedRect[]) => number,
): ScreenSender {
  const sender = new ScreenSender(client, screen, {
    capture: () => desktop.capture(),
    send: sendFrame,
    queuedBytes: () => stream.writableLength,
    now: () => performance.now(),
    schedule: (call, ms) => {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    onError: (error) => console.error(error),
  });
  sender.start();
  return sender;
}
