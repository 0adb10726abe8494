import { type EncodedRect, RdpClient, RdpServer, type ReceivedRect } from '@beside/rdp';
import {
  Expert,
  type ExpertClient,
  type ExpertEvent,
  type ExpertOptions,
  type Invitation,
  Novice,
  type NoviceEvent,
  type NoviceOptions,
  type NoviceServer,
} from '../../src/index.js';
import { newInvitation, WINDOWS, XP_STRING } from '../rig.js';
import { BESIDE, VERSION_2 } from './rig.js';

/** How the two are to meet. */
export type Meeting = 'beside' | 'version-1' | 'version-2';

const EXPERTS: Readonly<Record<Meeting, ExpertOptions>> = {
  beside: BESIDE,
  'version-1': { ...VERSION_2, connectionString: XP_STRING },
  'version-2': VERSION_2,
};

/** An invitation on which every meeting can come about, without an end. */
export function anyInvitation(): Invitation {
  return newInvitation({ windows: { ...WINDOWS, connectionString: XP_STRING }, expiresAt: Number.POSITIVE_INFINITY });
}

/** One pixel, whose every byte is `mark`. */
export function pixel(mark: number): readonly EncodedRect[] {
  return [{ x: 0, y: 0, width: 1, height: 1, codec: 'raw', bitsPerPixel: 32, data: new Uint8Array(16).fill(mark) }];
}

interface PairOptions {
  readonly invitation?: Invitation;
  readonly novice?: Partial<NoviceOptions>;
  readonly expert?: Partial<ExpertOptions>;
  readonly now?: number;
}

/**
 * A novice and an expert with the real RDP server and client under them, joined by two queues of bytes. TLS is left out: both
 * sides are told that it has begun.
 */
export class Pair {
  now: number;
  readonly invitation: Invitation;
  readonly novice: Novice;
  readonly expert: Expert;
  /** What lies under the two, for tests that go around them. */
  readonly server: NoviceServer;
  readonly client: ExpertClient;
  readonly noviceEvents: NoviceEvent[] = [];
  readonly expertEvents: ExpertEvent[] = [];
  /** Called for each event after it is kept. */
  onNovice: (event: NoviceEvent) => void = () => {};
  onExpert: (event: ExpertEvent) => void = () => {};
  readonly #toNovice: Uint8Array[] = [];
  readonly #toExpert: Uint8Array[] = [];
  readonly #tlsWanted = { novice: false, expert: false };
  /** Whoever has ended closes the stream, once what it sent is out. */
  readonly #closes = { novice: false, expert: false };

  constructor(meeting: Meeting = 'beside', options: PairOptions = {}) {
    this.now = options.now ?? 1000;
    this.invitation = options.invitation ?? anyInvitation();
    let server: NoviceServer | undefined;
    let client: ExpertClient | undefined;
    this.novice = new Novice(
      {
        way: meeting === 'beside' ? 'beside' : 'rdp',
        invitation: this.invitation,
        address: '192.0.2.7',
        width: 64,
        height: 48,
        mayControl: true,
        noviceName: 'Nora',
        ...options.novice,
      },
      this.now,
      (event) => this.#fromNovice(event),
      (serverOptions, now, emit) => {
        server = new RdpServer(serverOptions, now, emit);
        return server;
      },
    );
    this.expert = new Expert(
      { ...EXPERTS[meeting], ...options.expert } as ExpertOptions,
      this.now,
      (event) => this.#fromExpert(event),
      (clientOptions, now, emit) => {
        client = new RdpClient(clientOptions, now, emit);
        return client;
      },
    );
    this.server = server!;
    this.client = client!;
  }

  /** Nothing is on its way. */
  get atRest(): boolean {
    const open = [this.#tlsWanted.novice, this.#tlsWanted.expert, this.#closes.novice, this.#closes.expert].includes(true);
    return this.#toNovice.length + this.#toExpert.length === 0 && !open;
  }

  /** Delivers the next piece in this direction. */
  deliver(to: 'novice' | 'expert'): void {
    if (this.#tlsWanted[to]) {
      this.#tlsWanted[to] = false;
      this[to].tlsStarted(this.now);
    }
    const from = to === 'novice' ? 'expert' : 'novice';
    const bytes = (to === 'novice' ? this.#toNovice : this.#toExpert).shift();
    if (bytes) {
      this[to].receive(bytes, this.now);
    } else if (this.#closes[from]) {
      this.#closes[from] = false;
      this[to].streamEnded(this.now);
    }
  }

  /** Delivers everything that is on its way, and what comes of it. */
  settle(): this {
    while (!this.atRest) {
      this.deliver('novice');
      this.deliver('expert');
    }
    return this;
  }

  /** Bytes that neither of the two sent. */
  inject(to: 'novice' | 'expert', bytes: Uint8Array): void {
    (to === 'novice' ? this.#toNovice : this.#toExpert).push(bytes.slice());
  }

  /** The connection breaks; what is on its way is lost. */
  lose(): this {
    this.#toNovice.length = 0;
    this.#toExpert.length = 0;
    this.#tlsWanted.novice = false;
    this.#tlsWanted.expert = false;
    this.novice.streamEnded(this.now);
    this.expert.streamEnded(this.now);
    return this;
  }

  later(ms: number): this {
    this.now += ms;
    this.novice.tick(this.now);
    this.expert.tick(this.now);
    return this;
  }

  /** The novice says yes to being seen. */
  consented(): this {
    this.settle().novice.answerConsent(true, this.now);
    return this.settle();
  }

  controlled(): this {
    this.consented().expert.requestControl(this.now);
    this.settle().novice.answerControl(true, this.now);
    return this.settle();
  }

  noviceTold<T extends NoviceEvent['type']>(type: T): Extract<NoviceEvent, { type: T }>[] {
    return this.noviceEvents.filter((event): event is Extract<NoviceEvent, { type: T }> => event.type === type);
  }

  expertTold<T extends ExpertEvent['type']>(type: T): Extract<ExpertEvent, { type: T }>[] {
    return this.expertEvents.filter((event): event is Extract<ExpertEvent, { type: T }> => event.type === type);
  }

  #fromNovice(event: NoviceEvent): void {
    if (event.type === 'send') {
      this.#toExpert.push(event.bytes.slice());
      return;
    }
    if (event.type === 'start-tls') this.#tlsWanted.novice = true;
    if (event.type === 'ended') this.#closes.novice = true;
    this.noviceEvents.push(event);
    this.onNovice(event);
  }

  #fromExpert(event: ExpertEvent): void {
    if (event.type === 'send') {
      this.#toNovice.push(event.bytes.slice());
      return;
    }
    if (event.type === 'start-tls') this.#tlsWanted.expert = true;
    if (event.type === 'ended') this.#closes.expert = true;
    // Views are valid during the call only.
    const kept = event.type === 'picture' ? { ...event, rects: event.rects.map(copied) } : event;
    this.expertEvents.push(kept);
    this.onExpert(kept);
  }
}

function copied(rect: ReceivedRect): ReceivedRect {
  return { ...rect, data: rect.data.slice() };
}
