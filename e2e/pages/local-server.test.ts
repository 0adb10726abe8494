import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Browser } from '../lab/browser.js';
import { Home } from '../lab/home.js';
import { Lab, requireNeeds } from '../lab/lab.js';
import needs from './needs.json' with { type: 'json' };

/** What a browser makes of the local server: its own pages, and those of somebody else. */
let lab: Lab;
let browser: Browser;
let home: Home;
let site: Server;
beforeAll(async () => {
  requireNeeds(needs);
  lab = new Lab();
  home = Home.start(lab, undefined, ['--practice']);
  browser = await Browser.start(lab);
  site = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end('<!doctype html>'));
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => site?.close(resolve));
  await lab?.end();
});

/** A new address of the novice's page, as Enter in the terminal gives it. */
async function invitePage(): Promise<URL> {
  home.program.child.stdin?.write('\n');
  return new URL(await home.address('invite'));
}

/** Runs in the page of somebody else: everything that such a page may try, and what came of it. */
const ATTEMPTS = `async ({ target, token }) => {
  const get = (path, options) => fetch('http://' + target + path, options).then((answer) => answer.status + ' ' + answer.type, () => 'failed');
  const load = (name, source) => new Promise((resolve) => {
    const element = document.createElement(name);
    element.onload = () => resolve('loaded');
    element.onerror = () => resolve('failed');
    element.src = source;
    document.body.append(element);
  });
  const line = (path) => new Promise((resolve) => {
    const socket = new WebSocket('ws://' + target + path);
    socket.onopen = () => resolve('open');
    socket.onclose = () => resolve('closed');
  });
  return {
    read: await get('/'),
    blind: await get('/', { mode: 'no-cors' }),
    trade: await get('/bearer', { method: 'POST', body: JSON.stringify({ token }) }),
    blindTrade: await get('/bearer', { method: 'POST', mode: 'no-cors', body: JSON.stringify({ token }) }),
    invitation: await get('/invitation', { headers: { Authorization: 'Bearer a' } }),
    script: await load('script', 'http://' + target + '/index.html'),
    image: await load('img', 'http://' + target + '/index.html'),
    socket: await line('/socket'),
    pictures: await line('/pictures'),
  };
}`;

test('a page opens with nothing that its policy forbids, takes the token out of its address, and can be loaded anew', async () => {
  const page = await (await browser.person()).newPage();
  const wrong: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') wrong.push(message.text());
  });
  page.on('pageerror', (error) => wrong.push(error.message));
  const elsewhere: string[] = [];
  const address = await invitePage();
  page.on('request', (request) => {
    if (!request.url().startsWith(address.origin)) elsewhere.push(request.url());
  });
  await page.goto(address.href);
  await page.getByRole('heading', { level: 1, name: 'Your invitation is ready' }).waitFor();
  expect(page.url()).not.toContain('token');
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Your invitation is ready' }).waitFor();
  expect(wrong).toEqual([]);
  expect(elsewhere).toEqual([]);
  // Whoever finds the address afterwards has nothing by it.
  const stranger = await (await browser.person()).newPage();
  await stranger.goto(address.href);
  await stranger.getByRole('heading', { level: 1 }).waitFor();
  expect(await stranger.content()).not.toContain('Your invitation is ready');
});

test('a page of another origin reads nothing, embeds nothing, and uses up no token', async () => {
  const address = await invitePage();
  const token = new URLSearchParams(address.hash.slice(1)).get('token');
  const page = await (await browser.person()).newPage();
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  const came = await page.evaluate(`(${ATTEMPTS})(${JSON.stringify({ target: address.host, token })})`);
  expect(came).toEqual({
    read: 'failed',
    blind: 'failed',
    trade: 'failed',
    blindTrade: 'failed',
    invitation: 'failed',
    script: 'failed',
    image: 'failed',
    socket: 'closed',
    pictures: 'closed',
  });
  await page.setContent(`<iframe src="http://${address.host}/"></iframe>`);
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  await frame?.waitForLoadState();
  expect(await frame?.evaluate('document.getElementById("root")')).toBeNull();
  await page.goto(address.href);
  await page.getByRole('heading', { level: 1, name: 'Your invitation is ready' }).waitFor();
});

test('a name that means this computer gets no page', async () => {
  const { port } = await invitePage();
  const page = await (await browser.person()).newPage();
  for (const name of ['localhost', 'evil.localhost']) {
    const answer = await page.goto(`http://${name}:${port}/`);
    expect(answer?.status()).toBe(403);
    expect(await page.textContent('body')).toContain(`http://127.0.0.1:${port}/ and nowhere else`);
  }
});
