import { BlockList, isIP } from 'node:net';
import { SourceError } from '../errors.js';

const usualPorts = new Set([80, 443, 8080, 8443]);

// IANA's special-purpose registries: everything a publisher's server cannot have.
const special = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  special.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  special.addSubnet(network, prefix, 'ipv6');
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');
const carriesIpv4 = new BlockList();
carriesIpv4.addSubnet('::ffff:0:0', 96, 'ipv6');
// NAT64: how a server without IPv4 reaches the rest of the world.
carriesIpv4.addSubnet('64:ff9b::', 96, 'ipv6');

/** Whether `ip` is an address on the public internet; a name is not. */
export function isPublic(ip: string): boolean {
  if (isIP(ip) === 4) return !special.check(ip, 'ipv4');
  if (isIP(ip) !== 6) return false;
  const address = ip.split('%')[0]!;
  if (carriesIpv4.check(address, 'ipv6')) return isPublic(lastFourBytes(address));
  return globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

function lastFourBytes(ipv6: string): string {
  // The URL parser writes every IPv6 address in its one short form, without a dotted end.
  const groups = new URL(`http://[${ipv6}]/`).hostname.slice(1, -1).split(':');
  const [high = 0, low = 0] = groups.slice(-2).map((group) => Number.parseInt(group || '0', 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** What newspapers may be read from: the public internet, and `host:port` of FETCH_ALLOW. */
export interface Guard {
  /** Throws SourceError 'address' for a URL we never open; names are judged again when they are resolved. */
  checkUrl(url: URL): void;
  allowsIp(host: string, ip: string, port: number): boolean;
}

/** `allow` lists `host:port` within our own network that may be read, hosts as they stand in the URL. */
export function createGuard(allow: readonly string[]): Guard {
  const allowed = new Set(allow.map((entry) => entry.toLowerCase()));
  const listed = (host: string, port: number) =>
    allowed.has(`${host.toLowerCase()}:${port}`) || allowed.has(`[${host.toLowerCase()}]:${port}`);
  return {
    checkUrl(url) {
      const refuse = (why: string) => {
        throw new SourceError('address', `${url.host}: ${why}`);
      };
      if (url.protocol !== 'http:' && url.protocol !== 'https:') refuse('only http and https are read');
      if (url.username || url.password) refuse('an address with a password is not read');
      const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
      if (listed(url.hostname, port)) return;
      const unless = `, unless FETCH_ALLOW lists ${url.hostname}:${port}`;
      if (!usualPorts.has(port)) refuse(`port ${port} is not read${unless}`);
      const literal = url.hostname.replace(/^\[|\]$/g, '');
      if (isIP(literal) && !isPublic(literal)) refuse(`private addresses are not read${unless}`);
    },
    allowsIp: (host, ip, port) => isPublic(ip) || listed(host, port) || listed(ip, port),
  };
}
