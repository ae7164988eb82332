/** What fills the gaps of a message. Values are plain data, so that `--json` can print them. */
export type Args = Readonly<Record<string, string | number | boolean | readonly string[]>>;
