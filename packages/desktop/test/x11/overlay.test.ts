import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bar, Desktop, Question, Rect } from '../../src/desktop.js';
import { EventCode, EventMask } from '../../src/x11/events.js';
import { until, XServer } from '../x-server.js';
import { type Found, grabPointer, overlayWindows, windowAtPointer } from './overlay-windows.js';
import { clickOwn, pressOwn } from './own-keys.js';
import { Painter } from './painter.js';
import { openTold, type Told } from './told.js';
import { Witness } from './witness.js';

const QUESTION: Question = { title: 'May she?', lines: ['Anna asks.'], yes: 'Yes', no: 'No' };
const BAR: Bar = { text: 'Anna sees your screen', buttons: [{ id: 'stop', label: 'Stop' }], alarming: false };
/** X key codes. */
const KEY_Y = 29;
/** Longer than a question takes to settle, in ms. */
const SETTLED = 500;

describe('the overlay on X11', () => {
  let server: XServer;
  let desktop: Desktop;
  let told: Told;
  let witness: Witness;

  beforeEach(async () => {
    server = await XServer.start({ width: 1024, height: 600 });
    ({ desktop, told } = await openTold(server.display));
    witness = await Witness.of(server.display);
  });
  afterEach(async () => {
    await desktop?.close();
    witness?.close();
    await server?.stop();
  });

  const find = (name: string) =>
    until(`the ${name}`, async () => (await overlayWindows(witness)).find((window) => window.name === `Beside: ${name}`));
  const ask = () => {
    const withdrawal = new AbortController();
    const asked = { answer: null as string | null, withdraw: () => withdrawal.abort() };
    void desktop.overlay.ask(QUESTION, withdrawal.signal).then((answer) => {
      asked.answer = answer;
    });
    return asked;
  };
  const focus = async () => (await witness.connection.reply(witness.connection.core.get_input_focus())).u32(8);
  const topmost = async () => (await overlayWindows(witness)).at(-1)?.name;
  /** Where the answer "yes" is: in the left half, above the lower edge. */
  const yes = ({ x, y, width, height }: Rect) => ({ x: x + Math.round(width / 4), y: y + height - 40 });

  it('comes above windows that are mapped or raised later', async () => {
    ask();
    const question = await find('question');
    const painter = await Painter.of(server.display);
    await painter.window(question);
    desktop.input.pointer(yes(question));
    await until('the question on top', async () => (await windowAtPointer(witness)) === question.id);
    painter.connection.close();
  });

  it('does not fight without end with a program that wants to be on top as well', async () => {
    ask();
    const question = await find('question');
    const painter = await Painter.of(server.display);
    const { connection } = painter;
    const rival = await painter.window(question);
    const raise = () => connection.core.configure_window(rival, 1 << 6, new Uint32Array([0]));
    connection.selectRoot(EventMask.SubstructureNotify);
    let raised = 0;
    connection.on(EventCode.ConfigureNotify, (event) => {
      if (event.u32(8) !== question.id) return;
      raised++;
      raise();
    });
    await until('the first raising', () => raised > 0);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(raised).toBeLessThan(10);
    connection.close();
  });

  it('is answered also while another program has grabbed the pointer, by the novice alone', async () => {
    const asked = ask();
    const question = await find('question');
    const release = await grabPointer(server.display, witness.connection.root);
    await new Promise((resolve) => setTimeout(resolve, SETTLED));
    await server.run('xdotool', 'mousemove', `${yes(question).x}`, `${yes(question).y}`, 'click', '1');
    await witness.settled();
    expect(asked.answer).toBeNull();
    await clickOwn(server.display, yes(question));
    await until('the answer', () => asked.answer);
    expect(asked.answer).toBe('yes');
    release();
  });

  it('takes a grabbed pointer’s press only where the question is what is seen', async () => {
    const asked = ask();
    const question = await find('question');
    const release = await grabPointer(server.display, witness.connection.root);
    await new Promise((resolve) => setTimeout(resolve, SETTLED));
    await clickOwn(server.display, { x: question.x - 20, y: yes(question).y });
    await witness.settled();
    expect(asked.answer).toBeNull();
    release();
  });

  it('is not answered by what the novice was typing when it came', async () => {
    const asked = ask();
    await find('question');
    for (let letter = 0; letter < 4; letter++) await pressOwn(server.display, 'keyboard', KEY_Y);
    await witness.settled();
    expect(asked.answer).toBeNull();
  });

  it('is not answered by keys that the novice types in another window', async () => {
    const asked = ask();
    const question = await find('question');
    await until('the question’s focus', async () => (await focus()) === question.id);
    const painter = await Painter.of(server.display);
    const window = await painter.window({ x: 10, y: 500, width: 50, height: 50 });
    await painter.connection.done(painter.connection.core.set_input_focus(1, window, 0));
    await new Promise((resolve) => setTimeout(resolve, SETTLED));
    await pressOwn(server.display, 'keyboard', KEY_Y);
    await witness.settled();
    expect(asked.answer).toBeNull();
    painter.connection.close();
  });

  it('gives the focus back to whom it took it from', async () => {
    const painter = await Painter.of(server.display);
    const window = await painter.window({ x: 10, y: 500, width: 50, height: 50 });
    await painter.connection.done(painter.connection.core.set_input_focus(1, window, 0));
    const asked = ask();
    const question = await find('question');
    await until('the question’s focus', async () => (await focus()) === question.id);
    asked.withdraw();
    await until('the focus from before', async () => (await focus()) === window);
    painter.connection.close();
  });

  it('makes windows again that another program destroyed', async () => {
    const asked = ask();
    desktop.overlay.bar(BAR);
    desktop.overlay.frame({ alarming: true });
    await find('question');
    const before = await until('all windows', async () => {
      const windows = await overlayWindows(witness);
      return windows.length === 6 ? windows : null;
    });
    const painter = await Painter.of(server.display);
    for (const { id } of before) await painter.destroy(id).catch(() => {}); // its fellows go with the first of the frame
    const again = await until('them again', async () => {
      const windows = await overlayWindows(witness);
      return windows.length === 6 && windows.every(({ id }) => !before.some((one) => one.id === id)) ? windows : null;
    });
    expect(again.map(place).sort()).toEqual(before.map(place).sort());
    await new Promise((resolve) => setTimeout(resolve, SETTLED));
    await clickOwn(server.display, yes(await find('question')));
    await until('the answer', () => asked.answer);
    painter.connection.close();
  });

  it('survives xkill, which ends the connection of the window', async () => {
    desktop.overlay.bar(BAR);
    for (let time = 0; time < 3; time++) {
      await server.run('xdotool', 'windowkill', `${(await find('bar')).id}`);
      await witness.settled();
    }
    expect(told.errors).toEqual([]);
    const { x, y, width, height } = await find('bar');
    await until('a press', async () => {
      await clickOwn(server.display, { x: x + width - 20, y: y + height / 2 });
      return told.bars.length > 0;
    });
    expect((await desktop.capture()).width).toBe(1024);
  });

  it('lets clicks through its frame', async () => {
    desktop.overlay.frame({ alarming: false });
    await find('frame');
    for (const at of [
      { x: 0, y: 0 },
      { x: 1, y: 300 },
      { x: 1023, y: 599 },
    ]) {
      desktop.input.pointer(at);
      await until('the pointer there', () => told.points.some(({ x, y }) => x === at.x && y === at.y));
      expect(await windowAtPointer(witness)).toBe(0);
    }
  });

  it('keeps question above bar above frame, in whatever order they came', async () => {
    ask();
    await find('question');
    desktop.overlay.bar(BAR);
    await find('bar');
    desktop.overlay.frame({ alarming: false });
    await find('frame');
    await until('the question on top', async () => (await topmost()) === 'Beside: question');
    const order = (await overlayWindows(witness)).map(({ name }) => name);
    expect(order.slice(-2)).toEqual(['Beside: bar', 'Beside: question']);
  });

  it('leaves nothing behind when it is closed', async () => {
    ask();
    desktop.overlay.bar(BAR);
    desktop.overlay.frame({ alarming: false });
    await find('frame');
    await desktop.close();
    await until('an empty screen', async () => (await overlayWindows(witness)).length === 0);
  });
});

