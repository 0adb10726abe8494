/** The spelling alphabet of ICAO and ITU, in the spelling of the standard ("Alfa", "Juliett"). */
const LETTERS: Readonly<Record<string, string>> = {
  A: 'Alfa',
  B: 'Bravo',
  C: 'Charlie',
  D: 'Delta',
  E: 'Echo',
  F: 'Foxtrot',
  G: 'Golf',
  H: 'Hotel',
  I: 'India',
  J: 'Juliett',
  K: 'Kilo',
  L: 'Lima',
  M: 'Mike',
  N: 'November',
  O: 'Oscar',
  P: 'Papa',
  Q: 'Quebec',
  R: 'Romeo',
  S: 'Sierra',
  T: 'Tango',
  U: 'Uniform',
  V: 'Victor',
  W: 'Whiskey',
  X: 'X-ray',
  Y: 'Yankee',
  Z: 'Zulu',
};

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** The word that a character is told apart by on the phone; null for one that has none. */
export function phoneticWord(character: string): string | null {
  return LETTERS[character.toUpperCase()] ?? DIGITS[/^[0-9]$/.test(character) ? Number(character) : -1] ?? null;
}

/** A character as it is read aloud: "B as in Bravo", "small B as in Bravo", "seven", "space". */
export function spelled(character: string): string {
  if (character === ' ') return 'space';
  const word = phoneticWord(character);
  if (word === null) return character;
  if (/^[0-9]$/.test(character)) return word;
  const letter = character.toUpperCase();
  return `${letter === character ? '' : 'small '}${letter} as in ${word}`;
}
