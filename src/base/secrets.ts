/**
 * The secrets of this run: passwords, tokens, signatures. Whatever is written for people or machines goes through
 * `mask` first.
 */
export class Secrets {
  readonly #values = new Set<string>();

  /** Remembers a secret, also as it looks in URLs, Basic headers and JSON. Short texts (under 4) are left: masking them would ruin prose. */
  add(secret: string): void {
    if (secret.length < 4) return;
    const inJson = JSON.stringify(secret).slice(1, -1);
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), inJson])
      this.#values.add(form);
  }

  /** Takes every known secret, and every SAS signature, out of a text. */
  mask(text: string): string {
    let masked = text.replace(/([?&]sig=)[^&\s"']+/gi, '$1***');
    for (const secret of [...this.#values].sort((a, b) => b.length - a.length))
      masked = masked.replaceAll(secret, '***');
    return masked;
  }

  /**
   * JSON text of a value, with every known secret taken out of its texts. Keys, numbers, true and false stay: a
   * password may well look like one of them.
   */
  toJson(value: unknown, indent?: number): string | undefined {
    return JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? this.mask(one) : one), indent);
  }
}