describe('the overlay’s bar', () => {
  it('is moved by the novice’s own mouse, and not by an injected one', async () => {
    // A server in a window: what is injected outside is its own mouse inside.
    const outside = await XServer.start({ width: 900, height: 700 });
    const xephyr = await outside.start('Xephyr', '-displayfd', '1', '-ac', '-noreset', '-screen', '800x600');
    const [said] = (await once(xephyr.stdout as Readable, 'data')) as [Buffer];
    const display = `:${said.toString().trim()}`;
    const hand = (await openTold(outside.display)).desktop;
    const { desktop } = await openTold(display);
    const witness = await Witness.of(display);
    const bar = (): Promise<Found> => until('the bar', async () => (await overlayWindows(witness)).at(0));
    const drag = (by: Desktop, from: Found) => {
      by.input.pointer({ x: from.x + 8, y: from.y + 8 });
      by.input.button('left', true);
      for (let step = 1; step <= 10; step++) by.input.pointer({ x: from.x + 8 + 10 * step, y: from.y + 8 + 20 * step });
      by.input.button('left', false);
    };
    desktop.overlay.bar(BAR);
    const before = await bar();
    drag(desktop, before);
    await until('the injected drag', () => witness.story.includes('button-up 1'));
    expect(place(await bar())).toBe(place(before));

    // Nor while the novice holds it.
    witness.seen.length = 0;
    hand.input.pointer({ x: before.x + 8, y: before.y + 8 });
    hand.input.button('left', true);
    await until('the press', () => witness.story.includes('button-down 1'));
    const aside = { x: before.x + 60, y: before.y + 90 };
    desktop.input.pointer(aside);
    await until('the injected move', async () => (await witness.pointer()).x === aside.x);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(place(await bar())).toBe(place(before));
    hand.input.button('left', false);

    drag(hand, before);
    await until(
      'the bar to be elsewhere',
      async () => place(await bar()) === place({ ...before, x: before.x + 100, y: before.y + 200 }),
    );
    // Where it was put it stays, also with another text.
    desktop.overlay.bar({ ...BAR, alarming: true });
    expect(place(await bar())).toBe(place({ ...before, x: before.x + 100, y: before.y + 200 }));

    await desktop.close();
    witness.close();
    await hand.close();
    await outside.stop();
  });

  it('and the frame follow the screen to another size', async () => {
    const server = await XServer.start({ kind: 'Xtigervnc', width: 1024, height: 768 });
    const { desktop } = await openTold(server.display);
    const witness = await Witness.of(server.display);
    desktop.overlay.bar(BAR);
    desktop.overlay.frame({ alarming: false });
    await until('all windows', async () => (await overlayWindows(witness)).length === 5);
    await server.run('xrandr', '-s', '1280x1024').catch(() => server.run('xrandr', '--fb', '1280x1024'));
    await until('both at the new place', async () => {
      const windows = await overlayWindows(witness);
      const { width, height } = desktop.size;
      const bar = windows.find(({ name }) => name === 'Beside: bar');
      const right = windows.some(({ name, x, width: thick }) => name === 'Beside: frame' && thick < 20 && x + thick === width);
      const foot = windows.some(({ name, y, height: thick }) => name === 'Beside: frame' && thick < 20 && y + thick === height);
      return width !== 1024 && right && foot && bar && Math.abs(bar.x + bar.width / 2 - width / 2) <= 1;
    });
    await desktop.close();
    witness.close();
    await server.stop();
  });
});

function place({ x, y, width, height }: Rect): string {
  return `${width}x${height}+${x}+${y}`;
}
