/** What fills a gap of a message: plain data, so that `--json` can print it. */
export type Arg = string | number | boolean | readonly string[];

/** Args of whatever code. Those of one code are `ArgsOf` it. */
export type Args = Readonly<Record<string, Arg>>;
