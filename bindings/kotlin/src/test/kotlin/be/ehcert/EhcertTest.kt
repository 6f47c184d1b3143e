package be.ehcert

import java.io.DataInputStream
import java.io.File
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.net.URI
import java.security.PrivateKey
import java.security.Signature
import java.util.Base64
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import uniffi.ehcert.*

class EhcertTest {
    private val command = System.getenv("EHCERT")

    @Test
    fun checksAndTheirReasons() {
        assertEquals("67999077", checkIdentifier("NIHII-GUARD_POST", "679.990-77").value)
        val failed = assertFailsWith<EhcertException.Identity> { checkIdentifier("CBE", "0999999032") }
        assertEquals("identifier", failed.problem.field)
        assertFalse(failed.problem.retryable)
        for (language in listOf("fr", "nl", "de", "en")) {
            assertTrue(describeProblem(failed.problem, language).message.length > 10)
        }
        assertEquals(29, professions("nl").size)
        assertFailsWith<EhcertException.Keystore> { Keystore.open(ByteArray(0), utf8("x".toCharArray())) }
        assertFailsWith<EhcertException> { previewCsr(ByteArray(100)) }
    }

    @Test
    fun codesAndTextsOfErrorsAreThoseOfEverySurface() {
        // The tests run in bindings/kotlin.
        val lines = File("../../include/errors.tsv").readLines().map { it.split("\t") }
        for (language in listOf("fr", "nl", "de", "en")) {
            val columns = listOf("code", "name", "actor", "retryable", "message.$language", "advice.$language")
            val places = columns.map { lines.first().indexOf(it) }
            val wanted = lines.drop(1).map { line -> places.map { line[it] } }
            val told = errorTable(language).map {
                listOf("${it.code}", it.name, it.actor, "${it.retryable}", it.message, it.advice)
            }
            assertEquals(wanted, told)
        }
    }

    @Test
    fun halfASurrogatePairIsNoPassword() {
        assertFailsWith<IllegalArgumentException> { utf8(charArrayOf('a', '\uD83D')) }
        assertEquals(listOf<Byte>(-61, -87), utf8(charArrayOf('é')).toList())
    }

