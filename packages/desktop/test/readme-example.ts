import { type DesktopEvents, openPractice } from '@beside/desktop';

const ignore = () => {};
const silent = { resized: ignore, pointerMoved: ignore, pointerChanged: ignore, clipboardChanged: ignore, escapePressed: ignore };
const events: DesktopEvents = { ...silent, damaged: () => console.log('changed'), barPressed: console.log, lost: console.error };
const desktop = await openPractice({ width: 1024, height: 768 }, events); // or openX11({ display: ':0' }, events)

await desktop.capture(); // the first one is damaged everywhere
for (const character of 'Hello') desktop.input.character(character.codePointAt(0) ?? 0);
export const { damage, pixels, stride } = await desktop.capture(); // only the line that was typed into
await desktop.close();
