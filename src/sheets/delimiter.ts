/** What separates the cells of the heading: of the signs outside quotes, the most frequent. */
export function delimiterOf(text: string): string {
  const line = text.split(/\r?\n|\r/).find((one) => one.replace(/[\s,;"]/g, '') !== '' && !isTitle(one)) ?? '';
  const bare = line.replace(/"(?:[^"]|"")*"/g, '');
  const counts = [',', ';', '\t'].map((sign) => ({ sign, count: bare.split(sign).length - 1 }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign;
}

function isTitle(line: string): boolean {
  return /^"?\[[^\]]+\]"?[,;\t]*$/.test(line);
}
