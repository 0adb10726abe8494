import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityProblems, Browser, type BrowserOptions } from '../lab/browser.js';
import { Home } from '../lab/home.js';
import { Lab, requireNeeds, until } from '../lab/lab.js';
import { ExpertPage, NovicePage } from '../lab/page-people.js';
import { show } from '../lab/page-stage.js';
import needs from './needs.json' with { type: 'json' };

/** A computer without a display: the practice desktop, both pages on it, for eyes, keyboards and screen readers. */
let lab: Lab;
let browser: Browser;
beforeAll(async () => {
  requireNeeds(needs);
  lab = new Lab();
  browser = await Browser.start(lab);
});
afterAll(() => lab?.end());

const running: Home[] = [];
afterEach(async () => {
  for (const home of running.splice(0)) await home.program.end();
});

function start(...args: string[]): Home {
  const home = Home.start(lab, undefined, args);
  running.push(home);
  return home;
}

test('a newcomer sees a whole session on one computer: two addresses, two pages', async () => {
  const home = start('--practice');
  const person = await browser.person();
  const novice = new NovicePage(await home.open(person, 'invite'), lab);
  await novice.page.getByText('Beside shows a drawn practice desktop').waitFor();
  await show(novice.page, 'practice');
  const expert = new ExpertPage(await home.open(person, 'practice'));
  await novice.press('Yes, show my screen');
  await expert.page.getByRole('toolbar').waitFor();
  await until('the practice desktop on the page', async () => new Set((await expert.picture()).pixels).size > 50);
  await show(expert.page, 'practice-expert');
  await expert.press('Request control');
  await novice.press('Yes, let them control');
  await novice.heading(/controls your computer/);
  await novice.page.keyboard.press('Escape');
  await expert.page.getByText('They took control back with Esc.').first().waitFor();
  await novice.press('End the session');
  await expert.heading('They ended the session');
});

test('an invitation that runs out is said so', async () => {
  const home = start();
  // The shortest life that the settings take.
  mkdirSync(join(home.folder, '.config/beside'), { recursive: true });
  writeFileSync(join(home.folder, '.config/beside/settings.json'), JSON.stringify({ invitationLifetime: 60_000 }));
  await home.program.end();
  const again = Home.start(lab, undefined, [], home.folder);
  running.push(again);
  const novice = await NovicePage.open(lab, again, await browser.person());
  await novice.invite();
  await novice.page.getByText(/second(s)? left/).waitFor();
  await novice.page.getByRole('heading', { name: 'The invitation has expired' }).waitFor({ timeout: 70_000 });
  await show(novice.page, 'expired');
}, 120_000);

test('everything that a novice does can be done by keyboard alone', async () => {
  const home = start();
  const person = await browser.person();
  const novice = new NovicePage(await home.open(person), lab);
  const { page } = novice;
  await follow(page, /Invite someone you trust/);
  await novice.heading('Invite someone to help you');
  await follow(page, 'Make the invitation');
  await novice.heading('Your invitation is ready');
  const [opened] = await Promise.all([person.waitForEvent('page'), follow(page, 'Open the helper’s page')]);
  const expert = new ExpertPage(opened);
  await novice.heading(/wants to see your screen/);
  await follow(page, 'Yes, show my screen');
  await expert.page.getByRole('toolbar').waitFor();
  await expert.press('Request control');
  await page.getByRole('alertdialog').waitFor();
  await follow(page, 'Yes, let them control');
  await novice.heading(/controls your computer/);
  await follow(page, 'Stop control');
  await novice.heading(/sees your screen/);
  await follow(page, 'Pause');
  await novice.heading('Paused: nothing is shown');
  await follow(page, 'Continue');
  await novice.heading(/sees your screen/);
  await tabTo(page, 'Message');
  await page.keyboard.type('By keyboard alone');
  await page.keyboard.press('Enter');
  await expert.page.getByRole('button', { name: /Chat/ }).click();
  await expert.page.getByText('By keyboard alone').first().waitFor();
  await follow(page, 'End the session');
  await expert.heading('They ended the session');
});

