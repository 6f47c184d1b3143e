// Prints what node-forge finds in a keystore. It knows RSA keys only.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import forge from 'node-forge';

const [file, passwordFile] = process.argv.slice(2);
const der = readFileSync(file).toString('binary');
const store = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(der), readFileSync(passwordFile, 'utf8').trim());
const hash = (der) => createHash('sha256').update(Buffer.from(der.getBytes(), 'binary')).digest('hex');
for (const contents of store.safeContents) {
  for (const bag of contents.safeBags) {
    const alias = bag.attributes?.friendlyName?.[0];
    if (alias) console.log(`alias ${alias.toLowerCase()}`);
    if (bag.key) {
      const { n, e } = bag.key;
      console.log(`key ${hash(forge.asn1.toDer(forge.pki.publicKeyToAsn1(forge.pki.setRsaPublicKey(n, e))))}`);
    } else if (bag.cert || bag.asn1) {
      console.log(`certificate ${hash(forge.asn1.toDer(bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1))}`);
    }
  }
}
