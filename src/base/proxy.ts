/** Proxies as the environment names them. Node goes through them only where NODE_USE_ENV_PROXY=1 says so. */

/** Variables, as of the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface NamedProxy {
  /** The variable that names it; its value may hold a password. */
  readonly variable: string;
  readonly isUsed: boolean;
}

/** The proxy that the environment names for an address; undefined where it names none. */
export function proxyFor(url: string, env: Environment): NamedProxy | undefined {
  const { protocol, hostname } = new URL(url);
  const names = protocol === 'https:' ? ['HTTPS_PROXY', 'https_proxy'] : ['HTTP_PROXY', 'http_proxy'];
  const variable = names.find((name) => (env[name] ?? '') !== '');
  if (variable === undefined || isExcepted(hostname, env['NO_PROXY'] ?? env['no_proxy'] ?? '')) return undefined;
  return { variable, isUsed: env['NODE_USE_ENV_PROXY'] === '1' };
}

const VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/** The proxies that an environment names. */
export function proxyVariables(env: Environment): NamedProxy[] {
  const isUsed = env['NODE_USE_ENV_PROXY'] === '1';
  return VARIABLES.filter((name) => (env[name] ?? '') !== '').map((variable) => ({ variable, isUsed }));
}

/** NO_PROXY: hosts and domains with commas between them, or `*`. */
function isExcepted(hostname: string, list: string): boolean {
  return list
    .split(/[\s,]+/)
    .map((entry) =>
      entry
        .toLowerCase()
        .replace(/^\*?\./, '')
        .replace(/:\d+$/, ''),
    )
    .some((entry) => entry !== '' && (entry === '*' || hostname === entry || hostname.endsWith(`.${entry}`)));
}
