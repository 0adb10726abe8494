import { fragmentOf } from '../../connection/route.js';
import { Icon } from '../../parts/icon.js';
import { useText } from '../../text/use-text.js';

/** To the start page. */
export function Back() {
  const text = useText();
  return (
    <a className="button" href={fragmentOf({ page: 'home' })}>
      <Icon name="back" />
      <span>{text.back}</span>
    </a>
  );
}
