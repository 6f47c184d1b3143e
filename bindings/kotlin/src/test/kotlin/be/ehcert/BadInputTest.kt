package be.ehcert

import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull
import kotlin.test.assertTrue

/** Calls while its JVM ends, from a hook and from threads that nobody stops. */
internal object Ending {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val flow = EhcertFlow.applicationIds("NIHII-GUARD_POST", "67999077", PlatformInput("acceptance"))
        Runtime.getRuntime().addShutdownHook(Thread {
            println((flow.step() as FlowStep.Http).method)
            flow.close()
            try {
                flow.step()
            } catch (e: EhcertException) {
                println(e.name)
            }
        })
        repeat(4) {
            kotlin.concurrent.thread(isDaemon = true) {
                while (true) checkIdentifier("NIHII-GUARD_POST", "67999077")
            }
        }
        println("begun")
    }
}

/** Every one an [EhcertException] with a code, and the JVM and its objects go on. */
class BadInputTest {
    private val issued = Issued.shared
    private fun open() = EhcertKeystore.open(issued.keystore, issued.password)

    private fun fails(code: Int, call: () -> Unit) {
        assertEquals(code, assertFailsWith<EhcertException> { call() }.code)
    }

    @Test
    fun halfOfASurrogatePair() {
        val half = "a\uD83D"
        fails(Codes.INVALID_ARGUMENT) { checkIdentifier("CBE", half) }
        fails(Codes.INVALID_ARGUMENT) { foldName(half) }
        fails(Codes.INVALID_ARGUMENT) { reviewRequest(request("67999077").copy(name = half)) }
        fails(Codes.INVALID_ARGUMENT) { EhcertKeystore.open(issued.keystore, half.toCharArray()) }
        fails(Codes.INVALID_ARGUMENT) { checkPassword("Test-1234".toCharArray(), charArrayOf('a', '\uDE00')) }
        // Whole pairs are text; only the policy dislikes them.
        assertTrue(!checkPassword("Test-1\uD83D\uDE00".toCharArray(), null).acceptedCharacters)
    }

    @Test
    fun aKeystoreIsWipedEvenWhenACallOfItWasNeverMade() {
        val before = liveObjects()
        val keystore = open()
        fails(Codes.INVALID_ARGUMENT) { keystore.changePassword("Test-Kotlin-2".toCharArray(), "\uD83D") }
        fails(Codes.INVALID_ARGUMENT) { verifyMessage(ByteArray(1), keystore, TrustInput(), 0).also { keystore.rewrap("\uDE00") } }
        keystore.status()
        keystore.close()
        assertEquals(before, liveObjects())
    }

    @Test
    fun hundredMegabytes() {
        val large = ByteArray(100 shl 20)
        assertFailsWith<EhcertException> { EhcertKeystore.open(large, issued.password) }
        assertFailsWith<EhcertException> { inspectKeystore(large) }
        assertFailsWith<EhcertException> { viewCertificate(large) }
        assertFailsWith<EhcertException> { verifyEtk(large, TrustInput()) }
        open().use { keystore -> assertFailsWith<EhcertException> { keystore.unseal(large, emptyList()) } }
        assertFailsWith<EhcertException> { checkIdentifier("CBE", String(CharArray(10 shl 20) { '1' })) }
    }

    @Test
    fun numbersOutOfRange() {
        val flow = EhcertFlow.applicationIds("NIHII-GUARD_POST", "67999077", Sandbox.shared.platform)
        flow.use {
            it.step()
            fails(Codes.INVALID_ARGUMENT) { it.answerHttp(-1, "", ByteArray(0)) }
            fails(Codes.INVALID_ARGUMENT) { it.answerHttp(70_000, "", ByteArray(0)) }
            assertTrue(it.step() is FlowStep.Http, "the flow stays where it was")
        }
        fails(Codes.INVALID_ARGUMENT) {
            EhcertFlow.completion(issued.keystore, issued.password, "ehealth", null, -1, Sandbox.shared.platform)
        }
        assertFailsWith<EhcertException> { open().use { it.status(Long.MAX_VALUE); it.status(Long.MIN_VALUE); it.rewrap("none") } }
    }

    @Test
    fun wrongAnswersInTheWrongOrder() {
        EhcertFlow.applicationIds("NIHII-GUARD_POST", "67999077", Sandbox.shared.platform).use { flow ->
            fails(Codes.WRONG_STATE) { flow.answerSignature(ByteArray(0)) }
            fails(Codes.WRONG_STATE) { flow.generateKey() }
            assertNull(flow.completionOutcome())
        }
        CardFlow.read().use { flow ->
            flow.start()
            assertFailsWith<EhcertException> { flow.answerPin("1234".toCharArray()) }
        }
    }

    @Test
    fun closedObjects() {
        val keystore = open()
        keystore.close()
        keystore.close()
        assertTrue(keystore.isClosed)
        fails(Codes.WRONG_STATE) { keystore.status() }
        fails(Codes.WRONG_STATE) { keystore.toJavaKeyStore(issued.password) }
        // As an argument, too: its handle is the memory of somebody else by now.
        fails(Codes.WRONG_STATE) { verifyMessage(ByteArray(10), keystore, TrustInput()) }
        val flow = EhcertFlow.applicationIds("NIHII-GUARD_POST", "67999077", Sandbox.shared.platform)
        flow.close()
        fails(Codes.WRONG_STATE) { flow.step() }
        val card = CardFlow.read()
        card.close()
        fails(Codes.WRONG_STATE) { card.start() }
    }

    @Test
    fun closedWhileOtherThreadsCall() {
        repeat(5) {
            val keystore = open()
            val codes = java.util.concurrent.ConcurrentLinkedQueue<Int>()
            val threads = (1..4).map {
                kotlin.concurrent.thread {
                    try {
                        while (true) keystore.publicKeyIdentifier()
                    } catch (e: EhcertException) {
                        codes += e.code
                    }
                }
            }
            Thread.sleep(2)
            keystore.close()
            threads.forEach { it.join(10_000) }
            assertEquals(List(4) { Codes.WRONG_STATE }, codes.toList())
        }
    }

    @Test
    fun callsWhileTheJvmEnds() {
        repeat(3) {
            Child("be.ehcert.Ending").use { child ->
                assertEquals(listOf("begun", "POST", "WrongState"), (1..3).map { child.line() })
                assertEquals(0, child.process.waitFor())
            }
        }
    }

    @Suppress("unused", "removal", "DEPRECATION")
    private class Forgotten(val keystore: EhcertKeystore, val seen: MutableList<String>, val done: CountDownLatch) {
        protected fun finalize() {
            try {
                seen += keystore.status().dn
                keystore.close()
                keystore.status()
            } catch (e: EhcertException) {
                seen += e.name
            } finally {
                done.countDown()
            }
        }
    }

    @Test
    fun callsFromAFinaliser() {
        val seen = java.util.Collections.synchronizedList(ArrayList<String>())
        val done = CountDownLatch(1)
        fun forget() {
            Forgotten(open(), seen, done)
        }
        forget()
        for (round in 1..100) {
            System.gc()
            if (done.await(50, TimeUnit.MILLISECONDS)) break
        }
        assertEquals(listOf(issued.dn, "WrongState"), seen.toList())
    }
}
