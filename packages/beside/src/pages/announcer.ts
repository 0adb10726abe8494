import { asJson } from '../commands/json.js';
import type { Streams } from '../terminal/lines.js';
import { type OpeningPage, openInBrowser } from './open-browser.js';
import type { Place } from './protocol.js';
import { type WhereToOpen, whereToOpen } from './where-to-open.js';

/** A page to be opened, and what it is for where there are several. */
export interface PageToOpen {
  readonly place: Place;
  readonly caption?: string;
}

export interface AnnouncerOptions {
  readonly streams: Streams;
  /** For programs: one JSON object a line, and no browser. */
  readonly json: boolean;
  readonly port: number;
  /** A new one-time address; `traded` is called when a page was opened by it. */
  readonly address: (place: Place, traded: () => void) => string;
  readonly where?: WhereToOpen;
}

/** Brings the person to the pages: opens them in the browser, or says in plain words what to open where. */
export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #where: WhereToOpen;
  readonly #opening = new Set<OpeningPage>();

  constructor(options: AnnouncerOptions) {
    this.#options = options;
    this.#where = options.where ?? whereToOpen();
  }

  /** For the first time. */
  async begin(pages: readonly PageToOpen[]): Promise<void> {
    if (this.#options.json || !this.#where.browser) {
      this.tell(pages);
      return;
    }
    await Promise.all(pages.map((page) => this.#open(page)));
    this.#print('Beside opens in your browser.', ...ALWAYS);
  }

  /** Prints new addresses: those before may be used up, or too old. */
  tell(pages: readonly PageToOpen[]): void {
    const { json, port, address, streams } = this.#options;
    const addresses = pages.map(({ place, caption }) => ({ place, caption, address: address(place, () => undefined) }));
    if (json) {
      for (const { place, address } of addresses) streams.stdout.write(asJson({ event: 'address', place, address }));
      return;
    }
    this.#print(
      ...(this.#where.browser ? ['In your browser, open:'] : this.#where.words(port)),
      ...addresses.flatMap(({ caption, address }) => [...(caption === undefined ? [] : [`${caption}:`]), `  ${address}`]),
      'An address is good once, for ten minutes.',
      ...ALWAYS,
    );
  }

  /** Takes away what was made to open pages. */
  async close(): Promise<void> {
    await Promise.all([...this.#opening].map((page) => page.remove()));
  }

  async #open(page: PageToOpen): Promise<void> {
    let opening: OpeningPage | undefined;
    let traded = false;
    const remove = () => {
      traded = true;
      if (opening) this.#opening.delete(opening);
      void opening?.remove();
    };
    opening = await openInBrowser(this.#options.address(page.place, remove), () => {
      if (!traded) this.tell([page]);
    });
    this.#opening.add(opening);
    if (traded) remove();
  }

  #print(...lines: readonly string[]): void {
    this.#options.streams.stdout.write(`${lines.join('\n')}\n`);
  }
}

const ALWAYS = ['Enter gives a new address, Ctrl+C ends Beside.'];
