import type { EncodedRect } from '@beside/rdp';
import { encryptPassStub, formatExpertBlob } from '@beside/ticket';
import { decodeEncomsp, encodeEncomsp } from '../src/encomsp.js';
import { encodeWord, type FileWord, offerAttributes, wordOf } from '../src/files/wire.js';
import {
  Invitation,
  type InvitationOptions,
  Novice,
  type NoviceEvent,
  type NoviceOptions,
  type NoviceState,
} from '../src/index.js';
import { decodeChat, encodeChat } from '../src/remdesk/chat.js';
import { decodeRemdesk, encodeRemdesk } from '../src/remdesk/header.js';
import { decodeRcCtl, encodeRcCtl } from '../src/remdesk/rc-ctl.js';
import { decodeCommand, encodeCommand } from '../src/remdesk/rccommand.js';
import { CLIENT, FakeServer } from './fake-server.js';

export const SESSION_ID = '8rYm30RBW6PnxWmbXgo1LZmGeQGJbZYLrTVOpcgEq3Q';
const PASSWORD = 'A2B3C4D5E6F7';
const STUB = 'Ab!1CdEfGhIjKl';
export const XP_STRING = `65538,1,10.0.3.105:3389,*,${SESSION_ID},*,*,IuaRySSbPDNna4+2mKcsKxsbJFI=`;
export const RIGHT = encryptPassStub(STUB, PASSWORD);
export const WRONG = encryptPassStub(STUB, 'BBBBBBBBBBBB');

/** A picture to send; what is in it does not matter here. */
export const PICTURE: readonly EncodedRect[] = [
  { x: 0, y: 0, width: 1, height: 1, codec: 'raw', bitsPerPixel: 32, data: new Uint8Array(4) },
];

export const WINDOWS = { sessionId: SESSION_ID, passStub: STUB, password: PASSWORD };

export function newInvitation(more: Partial<InvitationOptions> = {}): Invitation {
  return new Invitation({ windows: WINDOWS, expiresAt: 3_600_000, ...more });
}

interface RigOptions extends Partial<NoviceOptions> {
  readonly clientChannels?: readonly string[];
}

/** A novice on a server that is played by hand, with everything it says kept in order, and short words for what happens. */
export class Rig {
  now = 1000;
  readonly events: NoviceEvent[] = [];
  readonly invitation: Invitation;
  readonly novice: Novice;
  readonly server: FakeServer;
  /** Called for each event after it is kept; tests answer from inside by it. */
  during: (event: NoviceEvent) => void = () => {};
  #read = 0;

  constructor({ clientChannels, ...options }: RigOptions = {}) {
    this.invitation = options.invitation ?? newInvitation();
    let server: FakeServer | undefined;
    this.novice = new Novice(
      {
        way: 'rdp',
        invitation: this.invitation,
        address: '192.0.2.7',
        width: 1024,
        height: 768,
        mayControl: true,
        noviceName: 'Nora',
        ...options,
      },
      this.now,
      (event) => {
        this.events.push(event);
        this.during(event);
      },
      ({ security }, _now, emit) => {
        server = new FakeServer(emit, security, clientChannels);
        return server;
      },
    );
    this.server = server!;
  }

  get types(): string[] {
    return this.events.map((event) => event.type);
  }

