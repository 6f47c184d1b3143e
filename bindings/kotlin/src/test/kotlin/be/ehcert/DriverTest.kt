package be.ehcert

import java.io.IOException
import java.io.OutputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.util.concurrent.atomic.AtomicInteger
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNotNull
import kotlin.test.assertTrue
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

class DriverTest {
    /** A server that reads each request, does as told, and closes. */
    private class Server(private val answer: (OutputStream) -> Unit) : AutoCloseable {
        private val listener = ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))
        val count = AtomicInteger()
        val gone = AtomicInteger()
        private val thread = kotlin.concurrent.thread {
            try {
                while (true) {
                    val socket = listener.accept()
                    count.incrementAndGet()
                    kotlin.concurrent.thread {
                        socket.use {
                            val input = socket.getInputStream()
                            val seen = StringBuilder()
                            while (!seen.endsWith(":Envelope>")) {
                                val byte = input.read()
                                if (byte < 0) break
                                seen.append(byte.toChar())
                            }
                            try {
                                answer(socket.getOutputStream())
                                while (input.read() >= 0) Unit
                            } catch (e: IOException) {
                                // The other side is gone, which is what is counted.
                            }
                            gone.incrementAndGet()
                        }
                    }
                }
            } catch (e: IOException) {
                // Closed: over.
            }
        }

        fun flow() = EhcertFlow.applicationIds(
            "NIHII-GUARD_POST", "67803295", PlatformInput("http://127.0.0.1:${listener.localPort}", emptyList()),
        )

        override fun close() {
            listener.close()
            thread.join()
        }
    }

    private val nobody = object : Attendant {}
    private val nobodySuspended = object : SuspendAttendant {}

    @Test
    fun aRequestWithoutAnswerIsNotSentAgain() {
        Server { throw IOException("nothing") }.use { server ->
            server.flow().use { assertFailsWith<IOException> { it.run(nobody) } }
            server.flow().use { assertFailsWith<IOException> { runBlocking { it.drive(nobodySuspended) } } }
            assertEquals(2, server.count.get())
        }
    }

    @Test
    fun anAnswerWithoutEndIsRefused() {
        val block = ByteArray(1 shl 16)
        Server { out ->
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n".toByteArray())
            while (true) out.write(block)
        }.use { server ->
            server.flow().use { assertFailsWith<IOException> { it.run(nobody) } }
            assertEquals(1, server.count.get())
        }
    }

    @Test
    fun aSilentServerMeetsTheEndOfPatience() {
        Server { Thread.sleep(3_000) }.use { server ->
            val begin = System.nanoTime()
            server.flow().use { assertFailsWith<IOException> { it.run(nobody, UrlTransport(1_000, 300)) } }
            assertTrue(System.nanoTime() - begin < 2_500_000_000)
        }
    }

    /** Threads of the drivers that are inside a request. */
    private fun busy() = Thread.getAllStackTraces().values.count { stack -> stack.any { it.className == "be.ehcert.UrlTransport" } }

    @Test
    fun aCancelledCoroutineLeavesNothingRunning() = runBlocking<Unit> {
        Server { Thread.sleep(30_000) }.use { server ->
            val flow = server.flow()
            val job = launch(Dispatchers.Default) { flow.drive(nobodySuspended) }
            while (busy() == 0) delay(10)
            withTimeout(5_000) { job.cancelAndJoin() }
            assertEquals(0, busy())
            // The flow stays where it was, for whoever wants to go on.
            assertTrue(flow.step() is FlowStep.Http)
            flow.close()

            val other = server.flow()
            val future = other.runAsync(nobody)
            while (busy() == 0) delay(10)
            future.cancel(true)
            withTimeout(5_000) { while (busy() > 0) delay(10) }
            other.close()
        }
    }

    @Test
    fun aCancelledWaitEndsAtOnce() = runBlocking<Unit> {
        Sandbox().use { sandbox ->
            val holder = Holder(sandbox)
            sandbox.control("""{"do":"rule","rule":{"kind":"deliver_after","polls":1}}""")
            EhcertFlow.enrolment(
                sandbox.signer(), request("67999077"), "Test-Kotlin-1".toCharArray(), "ehealth", null, null, null, sandbox.platform,
            ).use { it.run(holder) }
            val pending = holder.stored
            EhcertFlow.completion(pending, "Test-Kotlin-1".toCharArray(), "ehealth", null, 600, sandbox.platform).use { flow ->
                val waiting = kotlinx.coroutines.CompletableDeferred<Unit>()
                val attendant = object : SuspendAttendant {
                    override fun progress(name: String, percent: Int) {
                        if (name == "waiting") waiting.complete(Unit)
                    }
                }
                val job = launch(Dispatchers.Default) { flow.drive(attendant) }
                waiting.await()
                withTimeout(1_000) { job.cancelAndJoin() }
            }
            // Whoever comes back later finishes it, also with the other driver.
            sandbox.control("""{"do":"clear_rules"}""")
            EhcertFlow.completion(pending, "Test-Kotlin-1".toCharArray(), "ehealth", null, 30, sandbox.platform).use { flow ->
                flow.drive(object : SuspendAttendant {
                    override suspend fun store(keystore: ByteArray) = holder.store(keystore)
                })
                assertNotNull(flow.completionOutcome())
            }
        }
    }

    @Test
    fun withoutTheListOfRevokedCertificatesASoftCheckGoesOn() {
        Sandbox().use { sandbox ->
            val holder = Holder(sandbox)
            val password = "Test-Kotlin-1".toCharArray()
            EhcertFlow.enrolment(sandbox.signer(), request("67999077"), password, platform = sandbox.platform).use { it.run(holder) }
            var cut = 0
            val transport = Transport { if (it.optional) throw IOException("cut ${++cut}") else UrlTransport().send(it) }
            val platform = sandbox.platform.copy(revocation = "soft")
            EhcertFlow.completion(holder.stored, password, patience = 30, platform = platform).use { flow ->
                flow.run(holder, transport)
                assertTrue(cut > 0 && flow.completionOutcome()!!.warnings.isNotEmpty(), "$cut, ${flow.completionOutcome()}")
            }
        }
    }

    @Test
    fun manyFlowsAtOnceInOneThread() = runBlocking<Unit> {
        val ids = coroutineScope {
            (1..32).map {
                async {
                    EhcertFlow.applicationIds("NIHII-GUARD_POST", "67999077", Sandbox.shared.platform).use { flow ->
                        Issued.shared
                        flow.drive(nobodySuspended)
                        flow.applicationIdsOutcome()!!
                    }
                }
            }.map { it.await() }
        }
        assertEquals(listOf(listOf("")), ids.distinct())
    }

    @Test
    fun whatAFlowNeedsAndNobodyDoesIsSaid() {
        EhcertFlow.preflight(Sandbox.shared.signer(), Sandbox.shared.platform).use {
            assertFailsWith<UnsupportedOperationException> { it.run(nobody) }
            it.run(Holder(Sandbox.shared))
            assertNotNull(it.preflightOutcome())
        }
    }

    @Test
    fun aCancelledBodyOfTheAttendantEndsTheFlow() {
        runBlocking {
            EhcertFlow.preflight(Sandbox.shared.signer(), Sandbox.shared.platform).use { flow ->
                assertFailsWith<CancellationException> {
                    flow.drive(object : SuspendAttendant {
                        override suspend fun sign(request: FlowStep.Sign): ByteArray = throw CancellationException("no")
                    })
                }
                assertTrue(flow.step() is FlowStep.Sign)
            }
        }
    }
}
