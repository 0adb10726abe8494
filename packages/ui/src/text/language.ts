/**
 * The first language of `wished` that is there, by its primary subtag ("en" for "en-GB").
 *
 * @param there tags of the languages that there are; the first is taken when nothing fits
 */
export function languageOf(wished: readonly string[], there: readonly string[]): string {
  const primary = (tag: string) => tag.toLowerCase().split('-')[0];
  for (const wish of wished) {
    const fit =
      there.find((tag) => tag.toLowerCase() === wish.toLowerCase()) ?? there.find((tag) => primary(tag) === primary(wish));
    if (fit !== undefined) return fit;
  }
  return there[0] ?? 'en';
}
