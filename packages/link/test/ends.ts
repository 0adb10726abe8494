import type { Duplex } from 'node:stream';
import {
  createIdentity,
  ExpertLink,
  type Identity,
  type LinkError,
  type LinkLimits,
  NoviceLink,
  type Offers,
  type Way,
} from '../src/index.js';
import { FakeEngine } from './fake-engine.js';

/** What a link on either end came to. */
export interface End<Link> {
  readonly link: Link;
  readonly engine: FakeEngine | undefined;
  /** Settles when the engine is made. */
  readonly begun: Promise<FakeEngine>;
  readonly drained: number;
  readonly closed: Promise<LinkError | undefined>;
}

/** What a novice's link came to. */
export interface Connection extends End<NoviceLink<FakeEngine>> {
  readonly stream: Duplex;
}

/** How a test wants its novices. */
export interface Setting {
  readonly limits?: Partial<LinkLimits>;
  readonly prepare?: (engine: FakeEngine) => void;
  readonly offers?: Offers;
  readonly clock?: () => number;
}

let identity: Promise<Identity> | undefined;
/** One key for all tests of a file: making one takes a while. */
export function testIdentity(): Promise<Identity> {
  identity ??= createIdentity(Date.now(), Date.now() + 3600_000);
  return identity;
}

/** What all links of tests share: an engine that is remembered, and what became of them. */
function watch(role: 'novice' | 'expert', prepare: (engine: FakeEngine) => void = () => undefined) {
  let tellClosed: (error: LinkError | undefined) => void = () => undefined;
  let tellBegun: (engine: FakeEngine) => void = () => undefined;
  const end = {
    engine: undefined as FakeEngine | undefined,
    drained: 0,
    begun: new Promise<FakeEngine>((resolve) => {
      tellBegun = resolve;
    }),
    closed: new Promise<LinkError | undefined>((resolve) => {
      tellClosed = resolve;
    }),
  };
  const options = {
    createEngine: (...[obey, , opened]: Parameters<ConstructorParameters<typeof NoviceLink>[1]['createEngine']>) => {
      const engine = new FakeEngine(obey, opened, role);
      end.engine = engine;
      prepare(engine);
      tellBegun(engine);
      return engine;
    },
    drained: () => {
      end.drained++;
    },
    closed: (error: LinkError | undefined) => tellClosed(error),
  };
  return { end, options };
}

/** Puts a novice's link on a stream; at once, so the identity has to be there. */
export function noviceOn(stream: Duplex, own: Identity, setting: Setting = {}): Connection {
  const { end, options } = watch('novice', setting.prepare);
  const { offers = { way: 'rdp' }, limits = {}, clock = Date.now } = setting;
  const link = new NoviceLink<FakeEngine>(stream, { ...options, identity: own, offers, limits, clock });
  return Object.assign(end, { link, stream });
}

/** Puts an expert's link on a stream. */
export function expertOn(stream: Duplex, way: Way, { limits = {}, prepare }: Setting = {}): End<ExpertLink<FakeEngine>> {
  const { end, options } = watch('expert', prepare);
  return Object.assign(end, { link: new ExpertLink<FakeEngine>(stream, { ...options, way, limits }) });
}
