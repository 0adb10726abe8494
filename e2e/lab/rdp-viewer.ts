import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { ExpertLink } from '@beside/link';
import { RdpClient, type RdpClientEvent, type RdpClientOptions } from '@beside/rdp';
import { PictureCanvas } from '@beside/rdp/codecs';
import { type Lab, until } from './lab.js';
import type { Picture } from './screen.js';

/** Beside's own RDP client on a socket, with the picture that it gets. It takes any server for the right one. */
export class RdpViewer {
  /** RSA_PUBLIC_KEY that the server showed, with Standard RDP Security. */
  keyBlob: Uint8Array | undefined;
  /** How it ended. */
  ended: Extract<RdpClientEvent, { type: 'disconnected' }> | undefined;
  readonly #link: ExpertLink<RdpClient>;
  #canvas: PictureCanvas | undefined;

  /** Connects, and waits until the server has told its desktop's size. */
  static async connect(lab: Lab, host: string, port: number, security: RdpClientOptions['security']): Promise<RdpViewer> {
    const viewer = new RdpViewer(host, port, security);
    lab.defer(async () => viewer.#link.destroy());
    await until('the desktop', () => {
      if (viewer.ended) throw new Error(`the connection ended: ${viewer.ended.reason}`, { cause: viewer.ended.error });
      return viewer.#canvas;
    });
    return viewer;
  }

  private constructor(host: string, port: number, security: RdpClientOptions['security']) {
    const texts = { userName: 'expert', computerName: 'EXPERT-PC', workingDir: '', alternateShell: '', password: '' };
    const options = { width: 800, height: 600, ...texts, channels: [], security, random: randomBytes };
    this.#link = new ExpertLink<RdpClient>(connect(port, host), {
      way: { type: 'rdp' },
      createEngine: (obey, now) =>
        new RdpClient(options, now, (event) => {
          if (event.type === 'send' || event.type === 'start-tls') obey(event);
          else this.#on(event);
          if (event.type === 'disconnected') obey({ type: 'ended' });
        }),
      closed: () => undefined,
    });
  }

  /** What it shows now, without the pointer. */
  get picture(): Picture {
    if (!this.#canvas) throw new Error('there is no desktop yet');
    const { width, height, pixels } = this.#canvas;
    return { width, height, pixels: pixels.map((pixel) => pixel & 0xffffff) };
  }

  /** Moves the server's pointer. */
  move(x: number, y: number): void {
    this.#link.run((client) => client.sendInput({ type: 'pointer', x, y }));
  }

  #on(event: Exclude<RdpClientEvent, { type: 'send' | 'start-tls' }>): void {
    switch (event.type) {
      case 'server-key':
        this.keyBlob = event.blob;
        this.#link.run((client, now) => client.acceptServerKey(now));
        break;
      case 'active':
        this.#canvas = new PictureCanvas(event.width, event.height);
        break;
      case 'palette':
        this.#canvas?.setPalette(event.colors);
        break;
      case 'picture':
        for (const rect of event.rects) this.#canvas?.apply(rect);
        break;
      case 'frame-end':
        this.#link.run((client) => client.acknowledgeFrame(event.frameId));
        break;
      case 'disconnected':
        this.ended = event;
        break;
      default:
      // Pointers are of no interest here.
    }
  }
}
