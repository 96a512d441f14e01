import ipaddr from 'ipaddr.js';

/** public: anybody may be called there · opened: by the operator · closed: not to be called. */
export type Reach = 'public' | 'opened' | 'closed';

type Address = ReturnType<typeof ipaddr.parse>;
type Net = ReturnType<typeof ipaddr.parseCIDR>;

/**
 * What no setting opens: link-local addresses, where clouds keep the keys of a machine, and the forms of IPv6 that carry
 * another address inside, which could be one of those.
 *
 * @source RFC 3927, 4291, 2765, 6052, 8215, 3056, 4380
 */
const NEVER: readonly Net[] = [
  '169.254.0.0/16',
  'fe80::/10',
  '::ffff:0:0/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2002::/16',
  '2001::/32',
].map((net) => ipaddr.parseCIDR(net));

/** Nothing outside of it is given to anybody yet. @source IANA, IPv6 global unicast address assignments */
const GLOBAL_V6 = ipaddr.parseCIDR('2000::/3');
/** `unicast` is what the library calls an address of none of the special registries. @source RFC 6890 and its successors */
const ORDINARY = 'unicast';

const isIn = (address: Address, [net, bits]: Net): boolean => address.kind() === net.kind() && address.match(net, bits);

function isPublic(address: Address): boolean {
  return address.range() === ORDINARY && (address.kind() === 'ipv4' || isIn(address, GLOBAL_V6));
}

/**
 * Tells which addresses may be called.
 *
 * @param allowNets networks the operator opened besides public ones, in CIDR form
 * @returns of an address as a resolver writes it; what is no address is closed
 */
export function createReach(allowNets: readonly string[]): (address: string) => Reach {
  const opened = allowNets.map((net) => ipaddr.parseCIDR(net));

  return function reachOf(text) {
    if (!ipaddr.isValid(text)) return 'closed';
    const address = ipaddr.parse(text);
    if (NEVER.some((net) => isIn(address, net))) return 'closed';
    if (opened.some((net) => isIn(address, net))) return 'opened';
    return isPublic(address) ? 'public' : 'closed';
  };
}
