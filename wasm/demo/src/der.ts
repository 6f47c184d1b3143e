/** A view of the octets of DER as a tree, for people who want to see them. Nothing is judged by it. */

export interface Node {
  label: string;
  value: string;
  offset: number;
  length: number;
  children: Node[];
}

/** Deeper than any certificate, far below what a browser's stack holds. */
const MAX_DEPTH = 32;
/** More than a person reads. */
const MAX_NODES = 2000;

const UNIVERSAL: Record<number, string> = {
  1: "BOOLEAN", 2: "INTEGER", 3: "BIT STRING", 4: "OCTET STRING", 5: "NULL", 6: "OBJECT IDENTIFIER", 10: "ENUMERATED",
  12: "UTF8String", 16: "SEQUENCE", 17: "SET", 19: "PrintableString", 20: "T61String", 22: "IA5String", 23: "UTCTime",
  24: "GeneralizedTime", 28: "UniversalString", 30: "BMPString",
};

const NAMES: Record<string, string> = {
  "2.5.4.3": "commonName", "2.5.4.4": "surname", "2.5.4.5": "serialNumber", "2.5.4.6": "countryName",
  "2.5.4.7": "localityName", "2.5.4.10": "organizationName", "2.5.4.11": "organizationalUnitName", "2.5.4.42": "givenName",
  "1.2.840.113549.1.1.1": "rsaEncryption", "1.2.840.113549.1.1.5": "sha1WithRSAEncryption",
  "1.2.840.113549.1.1.11": "sha256WithRSAEncryption", "1.2.840.113549.1.9.1": "emailAddress",
  "1.2.840.113549.1.9.7": "challengePassword", "1.2.840.113549.1.9.14": "extensionRequest",
  "1.2.840.10045.2.1": "ecPublicKey", "1.2.840.10045.3.1.7": "secp256r1", "1.3.132.0.34": "secp384r1",
  "1.2.840.10045.4.3.2": "ecdsa-with-SHA256", "1.2.840.10045.4.3.3": "ecdsa-with-SHA384",
  "2.5.29.14": "subjectKeyIdentifier", "2.5.29.15": "keyUsage", "2.5.29.17": "subjectAltName",
  "2.5.29.19": "basicConstraints", "2.5.29.31": "cRLDistributionPoints", "2.5.29.32": "certificatePolicies",
  "2.5.29.35": "authorityKeyIdentifier", "2.5.29.37": "extKeyUsage", "1.3.6.1.5.5.7.1.1": "authorityInfoAccess",
};

/** The name of an object identifier, where it is a usual one. */
export function oidName(oid: string): string {
  const name = NAMES[oid];
  return name ? `${name} (${oid})` : oid;
}

/** Two digits for each octet, in groups. */
export function hex(bytes: Uint8Array, max = bytes.length): string {
  const shown = Array.from(bytes.subarray(0, max), (b) => b.toString(16).padStart(2, "0")).join(" ");
  return bytes.length > max ? `${shown} …` : shown;
}

/** Offset, octets and readable characters, sixteen on a line. */
export function dump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const part = bytes.subarray(at, at + 16);
    const readable = Array.from(part, (b) => (b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : "·")).join("");
    lines.push(`${at.toString(16).padStart(4, "0")}  ${hex(part).padEnd(47)}  ${readable}`);
  }
  return lines.join("\n");
}

/** PEM with lines of 64 characters. */
export function pem(label: string, bytes: Uint8Array): string {
  let binary = "";
  for (const b of bytes) binary += String.fromCharCode(b);
  const lines = btoa(binary).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

function identifier(bytes: Uint8Array): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const b of bytes) {
    arc = (arc << 7n) | BigInt(b & 0x7f);
    if ((b & 0x80) === 0) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const first = arcs[0] ?? 0n;
  const top = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return oidName([top, first - top * 40n, ...arcs.slice(1)].join("."));
}

function primitive(tag: number, bytes: Uint8Array): string {
  switch (tag) {
    case 1:
      return bytes[0] ? "TRUE" : "FALSE";
    case 2:
    case 10:
      return bytes.length <= 8 ? BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex(bytes).replaceAll(" ", "") || "0"}`)).toString() : hex(bytes, 24);
    case 5:
      return "";
    case 6:
      return identifier(bytes.subarray(0, 64));
    case 12:
      return new TextDecoder().decode(bytes.subarray(0, 400));
    case 19:
    case 20:
    case 22:
    case 23:
    case 24:
      return new TextDecoder("latin1").decode(bytes.subarray(0, 400));
    case 30:
      return new TextDecoder("utf-16be").decode(bytes.subarray(0, 400));
    default:
      return hex(bytes, 24);
  }
}

/** The tree of one element and what follows it; `null` when this is no DER. */
export function tree(bytes: Uint8Array): Node[] | null {
  let count = 0;
  const read = (from: number, to: number, depth: number): Node[] | null => {
    const nodes: Node[] = [];
    let at = from;
    while (at < to) {
      if (++count > MAX_NODES || depth > MAX_DEPTH || to - at < 2) return null;
      const tag = bytes[at] ?? 0;
      const short = bytes[at + 1] ?? 0;
      // No certificate has a tag of several octets or an indefinite length.
      if ((tag & 0x1f) === 0x1f || short === 0x80 || short > 0x84) return null;
      let head = 2;
      let length = short;
      if (short > 0x80) {
        length = 0;
        for (let i = 0; i < short - 0x80; i++) length = length * 256 + (bytes[at + head++] ?? 0);
      }
      const start = at + head;
      const end = start + length;
      if (end > to) return null;
      const content = bytes.subarray(start, end);
      const number = tag & 0x1f;
      const label = tag >> 6 === 0 ? (UNIVERSAL[number] ?? `[UNIVERSAL ${number}]`) : `[${number}]`;
      const node: Node = { label, value: "", offset: at, length: end - at, children: [] };
      if (tag & 0x20) {
        const children = read(start, end, depth + 1);
        if (!children) return null;
        node.children = children;
      } else {
        // An octet or bit string often holds DER; when it does not, it is shown as what it is.
        const skip = number === 3 ? 1 : 0;
        const before = count;
        const inner = (number === 3 || number === 4) && bytes[start + skip] === 0x30 ? read(start + skip, end, depth + 1) : null;
        if (inner) node.children = inner;
        else {
          count = before;
          node.value = tag >> 6 === 0 ? primitive(number, content) : hex(content, 24);
        }
      }
      nodes.push(node);
      at = end;
    }
    return nodes;
  };
  return read(0, bytes.length, 0);
}
