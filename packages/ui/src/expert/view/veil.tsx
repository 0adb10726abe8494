import type { ExpertState } from 'beside/protocol';
import { Button } from '../../parts/button.js';
import { Icon } from '../../parts/icon.js';
import { useText } from '../../text/use-text.js';
import type { PictureState } from '../pictures/pictures.js';

/** Says why no picture is seen, or no new one. */
export function Veil({ session, trouble, onTakeBack }: VeilProps) {
  const text = useText().expert;
  if (session.paused) {
    return (
      <div className="veil">
        <Icon name="pause" />
        <p className="veil-heading">{text.paused}</p>
        <p>{text.pausedText}</p>
      </div>
    );
  }
  if (trouble === 'taken' || trouble === 'fault') {
    return (
      <div className="veil" role="status">
        <Icon name={trouble === 'taken' ? 'screen' : 'warning'} />
        <p className="veil-heading">{text[trouble]}</p>
        <p>{trouble === 'taken' ? text.takenText : text.faultText}</p>
        <Button icon="screen" onPress={onTakeBack}>
          {text.takeBack}
        </Button>
      </div>
    );
  }
  return (
    <div className="veil passing" role="status">
      <p className="veil-heading">{trouble === 'lost' ? text.lost : text.loading}</p>
      {trouble === 'lost' && <p>{text.lostText}</p>}
    </div>
  );
}

interface VeilProps {
  readonly session: ExpertState;
  readonly trouble: PictureState['trouble'];
  readonly onTakeBack: () => void;
}
