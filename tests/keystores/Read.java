import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.*;
import java.security.cert.Certificate;
import java.util.*;

/** Prints what a provider finds in a keystore: `key HASH` of each usable private key, `certificate HASH`. */
public class Read {
    public static void main(String[] args) throws Exception {
        KeyStore store;
        if (args[0].equals("jdk")) {
            store = KeyStore.getInstance("PKCS12");
        } else {
            Provider bc = (Provider) Class.forName("org.bouncycastle.jce.provider.BouncyCastleProvider")
                .getDeclaredConstructor().newInstance();
            Security.addProvider(bc);
            store = KeyStore.getInstance("PKCS12", bc);
        }
        char[] password = Files.readString(Path.of(args[2])).strip().toCharArray();
        try (FileInputStream in = new FileInputStream(args[1])) {
            store.load(in, password);
        }
        TreeSet<String> lines = new TreeSet<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                PrivateKey key = (PrivateKey) store.getKey(alias, password);
                PublicKey of = store.getCertificate(alias).getPublicKey();
                String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA384withECDSA";
                byte[] text = alias.getBytes("UTF-8");
                Signature signature = Signature.getInstance(algorithm);
                signature.initSign(key);
                signature.update(text);
                byte[] made = signature.sign();
                signature.initVerify(of);
                signature.update(text);
                if (!signature.verify(made)) throw new Exception("the key of " + alias + " is another");
                lines.add("key " + hash(of.getEncoded()));
                for (Certificate c : store.getCertificateChain(alias)) lines.add("certificate " + hash(c.getEncoded()));
            } else {
                lines.add("certificate " + hash(store.getCertificate(alias).getEncoded()));
            }
            lines.add("alias " + alias.toLowerCase(Locale.ROOT));
        }
        lines.forEach(System.out::println);
    }

    static String hash(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
