import { skipUndici } from '../base/skip-undici.ts';
import type { BlobServiceClient, ContainerClient } from '@azure/storage-blob';
import { isLoopback } from '../base/loopback.ts';
import { problem, type Problem } from '../base/problem.ts';

/** How to get at an account; what is secret in it never leaves this module but for the SDK. */
export interface AzureAccount {
  /** Address of the account without `/` at its end and without token. */
  readonly url: string;
  /** Without leading `?`; absent where a key signs. */
  readonly sasToken: string | undefined;
  readonly connectionString: string | undefined;
  /** To be masked wherever they turn up. */
  readonly secrets: readonly string[];
}

interface Written {
  readonly accountUrl?: string | undefined;
  readonly sasToken?: string | undefined;
  readonly connectionString?: string | undefined;
}

/** Reads what a connection says. Problems `storage/*` where it does not fit together; no secret is in them. */
export function parseAccount(written: Written): AzureAccount | { readonly problems: readonly Problem[] } {
  const { accountUrl, sasToken, connectionString } = written;
  if (connectionString !== undefined && (accountUrl ?? sasToken) === undefined)
    return fromConnectionString(connectionString);
  if (accountUrl === undefined || sasToken === undefined || connectionString !== undefined)
    return fail(problem('storage/credentials', {}));
  const address = parseAddress(accountUrl);
  const token = parseSas(sasToken);
  const problems = [
    ...('problems' in address ? address.problems : []),
    ...(token ? [] : [problem('storage/bad-sas', {})]),
  ];
  if (problems.length > 0 || !token || 'problems' in address) return { problems };
  return { url: address.url, sasToken: token, connectionString: undefined, secrets: secretsOfSas(token) };
}

/**
 * A client of the container. Four tries, the waits growing from `retryMs` to eight times that: a blink of the network
 * passes, an outage is told within seconds. The SDK is loaded here, for it costs a quarter of a second.
 */
export async function openContainer(
  account: AzureAccount,
  container: string,
  retryMs: number,
): Promise<ContainerClient> {
  skipUndici();
  const { BlobServiceClient: Client, StorageRetryPolicyType } = await import('@azure/storage-blob');
  const retryOptions = {
    maxTries: 4,
    retryDelayInMs: retryMs,
    maxRetryDelayInMs: 8 * retryMs,
    retryPolicyType: StorageRetryPolicyType.EXPONENTIAL,
  };
  const service: BlobServiceClient = account.connectionString
    ? Client.fromConnectionString(account.connectionString, { retryOptions })
    : new Client(`${account.url}?${account.sasToken}`, undefined, { retryOptions });
  return service.getContainerClient(container);
}

function parseAddress(text: string): { readonly url: string } | { readonly problems: readonly Problem[] } {
  const parsed = URL.parse(text.trim());
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) {
    return fail(problem('storage/bad-url', { reason: 'it does not start with https://' }));
  }
  if (parsed.search !== '' || parsed.username !== '' || parsed.password !== '') {
    return fail(problem('storage/bad-url', { reason: 'it holds a token or a password, which belongs in sasToken' }));
  }
  const url = `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`;
  if (parsed.protocol === 'http:' && !isLoopback(parsed.hostname)) return fail(problem('storage/plain-http', { url }));
  if (parsed.hostname.endsWith('.core.windows.net') && url !== parsed.origin) {
    return fail(
      problem('storage/bad-url', { reason: 'there is a path behind the host; the container has a key of its own' }),
    );
  }
  return { url };
}

/** A token is often copied with its `?`, or with the whole address before it. */
function parseSas(text: string): string | undefined {
  const token = text.trim().replace(/^[^?]*\?/, '');
  return new URLSearchParams(token).get('sig') ? token : undefined;
}

function secretsOfSas(token: string): string[] {
  const sig = /(?:^|&)sig=([^&]*)/.exec(token)?.[1] ?? '';
  return [token, sig, new URLSearchParams(token).get('sig') ?? ''];
}

const EMULATOR = /^\s*UseDevelopmentStorage\s*=\s*true\s*;?\s*$/i;

function fromConnectionString(text: string): AzureAccount | { readonly problems: readonly Problem[] } {
  const connectionString = text.trim();
  if (EMULATOR.test(connectionString)) {
    return { url: 'http://127.0.0.1:10000/devstoreaccount1', sasToken: undefined, connectionString, secrets: [] };
  }
  const parts = new Map<string, string>();
  for (const part of connectionString.split(';')) {
    const at = part.indexOf('=');
    if (at > 0) parts.set(part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim());
  }
  const key = parts.get('accountkey');
  const sas = parts.get('sharedaccesssignature');
  const name = parts.get('accountname');
  const suffix = parts.get('endpointsuffix') || 'core.windows.net';
  const protocol = parts.get('defaultendpointsprotocol')?.toLowerCase();
  const endpoint = parts.get('blobendpoint') || (name && `${protocol}://${name}.blob.${suffix}`);
  const reason = faultOf({ key, sas, name, protocol, hasEndpoint: Boolean(parts.get('blobendpoint')) });
  if (!endpoint || reason !== undefined)
    return fail(
      problem('storage/bad-connection-string', { reason: reason ?? 'it has neither BlobEndpoint nor AccountName' }),
    );
  const sasToken = sas === undefined ? undefined : parseSas(sas);
  if (sas !== undefined && !sasToken) return fail(problem('storage/bad-sas', {}));
  const address = parseAddress(endpoint);
  if ('problems' in address) return address;
  const secrets = [connectionString, ...(key ? [key] : []), ...(sasToken ? secretsOfSas(sasToken) : [])];
  // A token needs no more than the address; the SDK would want other parts as well. For a key it gets what we have
  // understood: it reads such a string in a way of its own, and throws where a part is not as it wants it.
  const understood = `DefaultEndpointsProtocol=${new URL(address.url).protocol.slice(0, -1)};AccountName=${name};AccountKey=${key};BlobEndpoint=${address.url}`;
  return { url: address.url, sasToken, connectionString: sasToken ? undefined : understood, secrets };
}

/** What a connection string lacks to be one; undefined where nothing. */
function faultOf(parts: {
  readonly key: string | undefined;
  readonly sas: string | undefined;
  readonly name: string | undefined;
  readonly protocol: string | undefined;
  readonly hasEndpoint: boolean;
}): string | undefined {
  const { key, sas, name, protocol, hasEndpoint } = parts;
  if (!hasEndpoint && !name) return 'it has neither BlobEndpoint nor AccountName';
  if (!key && !sas) return 'it has neither AccountKey nor SharedAccessSignature';
  if (!hasEndpoint && !['http', 'https'].includes(protocol ?? ''))
    return 'it has neither BlobEndpoint nor DefaultEndpointsProtocol=https';
  if (name !== undefined && !/^[a-z0-9]{3,24}$/.test(name)) return 'its AccountName is none';
  if (sas) return undefined;
  if (!name) return 'it has an AccountKey, but no AccountName';
  return key !== undefined && /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(key)
    ? undefined
    : 'its AccountKey is not whole';
}

function fail(why: Problem): { readonly problems: readonly Problem[] } {
  return { problems: [why] };
}
