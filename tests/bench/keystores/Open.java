import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Collections;

/** Opens a keystore and all its keys: file, password, times before measuring, times measured. Prints the least in ns. */
public class Open {
    public static void main(String[] arguments) throws Exception {
        byte[] file = Files.readAllBytes(Path.of(arguments[0]));
        char[] password = arguments[1].toCharArray();
        int warm = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        long least = Long.MAX_VALUE;
        for (int i = -warm; i < rounds; i++) {
            long begin = System.nanoTime();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), password);
            int keys = 0;
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password) != null) keys++;
            }
            if (keys != 2) throw new IllegalStateException(keys + " keys");
            if (i >= 0) least = Math.min(least, System.nanoTime() - begin);
        }
        System.out.println(least);
    }
}
