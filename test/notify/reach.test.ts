import { createReach } from '../../src/notify/reach.js';

describe('createReach', () => {
  const nothingOpened = createReach([]);

  it.each(['1.1.1.1', '8.8.8.8', '172.15.255.255', '172.32.0.1', '100.63.255.255', '100.128.0.1', '2606:4700::1111'])(
    'lets %s be called',
    (address) => {
      expect(nothingOpened(address)).toBe('public');
    },
  );

  it.each([
    ['of this network', '0.0.0.0'],
    ['of this network', '0.1.2.3'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['shared by carriers', '100.64.0.1'],
    ['shared by carriers, where a cloud keeps keys', '100.100.100.200'],
    ['link-local, where clouds keep keys', '169.254.169.254'],
    ['of protocols', '192.0.0.192'],
    ['for documents', '192.0.2.1'],
    ['for documents', '198.51.100.7'],
    ['for documents', '203.0.113.9'],
    ['a 6to4 relay', '192.88.99.1'],
    ['for benchmarks', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['compatible with IPv4', '::127.0.0.1'],
    ['mapped, private', '::ffff:10.0.0.1'],
    ['mapped, public', '::ffff:8.8.8.8'],
    ['mapped, in hexadecimal', '::ffff:a9fe:a9fe'],
    ['translated', '::ffff:0:7f00:1'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['NAT64 of a private network', '64:ff9b:1::a00:1'],
    ['6to4', '2002:7f00:1::'],
    ['Teredo', '2001:0:7f00:1::'],
    ['link-local', 'fe80::1'],
    ['link-local of one interface', 'fe80::1%lo'],
    ['site-local', 'fec0::1'],
    ['unique local', 'fd00:ec2::254'],
    ['multicast', 'ff02::1'],
    ['discarded', '100::1'],
    ['for documents', '2001:db8::1'],
    ['for documents', '3fff::1'],
    ['segment routing', '5f00::1'],
    ['given to nobody', '4000::1'],
    ['no address', 'hooks.example'],
    ['no address', ''],
  ])('closes an address %s: %s', (_kind, address) => {
    expect(nothingOpened(address)).toBe('closed');
  });

  it('opens the networks of a list, and no others', () => {
    const reachOf = createReach(['10.1.0.0/16', 'fd00::/8']);

    const reaches = ['10.1.255.1', '10.2.0.1', 'fd12::1', 'fc12::1', '8.8.8.8'].map(reachOf);

    expect(reaches).toEqual(['opened', 'closed', 'opened', 'closed', 'public']);
  });

  it.each(['169.254.169.254', 'fe80::1', '::ffff:169.254.169.254', '64:ff9b::a9fe:a9fe', '2002:a9fe:a9fe::'])(
    'keeps %s closed when everything is opened',
    (address) => {
      const reachOf = createReach(['0.0.0.0/0', '::/0']);

      expect(reachOf(address)).toBe('closed');
    },
  );
});
