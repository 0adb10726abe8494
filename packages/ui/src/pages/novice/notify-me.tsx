import { useState } from 'react';
import { Button } from '../../parts/button.js';
import { useText } from '../../text/use-text.js';

/** Asks the browser, when the person wants it, to let Beside notify. */
export function NotifyMe() {
  const text = useText();
  const [permission, setPermission] = useState(() => ('Notification' in window ? Notification.permission : 'denied'));
  if (permission === 'granted') return <p className="soft small">{text.session.notifyOn}</p>;
  if (permission === 'denied') return <p className="soft small">{text.session.notifyDenied}</p>;
  return (
    <section className="card">
      <Button
        icon="bell"
        aria-describedby="notify-text"
        onPress={() => void Notification.requestPermission().then(setPermission)}
      >
        {text.session.notify}
      </Button>
      <p id="notify-text" className="soft small">
        {text.session.notifyText}
      </p>
    </section>
  );
}
