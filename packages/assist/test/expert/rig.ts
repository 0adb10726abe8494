import { decodeEncomsp, encodeEncomsp } from '../../src/encomsp.js';
import { Expert, type ExpertEvent, type ExpertOptions, type ExpertState, type RdpWay } from '../../src/index.js';
import { decodeChat, encodeChat } from '../../src/remdesk/chat.js';
import { decodeRemdesk, encodeRemdesk } from '../../src/remdesk/header.js';
import { decodeRcCtl, encodeRcCtl } from '../../src/remdesk/rc-ctl.js';
import { decodeCommand, encodeCommand } from '../../src/remdesk/rccommand.js';
import { SESSION_ID, WINDOWS } from '../rig.js';
import { FakeClient, SERVER } from './fake-client.js';

const COMMON = {
  expertName: 'Erik',
  computerName: 'pc',
  width: 1024,
  height: 768,
  random: (length: number) => new Uint8Array(length),
};
const STRING_2 = `<E><A KH="YiKw=" ID="${SESSION_ID}"/><C><T ID="1" SID="0"><L P="3389" N="10.0.3.105"/></T></C></E>`;

export const BESIDE: ExpertOptions = { ...COMMON, way: 'beside' };
export const VERSION_2: RdpWay = {
  ...COMMON,
  ...WINDOWS,
  way: 'rdp',
  connectionString: STRING_2,
  security: 'negotiate',
  acceptsServerKey: () => true,
};

/** An expert on a client that is played by hand, with everything it says kept in order, and short words for what happens. */
export class ExpertRig {
  now = 1000;
  readonly events: ExpertEvent[] = [];
  readonly expert: Expert;
  readonly client: FakeClient;
  /** Called for each event after it is kept; tests answer from inside by it. */
  during: (event: ExpertEvent) => void = () => {};
  #read = 0;

  constructor(options: ExpertOptions = VERSION_2) {
    let client: FakeClient | undefined;
    this.expert = new Expert(
      options,
      this.now,
      (event) => {
        this.events.push(event);
        this.during(event);
      },
      (clientOptions, _now, emit) => {
        client = new FakeClient(clientOptions, emit);
        return client;
      },
    );
    this.client = client!;
  }

  get types(): string[] {
    return this.events.map((event) => event.type);
  }

  /** The events of one type. */
  of<T extends ExpertEvent['type']>(type: T): Extract<ExpertEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<ExpertEvent, { type: T }> => event.type === type);
  }

  /** What was said to the novice since the last call, one readable word each. */
  said(): string[] {
    const fresh = this.client.sent.slice(this.#read);
    this.#read = this.client.sent.length;
    return fresh.flatMap(({ channel, data }) => (channel === 'encomsp' ? wordsOfEncomsp(data) : [wordOfRemdesk(data)]));
  }

  active(width = 1024, height = 768): this {
    this.client.active = true;
    this.client.emit({ type: 'active', server: SERVER, width, height });
    return this;
  }

  inactive(): this {
    this.client.active = false;
    this.client.emit({ type: 'inactive' });
    return this;
  }

  rcCtl(message: Parameters<typeof encodeRcCtl>[0]): this {
    return this.raw('remdesk', encodeRemdesk('RC_CTL', encodeRcCtl(message)));
  }

  version(minor = 2): this {
    return this.rcCtl({ type: 'version-info', major: 1, minor });
  }

  result(result: number): this {
    return this.rcCtl({ type: 'result', result });
  }

  command(name: string): this {
    return this.raw('remdesk', encodeRemdesk('71', encodeCommand(name)));
  }

  chat(text: string): this {
    return this.raw('remdesk', encodeRemdesk('70', encodeChat(text)));
  }

  /** PARTICIPANT_CREATED; flags 1: may view, 2: may interact, 4: this is you. */
  rights(flags: number, participantId = 2): this {
    return this.raw('encomsp', encodeEncomsp({ type: 'participant-created', participantId, groupId: 0, flags, name: 'Erik' }));
  }

  stream(paused: boolean): this {
    return this.raw('encomsp', encodeEncomsp({ type: paused ? 'stream-paused' : 'stream-resumed' }));
  }

  raw(name: string, data: Uint8Array): this {
    this.client.emit({ type: 'channel', name, data });
    return this;
  }

  key(down = true, scancode = 0x1e): boolean {
    return this.expert.input({ type: 'key', scancode, down });
  }

  later(ms: number): this {
    this.now += ms;
    this.expert.tick(this.now);
    return this;
  }

  /** Goes the shortest way to a state. */
  to(state: ExpertState): this {
    const steps: [ExpertState, () => void][] = [
      ['introducing', () => this.active()],
      ['waiting-for-consent', () => this.version()],
      ['viewing', () => this.result(0).rights(5)],
      ['asking-control', () => this.expert.requestControl(this.now)],
      ['controlling', () => this.command('ACCEPTRC').rights(7)],
    ];
    if (state === 'ended') this.expert.end(this.now);
    for (const [, step] of steps) {
      if (this.expert.state === state) break;
      step();
    }
    this.said();
    return this;
  }
}

function wordsOfEncomsp(data: Uint8Array): string[] {
  return decodeEncomsp(data).map((pdu) =>
    pdu.type === 'control-change' ? `${pdu.type} ${pdu.flags} of ${pdu.participantId}` : pdu.type,
  );
}

function wordOfRemdesk(message: Uint8Array): string {
  const { channel, data } = decodeRemdesk(message);
  if (channel === '71') return decodeCommand(data).name;
  if (channel === '70') return `chat ${decodeChat(data)}`;
  const rcCtl = decodeRcCtl(data);
  if (rcCtl.type === 'version-info') return `version ${rcCtl.major}.${rcCtl.minor}`;
  if (rcCtl.type === 'expert-name') return `expert-name ${rcCtl.name}`;
  return rcCtl.type;
}
