// Prints what node-forge finds in a keystore. Its own keys are RSA; of others it hands out the decrypted PrivateKeyInfo,
// which Node takes.
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
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
    } else if (bag.type === forge.pki.oids.keyBag || bag.type === forge.pki.oids.pkcs8ShroudedKeyBag) {
      const pkcs8 = Buffer.from(forge.asn1.toDer(bag.asn1).getBytes(), 'binary');
      const key = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
      console.log(`key ${createHash('sha256').update(key.export({ format: 'der', type: 'spki' })).digest('hex')}`);
    } else if (bag.cert || bag.asn1) {
      console.log(`certificate ${hash(forge.asn1.toDer(bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1))}`);
    }
  }
}
