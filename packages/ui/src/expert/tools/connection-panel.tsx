import type { ExpertState } from 'beside/protocol';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useText } from '../../text/use-text.js';
import type { Pictures } from '../pictures/pictures.js';

/** How the session goes, in figures; they are of the last second. */
export function ConnectionPanel({ session, pictures }: { readonly session: ExpertState; readonly pictures: Pictures }) {
  const { expert: text } = useText();
  const { panel } = text;
  const figures = useSyncExternalStore(pictures.watch, () => pictures.state().figures);
  const { connected, size, roundTrip } = session;
  return (
    <section className="card" aria-labelledby="connection-heading">
      <h2 id="connection-heading">{text.connection}</h2>
      <dl className="figures">
        <Figure name={panel.way}>{connected ? panel[connected.way] : panel.unknown}</Figure>
        <Figure name={panel.address}>{connected?.address ?? panel.unknown}</Figure>
        <Figure name={text.checkNumber}>{connected?.checkNumber ?? panel.unknown}</Figure>
        <Figure name={panel.desktop}>{size ? text.picture(size.width, size.height) : panel.unknown}</Figure>
        <Figure name={panel.roundTrip}>{roundTrip === null ? panel.unknown : panel.ms(roundTrip)}</Figure>
        <Figure name={panel.frames}>{panel.perSecond(figures?.framesPerSecond ?? 0)}</Figure>
        <Figure name={panel.bandwidth}>{panel.kilobits(figures?.kilobitsPerSecond ?? 0)}</Figure>
        <Figure name={panel.codecs}>
          {figures?.codecs.map(({ codec, share }) => panel.share(panel.codec[codec], share)).join(', ') || panel.none}
        </Figure>
        <Figure name={panel.decode}>{panel.aFrame(figures?.decode ?? 0)}</Figure>
        <Figure name={panel.paint}>{panel.aFrame(figures?.paint ?? 0)}</Figure>
      </dl>
    </section>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