    /** A server that reads a request, answers as told, and closes; gives how many requests came. */
    private fun requests(answer: (java.io.OutputStream) -> Unit): Int {
        val server = ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))
        var count = 0
        val thread = kotlin.concurrent.thread {
            try {
                while (true) {
                    server.accept().use { socket ->
                        count++
                        val input = socket.getInputStream()
                        var seen = ""
                        while (!seen.endsWith(":Envelope>")) {
                            val byte = input.read()
                            if (byte < 0) break
                            seen += byte.toChar()
                        }
                        answer(socket.getOutputStream())
                    }
                }
            } catch (e: java.io.IOException) {
                // Closed: over.
            }
        }
        val nobody = object : Attendant {
            override fun sign(key: String, hash: String, digest: ByteArray) = ByteArray(0)
            override fun accept(review: ContractReview) = false
            override fun store(keystore: ByteArray) = keystore
        }
        val where = PlatformInput("http://127.0.0.1:${server.localPort}", emptyList())
        Flow.applicationIds("NIHII-GUARD_POST", "67803295", where).use { flow ->
            assertFailsWith<java.io.IOException> { flow.drive(nobody, 5_000) }
        }
        server.close()
        thread.join()
        return count
    }

    @Test
    fun aRequestWithoutAnswerIsNotSentAgain() {
        assertEquals(1, requests { })
    }

    @Test
    fun anAnswerWithoutEndIsRefused() {
        val block = ByteArray(1 shl 16)
        assertEquals(1, requests { out ->
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n".toByteArray())
            while (true) out.write(block)
        })
    }

    /** A sandbox platform with a software card in a virtual reader. */
    private inner class Platform : AutoCloseable {
        val dir: File = kotlin.io.path.createTempDirectory("ehcert").toFile()
        val process: Process
        val url: String
        val card: Socket
        init {
            val folder = File(dir, "platform").path
            process = ProcessBuilder(command, "sandbox", "run", "--json", "--listen", "127.0.0.1:0", "--dir", folder).start()
            url = Regex("\"url\":\"([^\"]+)\"").find(process.inputStream.bufferedReader().readLine())!!.groupValues[1]
            val file = File(dir, "card.json").path
            check(ProcessBuilder(command, "sandbox", "card", "--dir", folder, file).start().waitFor() == 0)
            ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { listener ->
                ProcessBuilder(command, "sandbox", "serve", file, "--vpcd", listener.localPort.toString()).start()
                card = listener.accept()
            }
            send(byteArrayOf(1))
        }
        private fun send(message: ByteArray) {
            val framed = byteArrayOf((message.size shr 8).toByte(), message.size.toByte()) + message
            card.getOutputStream().write(framed)
            card.getOutputStream().flush()
        }
        fun transmit(apdu: ByteArray): ByteArray {
            send(apdu)
            val input = DataInputStream(card.getInputStream())
            return ByteArray(input.readUnsignedShort()).also { input.readFully(it) }
        }
        override fun close() {
            card.close()
            process.destroyForcibly()
            dir.deleteRecursively()
        }
    }

    private fun Platform.drive(flow: CardFlow): CardFlow {
        var step = flow.start()
        while (true) {
            step = when (val due = step) {
                is CardStep.Done -> return flow
                is CardStep.Apdu -> flow.answerResponse(transmit(due.bytes))
                is CardStep.Wait -> flow.answerWaited()
                is CardStep.AskPin -> flow.answerPin("1234".toByteArray())
            }
        }
    }

    @Test
    fun theMainJobAndTheKeyStoreOfTheJdk() {
        Platform().use { platform ->
            val pem = URI(platform.url + "/ca/roots.pem").toURL().readText()
            val roots = Regex("-----BEGIN CERTIFICATE-----([^-]+)-----END").findAll(pem)
                .map { Base64.getMimeDecoder().decode(it.groupValues[1].trim()) }.toList()
            val where = PlatformInput(platform.url, roots)
            val holder = platform.drive(CardFlow.read()).holder()!!
            val signer = SignerInput(holder.authenticationChain, holder.signatureChain, listOf(holder.authenticationChain.last()))
            var stored = ByteArray(0)
            val attendant = object : Attendant {
                override fun sign(key: String, hash: String, digest: ByteArray) =
                    platform.drive(CardFlow.sign(key, hash, digest, null, System.currentTimeMillis() / 1000)).signature()!!
                override fun accept(review: ContractReview) = review.commonName.endsWith("67999077")
                override fun store(keystore: ByteArray) = keystore.copyOf().also { stored = it }
            }
            val now = System.currentTimeMillis() / 1000
            val preflight = Flow.preflight(signer, where, now)
            preflight.drive(attendant)
            assertTrue(preflight.preflightOutcome()!!.naturalPerson)
            val request = RequestInput(
                "other", "NIHII-GUARD_POST", "67999077", "Poste fictif", "", null, listOf(),
                ContactInput("a@example.org", null, "0470000000", null), "rsa-2048",
            )
            val password = "Test-Kotlin-1".toCharArray()
            Flow.enrolment(signer, request, utf8(password), "ehealth", null, null, null, where, now).use { it.drive(attendant) }
            val completion = Flow.completion(stored, utf8(password), "ehealth", null, 30u, where)
            completion.drive(attendant)
            val outcome = completion.completionOutcome()!!

            val java = toJavaKeyStore(stored, password)
            val key = java.getKey("authentication", password) as PrivateKey
            val chain = java.getCertificateChain("authentication")
            assertTrue(chain.size >= 2)
            val signature = Signature.getInstance("SHA256withRSA").run { initSign(key); update(1); sign() }
            assertTrue(Signature.getInstance("SHA256withRSA").run { initVerify(chain[0]); update(1); verify(signature) })
            assertTrue(java.isKeyEntry(outcome.etkSerial))
            Keystore.open(stored, utf8(password)).use {
                assertEquals(listOf(outcome.etkSerial), it.status(now).encryptionKeys)
            }
        }
    }
}
