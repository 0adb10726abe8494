import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { settle, until } from '../lab/lab.js';
import { KEY, OwnDevice } from '../lab/own-device.js';
import { PageStage, show } from '../lab/page-stage.js';
import { held } from '../lab/recorder.js';
import { differing, untilSamePicture } from '../lab/screen.js';

/** Two people, each with a Beside and a browser of their own; the novice's desktop is real. */
let stage: PageStage;
beforeAll(async () => {
  stage = await PageStage.set();
});
afterEach(() => stage.clear());
afterAll(() => stage?.end());

test('from the two choices to the picture: file, password, check number, the novice’s own yes', async () => {
  const { novice, expert } = await stage.people();
  await novice.invite();
  const password = await novice.password();
  await expert.drag(await novice.save());
  await expert.connect('WRONGWRONG22');
  await expert.page.getByText('This password does not fit the invitation.').waitFor();
  await show(expert.page, 'wrong-password');
  await novice.heading('Your invitation is ready');
  await expert.connect(password);
  await novice.heading(/wants to see your screen/);
  await expert.heading(/is asked/);
  await show(novice.page, 'consent-on-a-screen');
  expect(await expert.checkNumber()).toMatch(/^\d{6}$/);
  expect(await novice.checkNumber()).toBe(await expert.checkNumber());
  // On a real screen an expert in control could press what a page shows: the page takes a no alone.
  expect(await novice.page.getByRole('button', { name: /^Yes/ }).count()).toBe(0);
  await stage.yes('consent', () => expert.page.getByRole('toolbar').isVisible());
  await untilSamePicture(stage.desktop.server, expert);
  await novice.heading(/sees your screen/);
  expect(await novice.page.content()).not.toContain(password);
});

test('a link works as the file does', async () => {
  const { novice, expert } = await stage.people();
  await novice.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await novice.invite();
  await novice.press('Copy the link');
  const link = await novice.page.evaluate<string>('navigator.clipboard.readText()');
  await expert.paste(link);
  await expert.connect(await novice.password());
  await expert.heading(/is asked/);
});

test('a no on the page is a no, and the invitation stands for the next try', async () => {
  const people = await stage.people();
  await stage.asked(people);
  await people.novice.press('No');
  await people.expert.heading('They said no');
  await show(people.expert.page, 'refused');
  await people.novice.heading('Your invitation is ready');
});

test('control: refused, given, and taken back by the novice’s Esc in the middle of the expert’s typing', async () => {
  const { novice, expert } = await stage.view();
  await expert.press('Request control');
  await novice.page.getByRole('alertdialog').waitFor();
  await show(novice.page, 'control-on-a-screen');
  await novice.press('No, just look');
  await expert.page.getByText('They said no: you can look, not control.').first().waitFor();
  const ask = expert.page.getByRole('button', { name: 'Request control' });
  await until('that control may be asked for again', () => ask.isEnabled(), 60_000);
  await ask.click();
  await stage.yes('control', () => expert.page.getByRole('button', { name: 'Give back control' }).isVisible());
  await show(expert.page, 'controlling');
  await novice.heading(/controls your computer/);

  const { desktop, recorder } = stage;
  await expert.clickAt(300, 330);
  const before = desktop.typed.length;
  const typing = expert.page.keyboard.type('x'.repeat(150), { delay: 10 });
  await until('the first letters', () => desktop.typed.length > before + 10);
  await new OwnDevice(desktop.server).key(KEY.escape);
  await novice.heading(/sees your screen/);
  const typed = desktop.typed.length;
  // A key of the novice's own marks the place in the server's order of events, for the recorder may be behind.
  await new OwnDevice(desktop.server).key(KEY.n);
  await until('the mark', () => recorder.forgetUntilOwn(KEY.n));
  await typing;
  await expert.page.getByText('They took control back with Esc.').first().waitFor();
  await settle();
  expect(recorder.acted).toEqual([]);
  expect(desktop.typed.slice(typed)).toMatch(/^x{0,3}n$/);
  expect(await held(desktop.server)).toEqual([]);
});

test('what the expert types in another script arrives as it was typed, and special keys too', async () => {
  const { expert } = await stage.control();
  const { desktop } = stage;
  await expert.clickAt(300, 330);
  const before = desktop.typed.length;
  await expert.page.keyboard.insertText('äß Привет');
  await until('the text in the terminal', () => desktop.typed.slice(before) === 'äß Привет');
  await expert.page.keyboard.press('Control+a');
  await until('Ctrl+A in the terminal', () => desktop.typed.endsWith('\u0001'));
});

test('chat goes both ways, with a hint that the other one writes', async () => {
  const { novice, expert } = await stage.view();
  await expert.page.getByRole('button', { name: 'Chat' }).click();
  await expert.page.getByRole('textbox', { name: 'Message' }).pressSequentially('Hel');
  await novice.page.getByText(/is writing/).waitFor();
  await expert.say('Hello, שלום 👋');
  await novice.page.getByText('Hello, שלום 👋').first().waitFor();
  await novice.say('I see nothing strange');
  await expert.page.getByText('I see nothing strange').first().waitFor();
});

test('in a pause not one changed pixel arrives, and then the picture goes on', async () => {
  const { novice, expert } = await stage.view();
  await novice.press('Pause');
  await expert.page.getByText('Paused by the other person').first().waitFor();
  await show(expert.page, 'paused');
  const before = await expert.picture();
  await stage.desktop.server.xdotool('mousemove', 300, 330, 'click', 1, 'type', 'not to be seen');
  await settle();
  expect(differing(before, await expert.picture())).toBe(0);
  await novice.press('Continue');
  await untilSamePicture(stage.desktop.server, expert);
});

test('a page that is loaded anew has the picture again', async () => {
  const { expert } = await stage.view();
  await expert.page.reload();
  await expert.page.getByRole('toolbar').waitFor();
  await untilSamePicture(stage.desktop.server, expert);
});

test('either side ends it, and both are told', async () => {
  const first = await stage.view();
  await first.expert.press('End');
  await first.expert.heading('You ended the session');
  await first.novice.heading('Waiting for them to come back');
  await show(first.novice.page, 'waiting-again');
  await stage.clear();
  const second = await stage.view();
  await second.novice.press('End the session');
  await second.expert.heading('They ended the session');
  await second.novice.heading('You ended the session');
});

test('a connection that breaks off is said in words', async () => {
  const { expert, homes } = await stage.view();
  homes.novice.program.child.kill('SIGKILL');
  await expert.heading('The connection broke off');
  await show(expert.page, 'connection-lost');
});

test('with control switched off in the settings nobody is asked and nobody gets it', async () => {
  const people = await stage.people();
  await people.novice.page.getByRole('link', { name: 'Settings' }).click();
  await people.novice.page.getByText('Allow this computer to be controlled').click();
  await people.novice.page
    .getByRole('link', { name: /start page/i })
    .first()
    .click();
  await stage.asked(people);
  await stage.yes('consent', () => people.expert.page.getByRole('toolbar').isVisible());
  await people.expert.press('Request control');
  await people.expert.page.getByText('That computer may only be looked at.').first().waitFor();
  expect(await people.novice.page.getByRole('alertdialog').count()).toBe(0);
});
