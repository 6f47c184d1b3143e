package be.ehcert

import java.io.ByteArrayInputStream
import java.io.StringReader
import java.nio.file.Files
import java.security.KeyStore
import java.security.PrivateKey
import java.security.Signature
import java.security.cert.CertPathValidator
import java.security.cert.CertStore
import java.security.cert.CertificateFactory
import java.security.cert.CollectionCertStoreParameters
import java.security.cert.PKIXParameters
import java.security.cert.TrustAnchor
import java.security.cert.X509CRL
import java.security.cert.X509Certificate
import java.util.Base64
import javax.xml.crypto.KeySelector
import javax.xml.crypto.dsig.XMLSignature
import javax.xml.crypto.dsig.XMLSignatureFactory
import javax.xml.crypto.dsig.dom.DOMValidateContext
import javax.xml.parsers.DocumentBuilderFactory
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNotNull
import kotlin.test.assertTrue
import org.bouncycastle.cms.CMSEnvelopedData
import org.bouncycastle.cms.CMSSignedData
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient
import org.bouncycastle.cert.X509CertificateHolder
import org.bouncycastle.jce.provider.BouncyCastleProvider
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder
import org.bouncycastle.pkcs.PKCS10CertificationRequest
import org.w3c.dom.Element
import org.w3c.dom.Node
import org.xml.sax.InputSource

/** The main job, and what other programs say of everything that it made. */
class MainJobTest {
    private val issued = Issued.shared
    private val soap = issued.exchanges.filterNot { it.first.optional }
    private val bouncy = BouncyCastleProvider()

    private fun x509(der: ByteArray): X509Certificate =
        CertificateFactory.getInstance("X.509").generateCertificate(ByteArrayInputStream(der)) as X509Certificate

    private fun parse(xml: ByteArray): Element = DocumentBuilderFactory.newInstance().apply {
        isNamespaceAware = true
        setFeature("http://apache.org/xml/features/disallow-doctype-decl", true)
    }.newDocumentBuilder().parse(InputSource(StringReader(String(xml)))).documentElement

    private fun Element.all(name: String): List<Element> =
        getElementsByTagNameNS("*", name).let { list -> (0 until list.length).map { list.item(it) as Element } }

    /** The bytes in the elements of a name, in everything that was sent (or came back). */
    private fun octets(name: String, sent: Boolean): List<ByteArray> =
        soap.map { parse(if (sent) it.first.body else it.second.body) }
            .flatMap { it.all(name) }.map { Base64.getMimeDecoder().decode(it.textContent.trim()) }

    @Test
    fun everyStepIsTold() {
        val steps = issued.holder.steps
        for (step in steps) assertTrue(stepLabel(step, "nl").isNotBlank(), step)
        assertTrue(steps.distinct().size > 10, "$steps")
        assertTrue(issued.dn.contains("67999077"), issued.dn)
        assertTrue(issued.exchanges.size > soap.size, "revocation was looked after")
        EhcertKeystore.open(issued.keystore, issued.password).use {
            val status = it.status()
            assertEquals(listOf(issued.completed.etkSerial), status.encryptionKeys)
            assertEquals(issued.dn, status.dn)
            assertEquals(false, status.pending)
        }
    }

    @Test
    fun bothKeystoreReadersOfJavaOpenIt() {
        for (store in listOf(KeyStore.getInstance("PKCS12"), KeyStore.getInstance("PKCS12", bouncy))) {
            store.load(ByteArrayInputStream(issued.keystore), issued.password)
            val key = store.getKey("authentication", issued.password) as PrivateKey
            val chain = store.getCertificateChain("authentication")
            assertTrue(chain.size >= 2)
            assertEquals(issued.completed.serial, (chain[0] as X509Certificate).serialNumber.toString())
            assertTrue(store.isKeyEntry(issued.completed.etkSerial))
            val made = Signature.getInstance("SHA256withRSA").run { initSign(key); update(1); sign() }
            assertTrue(Signature.getInstance("SHA256withRSA").run { initVerify(chain[0]); update(1); verify(made) })
        }
    }

    @Test
    fun everySignedRequestHoldsForTheXmlSignaturesOfTheJdk() {
        var signed = 0
        val unsigned = ArrayList<String>()
        for ((request, _) in soap) {
            val signature = parse(request.body).all("Signature").singleOrNull()
            if (signature == null) {
                unsigned += request.headers.first { it.name == "SOAPAction" }.value
                continue
            }
            val root = signature.parentNode as Element
            root.setIdAttributeNS(null, "Id", true)
            val certificate = x509(Base64.getMimeDecoder().decode(signature.all("X509Certificate").first().textContent))
            val context = DOMValidateContext(KeySelector.singletonKeySelector(certificate.publicKey), signature)
            val factory = XMLSignatureFactory.getInstance("DOM")
            val xml: XMLSignature = factory.unmarshalXMLSignature(context)
            assertTrue(xml.validate(context), request.name)
            assertEquals("#" + root.getAttribute("Id"), xml.signedInfo.references.let { (it.single() as javax.xml.crypto.dsig.Reference).uri })
            signed++

            // The witness is awake: another text, and it does not hold any more.
            val changed = parse(request.body).all("Signature").single()
            val other = changed.parentNode as Element
            other.setIdAttributeNS(null, "Id", true)
            other.insertBefore(other.ownerDocument.createTextNode("x"), other.firstChild as Node)
            val again = DOMValidateContext(KeySelector.singletonKeySelector(certificate.publicKey), changed)
            assertEquals(false, factory.unmarshalXMLSignature(again).validate(again))
        }
        println("XML signatures validated by the JDK: $signed of ${soap.size} requests; not signed: $unsigned")
        assertTrue(signed >= 4, "$signed")
    }

