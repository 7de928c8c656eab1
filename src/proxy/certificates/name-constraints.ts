/** RFC 5280, 4.2.1.10. */
export const NAME_CONSTRAINTS_OID = '2.5.29.30';

const SEQUENCE = 0x30;
/** Context tags: of GeneralName the DNS name and the address, of NameConstraints what is permitted. */
const [DNS_NAME, IP_ADDRESS, PERMITTED] = [0x82, 0x87, 0xa0];
/** An address and its mask. */
const LOOPBACK_V4 = '7f000000ff000000';
const LOOPBACK_V6 = `${'00'.repeat(15)}01${'ff'.repeat(16)}`;

/** The DER value that permits `domain`, all below it, and the addresses of this machine, no more. */
export function nameConstraints(domain: string): Uint8Array<ArrayBuffer> {
  const names = [
    der(DNS_NAME, Buffer.from(domain, 'ascii')),
    der(IP_ADDRESS, Buffer.from(LOOPBACK_V4, 'hex')),
    der(IP_ADDRESS, Buffer.from(LOOPBACK_V6, 'hex')),
  ];
  const subtrees = names.map(name => der(SEQUENCE, name));
  return der(SEQUENCE, der(PERMITTED, Buffer.concat(subtrees)));
}

function der(tag: number, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const {length} = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Uint8Array.from([tag, ...size, ...content]);
}