const LOOKS: readonly (BrowserOptions & { readonly name: string })[] = [
  { name: 'light', width: 1280, height: 800 },
  { name: 'dark-small', width: 1024, height: 600, colorScheme: 'dark' },
  { name: 'contrast', width: 1280, height: 800, contrast: 'more' },
  { name: 'forced', width: 1024, height: 600, forcedColors: 'active' },
  // What a window of 1280 x 800 is at 200 %.
  { name: 'zoomed', width: 640, height: 400, scale: 2 },
];

/** Of the other looks, what the documentation shows. */
const SHOWN = ['home-dark-small', 'consent-contrast', 'session-forced', 'invitation-zoomed', 'expert-chat-dark-small'];

test.each(LOOKS)(
  'no page has a fault that axe-core finds, nor is wider than the window: $name',
  async ({ name, ...look }) => {
    const home = start();
    const person = await browser.person(look);
    const novice = new NovicePage(await home.open(person), lab);
    const problems: string[] = [];
    const check = async (page: Page, where: string) => {
      if (name === 'light' || SHOWN.includes(`${where}-${name}`)) await show(page, `${where}-${name}`);
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      if (wide > 0) problems.push(`${where} is ${wide} pixels wider than the window`);
      for (const problem of await accessibilityProblems(page)) problems.push(`${where}: ${problem}`);
    };
    const { page } = novice;
    await check(page, 'home');
    for (const [link, heading] of [
      ['Settings', 'Settings'],
      ['Help someone who has invited you', 'Help someone who has invited you'],
    ] as const) {
      await page
        .getByRole('link', { name: new RegExp(link) })
        .first()
        .click();
      await novice.heading(heading);
      await check(page, link.toLowerCase().replaceAll(' ', '-'));
      await page.goBack();
    }
    await page.getByRole('link', { name: /Invite someone you trust/ }).click();
    await novice.heading('Invite someone to help you');
    await check(page, 'invite');
    await novice.press('Make the invitation');
    await novice.heading('Your invitation is ready');
    await check(page, 'invitation');
    const [opened] = await Promise.all([person.waitForEvent('page'), novice.press('Open the helper’s page')]);
    const expert = new ExpertPage(opened);
    await novice.heading(/wants to see your screen/);
    await check(page, 'consent');
    await expert.heading(/is asked/);
    await check(expert.page, 'expert-waiting');
    await novice.press('Yes, show my screen');
    await expert.page.getByRole('toolbar').waitFor();
    await check(expert.page, 'expert-viewing');
    await novice.heading(/sees your screen/);
    await check(page, 'session');
    await expert.press('Request control');
    await page.getByRole('alertdialog').waitFor();
    await check(page, 'control-question');
    await novice.press('Yes, let them control');
    await novice.heading(/controls your computer/);
    await check(page, 'controlled');
    for (const tool of ['Chat', 'Connection']) {
      await expert.page.getByRole('button', { name: tool }).click();
      await check(expert.page, `expert-${tool.toLowerCase()}`);
    }
    await novice.press('End the session');
    await expert.heading('They ended the session');
    await check(expert.page, 'expert-ended');
    await novice.heading('You ended the session');
    await check(page, 'ended');
    await page
      .getByRole('link', { name: /start page/i })
      .first()
      .click();
    for (const link of ['All past sessions', 'All people']) {
      await page.getByRole('link', { name: link }).click();
      await check(page, link.toLowerCase().replaceAll(' ', '-'));
      await page.goBack();
    }
    expect(problems).toEqual([]);
  },
  240_000,
);

/** Moves the focus by Tab until it is on something of this name, as its role says it. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let i = 0; i < 60; i++) {
    const text = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return '';
      const label = element instanceof HTMLTextAreaElement ? element.labels[0] : undefined;
      return element.getAttribute('aria-label') ?? (label ?? element).textContent;
    });
    if (typeof name === 'string' ? text?.trim() === name : name.test(text ?? '')) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${name}`);
}

async function follow(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}
