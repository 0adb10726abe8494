import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Expert, type FileEvent, Invitation, Novice } from '@beside/assist';
import { BesideOffer, createIdentity, ExpertLink, type LinkEvent, NoviceLink } from '@beside/link';
import type { FileReport } from '../../src/files/report.js';
import { isFileEvent, SessionFiles } from '../../src/files/session-files.js';

type Event<T extends FileReport['event']> = Extract<FileReport, { event: T }>;

/** One side of a session between two Besides over TCP, and its files. */
class LinkedSide {
  readonly downloads: string;
  readonly reports: FileReport[] = [];
  /** What `setReading` was told. */
  readonly reading: boolean[] = [];
  /** What the person answers; undefined: nothing yet. */
  answers: boolean | undefined = true;
  files!: SessionFiles;
  link!: NoviceLink<Novice> | ExpertLink<Expert>;
  readonly closed: Promise<void>;
  #resolveClosed: () => void = () => {};
  #waiting: { readonly fits: (report: FileReport) => boolean; readonly found: (report: FileReport) => void }[] = [];

  constructor(downloads: string) {
    this.downloads = downloads;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
  }

  /** Its files over `link`. */
  open(link: NoviceLink<Novice> | ExpertLink<Expert>, progressEvery: number): void {
    this.link = link;
    const reading = link.setReading.bind(link);
    link.setReading = (on) => {
      this.reading.push(on);
      reading(on);
    };
    const tell = (report: FileReport) => this.#told(report);
    this.files = new SessionFiles({ link, downloads: this.downloads, tell, progressEvery, notNow: 'Not now.' });
  }

  on(event: FileEvent): void {
    this.files.on(event);
    if (event.type === 'file-offered' && this.answers !== undefined) this.files.answer(this.answers);
  }

  async end(): Promise<void> {
    await this.files.close();
    this.#resolveClosed();
  }

  get events(): string[] {
    return this.reports.map(({ event }) => event);
  }

  /** The next report of this kind, or the first that was told already. */
  async until<T extends FileReport['event']>(event: T, direction?: FileReport['direction']): Promise<Event<T>> {
    const fits = (report: FileReport) => report.event === event && (direction ?? report.direction) === report.direction;
    const told = this.reports.find(fits);
    if (told) return told as Event<T>;
    return new Promise((resolve) => {
      this.#waiting.push({ fits, found: (report) => resolve(report as Event<T>) });
    });
  }

  #told(report: FileReport): void {
    this.reports.push(report);
    const found = this.#waiting.filter(({ fits }) => fits(report));
    this.#waiting = this.#waiting.filter((one) => !found.includes(one));
    for (const one of found) one.found(report);
  }
}

/** A novice and an expert of Beside that see each other, over real links on this computer. */
export class LinkedPair {
  readonly novice: LinkedSide;
  readonly expert: LinkedSide;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.novice = new LinkedSide(join(folder, 'novice'));
    this.expert = new LinkedSide(join(folder, 'expert'));
  }

  /** A path in a folder that goes away with the pair. */
  path(name: string): string {
    return join(this.#folder, name);
  }

  static async open({ progressEvery = 0 } = {}): Promise<LinkedPair> {
    const pair = new LinkedPair(await mkdtemp(join(tmpdir(), 'beside-files-')));
    await mkdir(pair.novice.downloads);
    await mkdir(pair.expert.downloads);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as { port: number }).port, '127.0.0.1');
    const [accepted] = (await once(server, 'connection')) as [Socket];
    server.close();
    const invitation = new Invitation({ expiresAt: Date.now() + 3_600_000 });
    const identity = await createIdentity(Date.now(), Date.now() + 3_600_000);
    const secret = randomBytes(32);
    const certificate = createHash('sha256').update(identity.certificate).digest();
    await new Promise<void>((viewing) => {
      const novice = new NoviceLink<Novice>(accepted, {
        identity,
        offers: { way: 'beside', offer: new BesideOffer(secret, invitation), address: '127.0.0.1' },
        createEngine: (obey, now) => pair.#createNovice(invitation, obey, now),
        drained: () => pair.novice.files.drained(),
        closed: () => void pair.novice.end(),
      });
      pair.novice.open(novice, progressEvery);
      const expert = new ExpertLink<Expert>(socket, {
        way: { type: 'beside', certificate, secret },
        createEngine: (obey, now) => pair.#createExpert(obey, now, viewing),
        drained: () => pair.expert.files.drained(),
        closed: () => void pair.expert.end(),
      });
      pair.expert.open(expert, progressEvery);
    });
    return pair;
  }

  /** Ends the session and waits until nothing of it is left. */
  async close(): Promise<void> {
    (this.novice.link as NoviceLink<Novice>).run((novice, now) => novice.end(now));
    await Promise.all([this.novice.closed, this.expert.closed]);
    await rm(this.#folder, { recursive: true });
  }

  #createNovice(invitation: Invitation, obey: (event: LinkEvent) => void, now: number): Novice {
    const screen = { width: 64, height: 48, mayControl: true, noviceName: 'Nora' };
    return new Novice({ way: 'beside', invitation, address: '127.0.0.1', ...screen }, now, (event) => {
      if (isFileEvent(event)) this.novice.on(event);
      else if (event.type === 'consent-needed')
        setImmediate(() => (this.novice.link as NoviceLink<Novice>).run((novice, at) => novice.answerConsent(true, at)));
      else if (event.type === 'send' || event.type === 'start-tls' || event.type === 'ended') obey(event);
    });
  }

  #createExpert(obey: (event: LinkEvent) => void, now: number, viewing: () => void): Expert {
    const names = { expertName: 'Erik', computerName: 'pc' };
    return new Expert({ way: 'beside', ...names, width: 64, height: 48, random: randomBytes }, now, (event) => {
      if (isFileEvent(event)) this.expert.on(event);
      else if (event.type === 'viewing') viewing();
      else if (event.type === 'send' || event.type === 'start-tls' || event.type === 'ended') obey(event);
    });
  }
}
