import icons from '../icons/icons.svg';

/** Names of the drawings in icons/icons.svg. */
export type IconName =
  | 'arrow'
  | 'ask'
  | 'back'
  | 'bell'
  | 'chat'
  | 'check'
  | 'clock'
  | 'copy'
  | 'cross'
  | 'end'
  | 'enlarge'
  | 'eye'
  | 'file'
  | 'gauge'
  | 'help'
  | 'history'
  | 'keyboard'
  | 'link'
  | 'pause'
  | 'people'
  | 'phone'
  | 'play'
  | 'pointer'
  | 'practice'
  | 'reduce'
  | 'save'
  | 'screen'
  | 'send'
  | 'settings'
  | 'shield'
  | 'stop'
  | 'trash'
  | 'warning';

/** A drawing beside words; it says nothing by itself, and screen readers pass it over. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" aria-hidden="true" focusable="false">
      <use href={`${icons}#${name}`} />
    </svg>
  );
}