    @Test
    fun theIssuedChainHoldsForTheJdkWithRevocation() {
        val factory = CertificateFactory.getInstance("X.509")
        val chain = EhcertKeystore.open(issued.keystore, issued.password).use { it.authenticationChain() }.map(::x509)
        val roots = Sandbox.shared.roots.map(::x509).filter { it.subjectX500Principal == it.issuerX500Principal }
        val lists = listOf("/crl/rsa.crl", "/crl/rsa-root.crl")
            .map { factory.generateCRL(ByteArrayInputStream(Sandbox.shared.get(it))) as X509CRL }
        val parameters = PKIXParameters(roots.map { TrustAnchor(it, null) }.toSet())
        parameters.addCertStore(CertStore.getInstance("Collection", CollectionCertStoreParameters(lists)))
        parameters.isRevocationEnabled = true
        val path = factory.generateCertPath(chain.filter { it !in roots })
        assertTrue(path.certificates.isNotEmpty())
        for (provider in listOf(CertPathValidator.getInstance("PKIX"), CertPathValidator.getInstance("PKIX", bouncy))) {
            assertNotNull(provider.validate(path, parameters))
        }
        val trust = TrustInput(anchors = roots.map { it.encoded }, crls = lists.map { it.encoded }, revocation = true)
        val judged = verifyCertificate(chain[0].encoded, trust.copy(untrusted = chain.drop(1).map { it.encoded }), PathInput())
        assertTrue(judged.accepted, "${judged.problems}")
    }

    @Test
    fun theCertificateRequestHoldsForBouncyCastle() {
        val requests = octets("CSR", sent = true) + octets("Csr", sent = true)
        val request = PKCS10CertificationRequest(requests.first())
        assertTrue(request.isSignatureValid(JcaContentVerifierProviderBuilder().setProvider(bouncy).build(request.subjectPublicKeyInfo)))
        assertEquals(previewCsr(requests.first()).subject, issued.dn)
    }

    /** The certificate of the only signer, which is in the message or given. */
    private fun verified(signed: CMSSignedData, known: X509CertificateHolder? = null): X509CertificateHolder {
        val signer = signed.signerInfos.signers.single()
        @Suppress("UNCHECKED_CAST")
        val selector = signer.sid as org.bouncycastle.util.Selector<X509CertificateHolder>
        val certificate = signed.certificates.getMatches(selector).singleOrNull() ?: known!!.also { assertTrue(selector.match(it)) }
        assertTrue(signer.verify(JcaSimpleSignerInfoVerifierBuilder().setProvider(bouncy).build(certificate)))
        return certificate
    }

    /** The token as the depot gave it. */
    private fun etk(): ByteArray = octets("ETK", sent = false).last()

    @Test
    fun theTokenHoldsForBouncyCastle() {
        val signed = CMSSignedData(etk())
        verified(signed)
        val inner = x509(signed.signedContent.content as ByteArray)
        assertEquals(issued.completed.etkSerial, inner.serialNumber.toString())
        assertTrue(verifyEtk(etk(), TrustInput(anchors = Sandbox.shared.roots)).accepted)
    }

    @Test
    fun aSealedMessageOpensWithBouncyCastleAndTheKeyOfTheJavaKeyStore() {
        val text = "fictif ✓".toByteArray()
        EhcertKeystore.open(issued.keystore, issued.password).use { keystore ->
            val sealed = keystore.seal(text, listOf(etk()), Sandbox.shared.roots)
            val outer = CMSSignedData(sealed)
            val sender = verified(outer)
            assertEquals(issued.completed.serial, sender.serialNumber.toString())
            val enveloped = CMSEnvelopedData(outer.signedContent.content as ByteArray)
            val key = keystore.toJavaKeyStore(issued.password).getKey(issued.completed.etkSerial, issued.password) as PrivateKey
            val recipient = enveloped.recipientInfos.recipients.single()
            val inner = CMSSignedData(recipient.getContent(JceKeyTransEnvelopedRecipient(key).setProvider(bouncy)))
            verified(inner, sender)
            assertContentEquals(text, inner.signedContent.content as ByteArray)
            assertContentEquals(text, keystore.unseal(sealed, Sandbox.shared.roots).content)
            sealed[sealed.size / 2] = (sealed[sealed.size / 2] + 1).toByte()
            assertFailsWith<EhcertException> { keystore.unseal(sealed, Sandbox.shared.roots) }
        }
    }

    @Test
    fun aFileIsReplacedAsAWhole() {
        val dir = Files.createTempDirectory("ehcert")
        val store = FileStore(dir.resolve("a.p12"))
        assertContentEquals(byteArrayOf(1), store.store(byteArrayOf(1)))
        assertContentEquals(byteArrayOf(2, 3), store.store(byteArrayOf(2, 3)))
        assertEquals(listOf("a.p12"), dir.toFile().list()!!.toList())
        assertEquals("rw-------", java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(store.path)))
        dir.toFile().deleteRecursively()
    }
}
