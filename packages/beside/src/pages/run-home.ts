import { createInterface } from 'node:readline';
import { inspect } from 'node:util';
import { asJson } from '../commands/json.js';
import { openUserData, type UserData } from '../history/user-data.js';
import type { ScreenEnvironment } from '../novice/screen-to-show.js';
import type { Streams } from '../terminal/lines.js';
import { Announcer, type PageToOpen } from './announcer.js';
import { ExpertDesk } from './expert-desk.js';
import { Home, type HomeOptions } from './home.js';
import { Idleness } from './idleness.js';
import { NoviceDesk } from './novice-desk.js';
import type { Place } from './protocol.js';
import { LocalServer } from './server.js';
import { PagesMissingError, readStaticFiles, type StaticFile } from './static-files.js';

/** What `beside` was asked for its pages. */
export interface HomeRun {
  /** Of Beside. */
  readonly version: string;
  /** Where the pages begin; `practice`: with a whole session on this computer, by the practice desktop and a second page. */
  readonly place: Extract<Place, 'home' | 'invite' | 'help' | 'practice'>;
  /** The screen that a novice shows: an X display, or `practice`; undefined: the one of the environment. */
  readonly display?: string;
  /** An invitation to begin with. */
  readonly given?: NonNullable<HomeOptions['given']>;
  /** One JSON object a line, and no browser is opened. */
  readonly json: boolean;
}

/** The two pages of a whole session. */
const BOTH: readonly PageToOpen[] = [
  { place: 'invite', caption: 'The page of the one who is helped' },
  { place: 'practice', caption: 'The page of the one who helps' },
];

/**
 * Serves the pages until the person ends the program, or nobody needs it any more. What stands then is ended, and whoever takes part in
 * it is told.
 *
 * @param end aborts when the person ends the program
 * @returns the exit code: 0 done, 1 failed
 */
export async function runHome(run: HomeRun, streams: Streams, end: AbortSignal): Promise<0 | 1> {
  try {
    const files = await readStaticFiles();
    const data = await openUserData((sentence) => streams.stderr.write(`${sentence}\n`));
    await new HomeProgram(run, data, streams).run(files, end);
    return 0;
  } catch (error) {
    if (!(error instanceof PagesMissingError)) throw error;
    streams.stderr.write(`${error.message}\n`);
    return 1;
  }
}

class HomeProgram {
  readonly #run: HomeRun;
  readonly #streams: Streams;
  readonly #home: Home;
  readonly #over: Promise<'person' | 'unused'>;
  #end: (why: 'person' | 'unused') => void = () => undefined;
  /** Once it listens. */
  #server: LocalServer | undefined;

  constructor(run: HomeRun, data: UserData, streams: Streams) {
    this.#run = run;
    this.#streams = streams;
    this.#over = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#home = new Home({
      version: run.version,
      data,
      desks: (changed) => {
        const fault = (error: unknown) => this.#fault(error);
        const options = { changed, settings: () => data.settings.settings, records: data.records, fault };
        const novice = new NoviceDesk(options, environmentOf(run));
        return { novice, expert: new ExpertDesk(options) };
      },
      address: (place) => this.#server!.address(place),
      ...(run.given && { given: run.given }),
    });
    // Nobody reads on: what happens could no longer be told. Both stay, since every further word fails as well.
    streams.stdout.on('error', () => this.#end('person'));
    streams.stderr.on('error', () => undefined);
  }

  async run(files: ReadonlyMap<string, StaticFile>, end: AbortSignal): Promise<void> {
    const home = this.#home;
    const idleness = new Idleness(
      () => home.busy,
      () => this.#end('unused'),
    );
    const server = await LocalServer.open({
      app: home,
      files,
      pages: (count) => idleness.pages(count),
      fault: (error) => this.#fault(error),
    });
    this.#server = server;
    home.watch(() => idleness.look());
    const announcer = new Announcer({
      streams: this.#streams,
      json: this.#run.json,
      port: server.port,
      address: (place, traded) => server.address(place, traded),
    });
    const pages = await this.#begin();
    await announcer.begin(pages);
    const keys = createInterface({ input: this.#streams.stdin, terminal: false });
    keys.on('line', () => announcer.tell(pages));
    end.addEventListener('abort', () => this.#end('person'));
    if (end.aborted) this.#end('person');
    const why = await this.#over;
    keys.close();
    this.#streams.stdin.pause();
    idleness.stop();
    // Ended before the pages are let go: they show how it ended.
    await home.close();
    await Promise.all([server.close(), announcer.close()]);
    if (this.#run.json) this.#streams.stdout.write(asJson({ event: 'closed', why }));
    else if (why === 'unused') this.#streams.stdout.write('No page is open any more, so Beside has ended.\n');
  }

  /** Does what the pages are to find done. */
  async #begin(): Promise<readonly PageToOpen[]> {
    const { place } = this.#run;
    if (place !== 'practice') return [{ place }];
    await this.#home.run({ do: 'invite', for: 'beside', viewOnly: false });
    return BOTH;
  }

  #fault(error: unknown): void {
    this.#streams.stderr.write(`Beside made a mistake; please report it.\n${inspect(error)}\n`);
  }
}

/** What the novice's desk finds the screen by. */
function environmentOf({ place, display }: HomeRun): ScreenEnvironment | undefined {
  // Where there is no display, the practice desktop is shown, on every system.
  if (place === 'practice' || display === 'practice') return { platform: 'linux', env: {} };
  return display === undefined ? undefined : { platform: process.platform, env: { DISPLAY: display } };
}
