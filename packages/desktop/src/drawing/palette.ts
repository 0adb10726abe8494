/**
 * The few colours that Beside draws with. Letters on their ground stand at 4.5:1 or more (WCAG 2.2, success criterion 1.4.3),
 * and what tells a button from its ground at 3:1 or more (1.4.11); a test holds both.
 */
export const INK = {
  /** Behind the waiting picture's words, and those words. */
  ground: '#22384a',
  onGround: '#f2f6f8',
  /** A question's card, its title, its lines. */
  card: '#ffffff',
  title: '#14222d',
  text: '#2c3d4a',
  /** The line around a card and around its buttons. */
  edge: '#5b7486',
  /** A button at rest, under the keyboard's focus, and its label. */
  button: '#e9eff3',
  buttonFocused: '#1d5f8a',
  label: '#14222d',
  labelFocused: '#ffffff',
  /** Bar and frame while somebody sees the desktop. */
  seen: '#1d5f8a',
  onSeen: '#ffffff',
  /** Bar and frame while somebody controls it. */
  controlled: '#a8201a',
  onControlled: '#ffffff',
} as const;
