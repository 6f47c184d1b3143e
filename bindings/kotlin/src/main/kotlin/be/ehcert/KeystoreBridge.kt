package be.ehcert

import java.io.ByteArrayInputStream
import java.io.IOException
import java.security.KeyStore

/** What an [EhcertKeystore] is to the JDK. */
interface KeystoreBridge : EhcertKeystoreInterface {
    /**
     * This keystore as a [KeyStore] of the JDK, for any library that signs, decrypts or speaks TLS. It has every entry,
     * whoever wrote the file and however old it is, under the same aliases, and lives on when this one is closed.
     *
     * [password] is that of the keystore and of every key in it; it stays the caller's to wipe.
     *
     * @throws EhcertException.Keystore when the password is another one
     */
    fun toJavaKeyStore(password: CharArray): KeyStore {
        // The form that every JDK reads, the first ones of version 8 included; it is read at once and stored nowhere.
        val bytes = rewrap("ehealth")
        return KeyStore.getInstance("PKCS12").apply {
            try {
                load(ByteArrayInputStream(bytes), password)
            } catch (e: IOException) {
                // What was written a moment ago can be read: only the password can be wrong.
                throw EhcertException.Keystore(problemOf(Codes.KEYSTORE_PASSWORD_WRONG))
            }
        }
    }

    /**
     * The authentication key and its chain alone: for TLS. The JDK's key managers offer a server any key they find, and
     * a server refuses the encryption key. [password] as for [toJavaKeyStore].
     *
     * @throws EhcertException.Keystore when the password is another one, or the certificate is not here yet
     */
    fun toTlsKeyStore(password: CharArray): KeyStore {
        val own = authenticationChain().first()
        return toJavaKeyStore(password).apply {
            aliases().toList().filterNot { isKeyEntry(it) && getCertificate(it).encoded.contentEquals(own) }.forEach(::deleteEntry)
        }
    }
}
