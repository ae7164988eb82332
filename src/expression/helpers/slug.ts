/** Latin letters that are no other letter with an accent, as they are written where there is only ASCII. */
const IN_ASCII: ReadonlyMap<string, string> = new Map([
  ...pairs('æ ae', 'œ oe', 'ß ss', 'þ th', 'ĸ q', 'ı i', 'ȷ j'),
  ...pairs('ø o', 'ł l', 'đ d', 'ð d', 'ħ h', 'ŧ t', 'ŋ n', 'ƀ b', 'ǥ g', 'ɨ i', 'ɉ j', 'ƚ l', 'ɍ r', 'ʉ u', 'ƶ z'),
  // Of African languages, and of Azerbaijani.
  ...pairs('ɓ b', 'ƈ c', 'ɖ d', 'ɗ d', 'ɛ e', 'ǝ e', 'ə e', 'ƒ f', 'ɠ g', 'ɣ g', 'ɩ i', 'ƙ k', 'ɲ n', 'ɔ o', 'ɵ o'),
  ...pairs('ƥ p', 'ʂ s', 'ʃ sh', 'ƭ t', 'ʈ t', 'ʊ u', 'ʋ v', 'ƴ y', 'ʒ zh'),
]);

function pairs(...written: readonly string[]): readonly (readonly [string, string])[] {
  return written.map((one) => one.split(' ') as [string, string]);
}

/** Small letters and digits with dashes between; Latin letters in ASCII. Blank where nothing is left. */
export function toSlug(text: string): string {
  return (
    text
      .normalize('NFKD')
      .toLowerCase()
      // The marks of other scripts make other letters: й is not и.
      .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
      .replace(/(?![a-z])\p{Script=Latin}/gu, (letter) => IN_ASCII.get(letter) ?? letter)
      .normalize('NFC')
      // Apostrophes too, which Unicode counts as letters where they stand for a sound.
      .replace(/(?:[^\p{L}\p{M}\p{N}]|[\u02b9-\u02df])+/gu, '-')
      .replace(/^-|-$/g, '')
  );
}