  /** The events of one type. */
  of<T extends NoviceEvent['type']>(type: T): Extract<NoviceEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<NoviceEvent, { type: T }> => event.type === type);
  }

  /** What was said to the expert since the last call, one readable word each. */
  said(): string[] {
    const fresh = this.server.sent.slice(this.#read);
    this.#read = this.server.sent.length;
    return fresh.flatMap(({ channel, data }) => (channel === 'encomsp' ? wordsOfEncomsp(data) : [wordOfRemdesk(data)]));
  }

  clientInfo(workingDir = SESSION_ID, userName = 'Erik'): this {
    const info = { userName, domain: '', alternateShell: '*', workingDir, computerName: 'pc', version: 0x80004, build: 2600 };
    this.server.emit({ type: 'client-info', info });
    return this;
  }

  active(width = 1024, height = 768): this {
    this.server.emit({ type: 'active', client: CLIENT, width, height });
    return this;
  }

  rcCtl(message: Parameters<typeof encodeRcCtl>[0]): this {
    return this.raw('remdesk', encodeRemdesk('RC_CTL', encodeRcCtl(message)));
  }

  command(name: string, attributes: readonly [string, string][] = []): this {
    return this.raw('remdesk', encodeRemdesk('71', encodeCommand(name, attributes)));
  }

  /** FILEXFER, over the one channel of version 2. */
  offerFile(name = 'a.txt', size = 5): this {
    return this.command('FILEXFER', offerAttributes({ name, size, channel: 'RA_FX' }));
  }

  /** A message on a file's channel. */
  file(data: Uint8Array | FileWord, channel = 'RA_FX'): this {
    return this.raw('remdesk', encodeRemdesk(channel, typeof data === 'string' ? encodeWord(data) : data));
  }

  /** The id of the last file that was offered. */
  get offeredFile(): string {
    return this.of('file-offered').at(-1)?.id ?? '';
  }

  chat(text: string): this {
    return this.raw('remdesk', encodeRemdesk('70', encodeChat(text)));
  }

  request(flags: number, participantId = 0): this {
    return this.raw('encomsp', encodeEncomsp({ type: 'control-change', flags, participantId }));
  }

  raw(name: string, data: Uint8Array): this {
    this.server.emit({ type: 'channel', name, data });
    return this;
  }

  key(): this {
    this.server.emit({ type: 'input', input: { type: 'key', scancode: 0x1e, down: true } });
    return this;
  }

  /** EXPERT_ON_VISTA and VERIFY_PASSWORD, as FreeRDP sends them. */
  prove(proof = RIGHT, name = 'Erik'): this {
    this.rcCtl({ type: 'expert-on-vista', proof });
    return this.rcCtl({ type: 'verify-password', expertBlob: formatExpertBlob(name, proof) });
  }

  /** RAEXPERT_NAME, with which another Beside is complete. */
  introduce(name = 'Erik'): this {
    return this.rcCtl({ type: 'expert-name', name });
  }

  later(ms: number): this {
    this.now += ms;
    this.novice.tick(this.now);
    return this;
  }

  /** Goes the shortest way to a state. */
  to(state: NoviceState): this {
    const steps: [NoviceState, () => void][] = [
      ['connecting', () => this.clientInfo()],
      ['proving', () => this.active()],
      ['asking-consent', () => (this.server.security === 'external' ? this.introduce() : this.prove())],
      ['viewing', () => this.novice.answerConsent(true, this.now)],
      ['asking-control', () => this.request(3)],
      ['controlling', () => this.novice.answerControl(true, this.now)],
      ['ended', () => this.novice.end(this.now)],
    ];
    if (state === 'ended') this.novice.end(this.now);
    for (const [reached, step] of steps) {
      if (this.novice.state === state && reached !== 'connecting') break;
      step();
    }
    this.said();
    return this;
  }
}

function wordsOfEncomsp(data: Uint8Array): string[] {
  return decodeEncomsp(data).map((pdu) => {
    if (pdu.type === 'participant-created') return `participant ${pdu.flags}`;
    return pdu.type;
  });
}

function wordOfRemdesk(message: Uint8Array): string {
  const { channel, data } = decodeRemdesk(message);
  if (channel === '71') return decodeCommand(data).name;
  if (channel === '70') return `chat ${decodeChat(data)}`;
  if (channel !== 'RC_CTL') return wordOf(data) ?? `${data.length} bytes`;
  const rcCtl = decodeRcCtl(data);
  if (rcCtl.type === 'result') return `result ${rcCtl.result}`;
  if (rcCtl.type === 'version-info') return `version ${rcCtl.major}.${rcCtl.minor}`;
  if (rcCtl.type === 'novice-name') return `novice-name ${rcCtl.name}`;
  return rcCtl.type;
}
