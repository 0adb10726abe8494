import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { ExpertLink } from '@beside/link';
import { type InputEvent, RdpClient, type RdpClientEvent, type RdpClientOptions } from '@beside/rdp';
import { PictureCanvas, RemoteFxHeaders } from '@beside/rdp/codecs';
import { type Lab, until } from './lab.js';
import type { Picture } from './screen.js';

/** Set 1 scan codes of a PC keyboard, row by row from where the row begins. */
const SCANCODES: ReadonlyMap<string, number> = new Map(
  Object.entries({ 16: 'qwertyuiop', 28: '\n', 30: 'asdfghjkl', 44: 'zxcvbnm', 57: ' ' }).flatMap(([first, row]) =>
    [...row].map((character, i) => [character, Number(first) + i] as const),
  ),
);

/** CODEC_GUID_REMOTEFX ([MS-RDPBCGR] 2.2.7.2.10.1.1), as it is in a Confirm Active PDU. */
const REMOTEFX = Buffer.from('122f777672bd6344afb3b73c9c6f7886', 'hex');
/** Header of the Multifragment Update Capability Set ([MS-RDPBCGR] 2.2.7.2.6); the size follows. */
const MULTIFRAGMENT = Buffer.from('1a000800', 'hex');

export interface ViewerOptions {
  /** The desktop that is wished, in pixels; 800 x 600 unless told otherwise. */
  readonly width?: number;
  readonly height?: number;
  /** RemoteFX is made another codec that nobody knows, on its way out: the server has to do without. */
  readonly withoutRemoteFx?: boolean;
  /** The size of updates is made 0x3fffff bytes on its way out: too little for the RemoteFX of a desktop of more than a megapixel. */
  readonly withoutLargeUpdates?: boolean;
}

/** Beside's own RDP client on a socket, with the picture that it gets. It takes any server for the right one. */
export class RdpViewer {
  /** How its pictures were coded. */
  readonly codecs = new Set<string>();
  /** RSA_PUBLIC_KEY that the server showed, with Standard RDP Security. */
  keyBlob: Uint8Array | undefined;
  /** How it ended. */
  ended: Extract<RdpClientEvent, { type: 'disconnected' }> | undefined;
  readonly #link: ExpertLink<RdpClient>;
  #canvas: PictureCanvas | undefined;
  #headers = new RemoteFxHeaders();

  /** Connects, and waits until the server has told its desktop's size. */
  static async connect(
    lab: Lab,
    host: string,
    port: number,
    security: RdpClientOptions['security'],
    options: ViewerOptions = {},
  ): Promise<RdpViewer> {
    const viewer = new RdpViewer(host, port, security, options);
    lab.defer(async () => viewer.#link.destroy());
    await until('the desktop', () => {
      if (viewer.ended) throw new Error(`the connection ended: ${viewer.ended.reason}`, { cause: viewer.ended.error });
      return viewer.#canvas;
    });
    return viewer;
  }

  private constructor(host: string, port: number, security: RdpClientOptions['security'], viewer: ViewerOptions) {
    const { width = 800, height = 600, withoutRemoteFx = false, withoutLargeUpdates = false } = viewer;
    const texts = { userName: 'expert', computerName: 'EXPERT-PC', workingDir: '', alternateShell: '', password: '' };
    const options = { width, height, ...texts, channels: [], security, random: randomBytes };
    this.#link = new ExpertLink<RdpClient>(connect(port, host), {
      way: { type: 'rdp' },
      createEngine: (obey, now) =>
        new RdpClient(options, now, (event) => {
          if (event.type === 'send') {
            const bytes = Buffer.from(event.bytes);
            if (withoutRemoteFx) hideRemoteFx(bytes);
            if (withoutLargeUpdates) shrinkUpdates(bytes);
            obey({ type: 'send', bytes });
          } else if (event.type === 'start-tls') obey(event);
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
    this.#input({ type: 'pointer', x, y });
  }

  /** Moves there and clicks with the left button; FreeRDP's server does not move for a button. */
  click(x: number, y: number): void {
    this.move(x, y);
    for (const down of [true, false]) this.#input({ type: 'button', button: 'left', down, x, y });
  }

  /** Types small letters, spaces and line ends. */
  type(text: string): void {
    for (const character of text) {
      const scancode = SCANCODES.get(character);
      if (scancode === undefined) throw new Error(`there is no key for ${character}`);
      for (const down of [true, false]) this.#input({ type: 'key', scancode, down });
    }
  }

  /** Forgets the picture, as a page that is loaded anew does, and asks for all of it. */
  reload(): void {
    const { width, height } = this.picture;
    this.#canvas = new PictureCanvas(width, height);
    const data = this.#headers.message();
    const whole = { x: 0, y: 0, width, height, codedWidth: width, codedHeight: height, bitsPerPixel: 32 } as const;
    if (data) this.#canvas.apply({ ...whole, codec: 'remotefx', data });
    this.#link.run((client) => client.refresh([{ x: 0, y: 0, width, height }]));
  }

  /** Wants no pictures, as a page that nobody looks at, or wants them again. */
  hide(hidden: boolean): void {
    this.#link.run((client) => client.suppressOutput(hidden));
  }

  /** Goes away. */
  leave(): void {
    this.#link.run((client) => client.disconnect());
  }

  #input(event: InputEvent): void {
    this.#link.run((client) => client.sendInput(event));
  }

  #on(event: Exclude<RdpClientEvent, { type: 'send' | 'start-tls' }>): void {
    switch (event.type) {
      case 'server-key':
        this.keyBlob = event.blob;
        this.#link.run((client, now) => client.acceptServerKey(now));
        break;
      case 'active':
        this.#canvas = new PictureCanvas(event.width, event.height);
        this.#headers = new RemoteFxHeaders();
        break;
      case 'palette':
        this.#canvas?.setPalette(event.colors);
        break;
      case 'picture':
        for (const rect of event.rects) {
          this.codecs.add(rect.codec);
          if (rect.codec === 'remotefx') this.#headers.take(rect.data);
          this.#canvas?.apply(rect);
        }
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

/** Changes the identity of RemoteFX, if it is there. */
function hideRemoteFx(bytes: Buffer): void {
  const at = bytes.indexOf(REMOTEFX);
  if (at >= 0) bytes.fill(0xee, at, at + REMOTEFX.length);
}

/** Changes the size of updates, if it is there. */
function shrinkUpdates(bytes: Buffer): void {
  const at = bytes.indexOf(MULTIFRAGMENT);
  if (at >= 0) bytes.writeUInt32LE(0x3fffff, at + MULTIFRAGMENT.length);
}
