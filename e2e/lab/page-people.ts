import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import type { Home } from './home.js';
import type { Lab } from './lab.js';
import type { Picture } from './screen.js';

/** What runs in the page is text: the types of a browser are not those of the tests. */
const MAKE_TRANSFER = `({ content, name }) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], name));
  return transfer;
}`;
const READ_CANVAS = `() => {
  const canvas = document.querySelector('canvas');
  if (!canvas) throw new Error('there is no canvas on the page');
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext('2d');
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let text = '';
  for (let i = 0; i < data.length; i += 0x6000) text += String.fromCharCode(...data.subarray(i, i + 0x6000));
  return { width: canvas.width, height: canvas.height, base64: btoa(text) };
}`;

/** A novice at the pages of their own Beside. Everything is found by its role and name, as a screen reader finds it. */
export class NovicePage {
  readonly page: Page;
  readonly #lab: Lab;

  constructor(page: Page, lab: Lab) {
    this.page = page;
    this.#lab = lab;
  }

  static async open(lab: Lab, home: Home, browser: BrowserContext): Promise<NovicePage> {
    return new NovicePage(await home.open(browser), lab);
  }

  /** From the home page to an invitation that stands. */
  async invite({ windows = false, viewOnly = false } = {}): Promise<void> {
    const { page } = this;
    await page.getByRole('link', { name: /Invite someone you trust/ }).click();
    if (windows) await page.getByText('Windows Remote Assistance, FreeRDP or Remmina').click();
    if (viewOnly) await page.getByText('They may only look, not control').click();
    await page.getByRole('button', { name: 'Make the invitation' }).click();
    await this.heading('Your invitation is ready');
  }

  /** Saves the invitation as a file; gives its path. */
  async save(): Promise<string> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('button', { name: 'Save as a file' }).click(),
    ]);
    const path = this.#lab.path(download.suggestedFilename());
    await download.saveAs(path);
    return path;
  }

  /** The password as it is read off the page, letter by letter. */
  async password(): Promise<string> {
    return (await this.page.getByRole('list', { name: 'Password' }).locator('.letter').allTextContents()).join('');
  }

  async checkNumber(): Promise<string> {
    return digits(await this.page.locator('.check-number').textContent());
  }

  async heading(name: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { name, level: 1 }).waitFor();
  }

  async press(button: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name: button }).click();
  }

  async say(text: string): Promise<void> {
    await say(this.page, text);
  }
}

/** An expert at the pages of their own Beside. */
export class ExpertPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async open(home: Home, browser: BrowserContext): Promise<ExpertPage> {
    return new ExpertPage(await home.open(browser));
  }

  /** Goes to "Help someone" and drags a file onto it, as from the desktop. */
  async drag(path: string): Promise<void> {
    await this.#toHelp();
    const content = readFileSync(path).toString('base64');
    const data = await this.page.evaluateHandle(`(${MAKE_TRANSFER})(${JSON.stringify({ content, name: basename(path) })})`);
    for (const type of ['dragenter', 'dragover', 'drop']) await this.page.dispatchEvent('body', type, { dataTransfer: data });
  }

  /** Goes to "Help someone" and chooses a file. */
  async choose(path: string): Promise<void> {
    await this.#toHelp();
    const [chooser] = await Promise.all([
      this.page.waitForEvent('filechooser'),
      this.page.getByRole('button', { name: 'Choose the file' }).click(),
    ]);
    await chooser.setFiles(path);
  }

  /** Goes to "Help someone" and pastes a link. */
  async paste(link: string): Promise<void> {
    await this.#toHelp();
    await this.page.getByRole('textbox', { name: 'Paste the link' }).fill(link);
  }

  async connect(password: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Password' }).fill(password);
    await this.press('Connect');
  }

  async heading(name: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { name, level: 1 }).waitFor();
  }

  async press(button: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name: button }).click();
  }

  async checkNumber(): Promise<string> {
    return digits(await this.page.locator('.check-number').textContent());
  }

  /** Clicks at a place of the novice's desktop, in its pixels. */
  async clickAt(x: number, y: number): Promise<void> {
    const box = await this.page.getByRole('img').boundingBox();
    const width = await this.page.evaluate<number>("document.querySelector('canvas').width");
    if (!box) throw new Error('the picture is not on the page');
    const scale = box.width / width;
    await this.page.mouse.click(box.x + (x + 0.5) * scale, box.y + (y + 0.5) * scale);
  }

  /** What the canvas shows. */
  async picture(): Promise<Picture> {
    const { width, height, base64 } = await this.page.evaluate<{ width: number; height: number; base64: string }>(
      `(${READ_CANVAS})()`,
    );
    const bytes = Buffer.from(base64, 'base64');
    const pixels = new Uint32Array(width * height);
    for (let i = 0; i < pixels.length; i++) pixels[i] = bytes.readUInt32BE(i * 4) >>> 8;
    return { width, height, pixels };
  }

  async say(text: string): Promise<void> {
    await say(this.page, text);
  }

  async #toHelp(): Promise<void> {
    const link = this.page.getByRole('link', { name: /Help someone who has invited you/ });
    if (await link.isVisible()) await link.click();
    await this.heading('Help someone who has invited you');
  }
}

async function say(page: Page, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Message' });
  await field.fill(text);
  await field.press('Enter');
}

/** The number as it is shown; for screen readers it stands there once more, digit by digit. */
function digits(text: string | null): string {
  return (text ?? '').replace(/\D/g, '').slice(0, 6);
}
