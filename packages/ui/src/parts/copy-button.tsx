import { useState } from 'react';
import { useText } from '../text/use-text.js';
import { announce } from './announce.js';
import { Button } from './button.js';

/** Copies a text, and says so. */
export function CopyButton({
  value,
  label,
  done,
  kind,
}: {
  readonly value: string;
  readonly label: string;
  readonly done: string;
  readonly kind?: 'plain' | 'primary';
}) {
  const text = useText();
  const [said, setSaid] = useState<string | null>(null);
  const copy = async () => {
    let words = done;
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      words = text.notCopied;
    }
    setSaid(words);
    announce(words);
  };
  return (
    <span className="with-result">
      <Button icon={said === done ? 'check' : 'copy'} kind={kind ?? 'plain'} onPress={() => void copy()}>
        {label}
      </Button>
      {said !== null && <span className="result">{said}</span>}
    </span>
  );
}
