/** Flags of `etl init`. */
export interface SetupFlags {
  readonly folder: string;
  readonly form?: string | undefined;
  readonly export?: string | undefined;
  readonly program?: string | undefined;
  readonly 'data-set'?: string | undefined;
  readonly url?: string | undefined;
  readonly username?: string | undefined;
  readonly metadata?: string | undefined;
  readonly facility?: string | undefined;
  readonly date?: string | undefined;
  readonly name?: string | undefined;
  readonly force: boolean;
  readonly 'env-file'?: string | undefined;
}
