// Requests by BouncyCastle, in PEM: `java -cp BOUNCYCASTLE Requests.java FOLDER SUBJECT`.
import java.io.FileWriter;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

public class Requests {
    public static void main(String[] arguments) throws Exception {
        for (String kind : new String[] {"rsa", "pss", "p384"}) {
            boolean ec = kind.equals("p384");
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ec ? "EC" : "RSA");
            generator.initialize(ec ? new ECGenParameterSpec("secp384r1") : new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
            var pair = generator.generateKeyPair();
            var builder = new JcaPKCS10CertificationRequestBuilder(new X500Name(RFC4519Style.INSTANCE, arguments[1]), pair.getPublic());
            var extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            String algorithm = ec ? "SHA384withECDSA" : kind.equals("pss") ? "SHA256withRSAandMGF1" : "SHA256withRSA";
            var provider = new org.bouncycastle.jce.provider.BouncyCastleProvider();
            var request = builder.build(new JcaContentSignerBuilder(algorithm).setProvider(provider).build(pair.getPrivate()));
            try (var out = new JcaPEMWriter(new FileWriter(Path.of(arguments[0], kind + ".csr").toFile()))) {
                out.writeObject(request);
            }
        }
    }
}
