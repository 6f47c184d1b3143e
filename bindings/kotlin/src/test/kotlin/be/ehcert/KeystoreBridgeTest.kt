package be.ehcert

import java.io.ByteArrayInputStream
import java.math.BigInteger
import java.net.InetAddress
import java.security.KeyPairGenerator
import java.security.KeyStore
import java.security.PrivateKey
import java.security.Signature
import java.security.cert.CertificateFactory
import java.security.cert.X509Certificate
import java.util.Date
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLServerSocket
import javax.net.ssl.SSLSocket
import javax.net.ssl.TrustManagerFactory
import javax.security.auth.x500.X500Principal
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder

class KeystoreBridgeTest {
    private val issued = Issued.shared
    private val store: KeyStore =
        EhcertKeystore.open(issued.keystore, issued.password).use { it.toJavaKeyStore(issued.password) }

    @Test
    fun ofEveryFormTheSameKeysSignWithIt() {
        EhcertKeystore.open(issued.keystore, issued.password).use { keystore ->
            for (profile in listOf("ehealth", "modern", "java-legacy")) {
                val other = EhcertKeystore.open(keystore.rewrap(profile), issued.password).use { it.toJavaKeyStore(issued.password) }
                assertEquals(keystore.entries().map { it.alias.lowercase() }.toSet(), other.aliases().toList().map { it.lowercase() }.toSet())
                for (alias in other.aliases().toList().filter { other.isKeyEntry(it) }) {
                    val key = other.getKey(alias, issued.password) as PrivateKey
                    val made = Signature.getInstance("SHA384withRSA").run { initSign(key); update(alias.toByteArray()); sign() }
                    val spki = other.getCertificate(alias).publicKey.encoded
                    assertTrue(verifySignature(spki, "SHA384withRSA", alias.toByteArray(), made).accepted, "$profile $alias")
                }
            }
            val wrong = assertFailsWith<EhcertException.Keystore> { keystore.toJavaKeyStore("Test-Kotlin-2".toCharArray()) }
            assertEquals(Codes.KEYSTORE_PASSWORD_WRONG, wrong.code)
        }
    }

    private fun trusting(vararg certificates: X509Certificate) = TrustManagerFactory.getInstance("PKIX").apply {
        init(KeyStore.getInstance("PKCS12").apply {
            load(null, null)
            certificates.forEachIndexed { index, certificate -> setCertificateEntry("$index", certificate) }
        })
    }.trustManagers

    private fun shake(store: KeyStore, algorithm: String, version: String) {
        val pair = KeyPairGenerator.getInstance("RSA").apply { initialize(2048) }.generateKeyPair()
        val name = X500Principal("CN=localhost")
        val now = System.currentTimeMillis()
        val own = JcaX509CertificateConverter().getCertificate(
            JcaX509v3CertificateBuilder(name, BigInteger.ONE, Date(now - 60_000), Date(now + 600_000), name, pair.public)
                .build(JcaContentSignerBuilder("SHA256withRSA").build(pair.private)),
        )
        val none = CharArray(0)
        val serverKeys = KeyManagerFactory.getInstance("PKIX").apply {
            init(KeyStore.getInstance("PKCS12").apply { load(null, null); setKeyEntry("s", pair.private, none, arrayOf(own)) }, none)
        }
        val factory = CertificateFactory.getInstance("X.509")
        val roots = Sandbox.shared.roots.map { factory.generateCertificate(ByteArrayInputStream(it)) as X509Certificate }
        val server = SSLContext.getInstance("TLS").apply { init(serverKeys.keyManagers, trusting(*roots.toTypedArray()), null) }
        val keys = KeyManagerFactory.getInstance(algorithm).apply { init(store, issued.password) }
        val client = SSLContext.getInstance("TLS").apply { init(keys.keyManagers, trusting(own), null) }

        val listener = server.serverSocketFactory.createServerSocket(0, 1, InetAddress.getByName("127.0.0.1")) as SSLServerSocket
        listener.needClientAuth = true
        listener.soTimeout = 20_000
        val threads = Executors.newSingleThreadExecutor()
        val seen = threads.submit(Callable {
            (listener.accept() as SSLSocket).use { socket ->
                socket.startHandshake()
                val certificate = socket.session.peerCertificates[0] as X509Certificate
                socket.outputStream.write(42)
                certificate
            }
        })
        (client.socketFactory.createSocket("127.0.0.1", listener.localPort) as SSLSocket).use { socket ->
            socket.enabledProtocols = arrayOf(version)
            socket.soTimeout = 20_000
            try {
                assertEquals(42, socket.inputStream.read())
            } catch (e: java.io.IOException) {
                seen.get(20, TimeUnit.SECONDS)
                throw e
            }
            assertEquals(version, socket.session.protocol)
        }
        assertEquals(issued.completed.serial, seen.get(20, TimeUnit.SECONDS).serialNumber.toString())
        threads.shutdown()
        listener.close()
    }

    @Test
    fun aServerThatAsksForACertificateGetsIt() {
        val tls = EhcertKeystore.open(issued.keystore, issued.password).use { it.toTlsKeyStore(issued.password) }
        assertEquals(listOf("authentication"), tls.aliases().toList())
        for (version in listOf("TLSv1.2", "TLSv1.3")) {
            shake(store, "PKIX", version)
            for (algorithm in listOf("PKIX", "SunX509")) shake(tls, algorithm, version)
        }
    }
}
