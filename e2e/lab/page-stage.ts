import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import needs from '../pages/needs.json' with { type: 'json' };
import { Browser, type BrowserOptions } from './browser.js';
import { Home } from './home.js';
import { Lab, requireNeeds } from './lab.js';
import { NoviceDesktop } from './novice-desktop.js';
import { OverlayWindows } from './overlay-windows.js';
import { ExpertPage, NovicePage } from './page-people.js';
import { Recorder } from './recorder.js';
import { untilSamePicture } from './screen.js';
import type { XServerOptions } from './x-server.js';

/** Two people at their pages, each with a Beside of their own. */
export interface People {
  readonly novice: NovicePage;
  readonly expert: ExpertPage;
  readonly homes: { readonly novice: Home; readonly expert: Home };
}

/** A novice's real desktop and a browser: where sessions at pages are played. */
export class PageStage {
  readonly lab: Lab;
  readonly desktop: NoviceDesktop;
  readonly windows: OverlayWindows;
  readonly recorder: Recorder;
  readonly browser: Browser;
  readonly #running: { end(): Promise<unknown> }[] = [];

  private constructor(lab: Lab, desktop: NoviceDesktop, recorder: Recorder, browser: Browser) {
    this.lab = lab;
    this.desktop = desktop;
    this.windows = new OverlayWindows(desktop.server);
    this.recorder = recorder;
    this.browser = browser;
  }

  static async set(options: XServerOptions = {}): Promise<PageStage> {
    requireNeeds(needs);
    const lab = new Lab();
    try {
      const desktop = await NoviceDesktop.start(lab, options);
      return new PageStage(lab, desktop, await Recorder.start(lab, desktop.server), await Browser.start(lab));
    } catch (error) {
      await lab.end();
      throw error;
    }
  }

  /** Both at their home pages. */
  async people(options?: BrowserOptions): Promise<People> {
    const homes = { novice: Home.start(this.lab, this.desktop.server), expert: Home.start(this.lab) };
    const [one, other] = [await this.browser.person(options), await this.browser.person(options)];
    this.#running.push(homes.novice.program, homes.expert.program, { end: () => one.close() }, { end: () => other.close() });
    return {
      homes,
      novice: await NovicePage.open(this.lab, homes.novice, one),
      expert: await ExpertPage.open(homes.expert, other),
    };
  }

  /** The novice has invited, the expert has opened that, and the novice is asked. */
  async asked(people: People, invitation?: { windows?: boolean; viewOnly?: boolean }): Promise<void> {
    await people.novice.invite(invitation);
    const password = await people.novice.password();
    await people.expert.choose(await people.novice.save());
    await people.expert.connect(password);
    await people.novice.heading(/wants to see your screen/);
  }

  /** The novice's own click on yes in the window on the screen. */
  async yes(what: string, came: () => Promise<boolean>): Promise<void> {
    await this.windows.clickUntil(what, () => this.windows.answer(true), came);
  }

  /** A session with consent and the whole picture. */
  async view(invitation?: { viewOnly?: boolean }): Promise<People> {
    const people = await this.people();
    await this.asked(people, invitation);
    await this.yes('consent', () => people.expert.page.getByRole('toolbar').isVisible());
    await untilSamePicture(this.desktop.server, people.expert);
    return people;
  }

  /** The same with control. */
  async control(): Promise<People> {
    const people = await this.view();
    await people.expert.press('Request control');
    await this.yes('control', () => people.expert.page.getByRole('button', { name: 'Give back control' }).isVisible());
    return people;
  }

  /** Ends what the test left running. For `afterEach`. */
  async clear(): Promise<void> {
    for (const one of this.#running.splice(0).reverse()) await one.end();
  }

  async end(): Promise<void> {
    await this.clear();
    await this.lab.end();
  }
}

/** Where pictures of the pages are kept for people to look at. */
const screens = fileURLToPath(new URL('../../docs/screens', import.meta.url));

/** Takes a picture of a page for the documentation, where `BESIDE_SCREENS=write` asks for that. */
export async function show(page: Page, name: string): Promise<void> {
  if (process.env['BESIDE_SCREENS'] !== 'write') return;
  mkdirSync(screens, { recursive: true });
  await page.screenshot({ path: join(screens, `${name}.png`), animations: 'disabled' });
}
