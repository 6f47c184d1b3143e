package be.ehcert

import example.Certificate
import example.certificate
import java.io.File
import java.nio.file.Files
import java.util.concurrent.atomic.AtomicInteger
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

class JobTest {
    private val platform = Sandbox.shared.url
    private val none = CharArray(0)
    private fun check() = EhcertJob.start(Operation.Check(With(platform, "sandbox")), none)

    @Test
    fun theProgramsOfThePageAsTheyStand() {
        for ((name, program) in listOf<Pair<String, (File, CharArray) -> File>>(
            "Kotlin" to { folder, password -> certificate(platform, "sandbox", folder, password) { "1234".toCharArray() } },
            "Java" to { folder, password -> Certificate.request(platform, "sandbox", folder, password) { "1234".toCharArray() } },
        )) {
            val folder = Files.createTempDirectory("ehcert").toFile()
            val password = "Test-Page-1".toCharArray()
            val file = program(folder, password)
            assertEquals(listOf(file), folder.listFiles()!!.filter { it.name.endsWith(".p12") })
            assertTrue(password.all { it == '\u0000' }, name)
            EhcertKeystore.open(file.readBytes(), "Test-Page-1".toCharArray()).use { assertEquals(1, it.status().encryptionKeys.size) }
            folder.deleteRecursively()
        }
        val page = File("docs/main-job.md").readText()
        for (language in listOf("kotlin", "java")) {
            val lines = page.substringAfter("```$language\n").substringBefore("```").lines().count { it.isNotBlank() }
            println("main job in $language: $lines lines")
            assertTrue(lines <= 45, "$language: $lines")
        }
    }

    @Test
    fun theWrongPinIsAnErrorOfTheCard() {
        Sandbox().use { sandbox ->
            val asked = AtomicInteger()
            val operation = Operation.Request(
                With(sandbox.url, "sandbox"), "NIHII-GUARD_POST", "67803295", "Poste fictif",
                contact = Contact("a@example.org", null, "0470000000", null), folder = Files.createTempDirectory("ehcert").toString(),
            )
            val failed = EhcertJob.start(operation, "Test-Kotlin-1".toCharArray()).use { job ->
                assertFailsWith<EhcertException.Card> {
                    job.run(object : JobAttendant {
                        override fun pin(purpose: String, triesLeft: Int?): CharArray? =
                            if (asked.getAndIncrement() == 0) "0000".toCharArray() else null
                    })
                }
            }
            assertTrue(asked.get() >= 1, failed.message)
        }
    }

    @Test
    fun everyWrongFieldIsTold() {
        val operation = Operation.Request(
            With(platform, "sandbox"), "NIHII-GUARD_POST", "1", "Poste", contact = Contact("a", null, "b", null),
            folder = Files.createTempDirectory("ehcert").toString(),
        )
        val failed = EhcertJob.start(operation, "x".toCharArray()).use { job ->
            assertFailsWith<EhcertException> { job.run(object : JobAttendant { override fun accept(review: ContractReview) = true }) }
        }
        val all = listOf(failed) + failed.suppressed.map { it as EhcertException }
        assertTrue(all.mapNotNull { it.field }.toSet().size >= 2, "$all")
    }

    @Test
    fun eventsAreAFlow() = runBlocking<Unit> {
        val events = check().use { it.events().toList() }
        assertTrue(events.last() is JobEvent.Done, "${events.last()}")
        val result = check().use { it.drive(object : JobAttendant {}) }
        assertTrue(result.json.isNotEmpty())
    }

    @Test
    fun aCancelledCollectorLeavesNothingRunning() = runBlocking<Unit> {
        val before = jobs()
        Sandbox().use { sandbox ->
            sandbox.control("""{"do":"rule","rule":{"kind":"stall"}}""")
            val job = EhcertJob.start(
                Operation.Status(With(sandbox.url), file(Issued.shared.keystore).path), Issued.shared.password,
            )
            val running = CompletableDeferred<Int>()
            val collecting = launch(Dispatchers.Default) {
                job.events().collect { if (it is JobEvent.Progress) running.complete(jobs()) }
            }
            assertTrue(withTimeout(15_000) { running.await() } > before, "the job has a thread of its own")
            withTimeout(15_000) { collecting.cancelAndJoin() }
            job.close()
        }
        // Those that it has begun have its name as well; the last of them ends a moment later.
        withTimeout(5_000) { while (jobs() > before) delay(10) }
    }

    private fun file(bytes: ByteArray) = File.createTempFile("ehcert", ".p12").also { it.deleteOnExit(); it.writeBytes(bytes) }

    /** Threads of the library's jobs in this process; one may end while they are counted. */
    private fun jobs() = File("/proc/self/task").listFiles()!!
        .count { runCatching { File(it, "comm").readText().trim() }.getOrNull() == "ehcert-job" }

    @Test
    fun whatWasNotAskedAndWhatIsClosed() {
        val job = check()
        assertEquals(Codes.WRONG_STATE, assertFailsWith<EhcertException> { job.answerPin("1234".toCharArray()) }.code)
        job.close()
        assertEquals(Codes.WRONG_STATE, assertFailsWith<EhcertException> { job.poll(0) }.code)
        assertFailsWith<EhcertException> { EhcertJob.start(Operation.Check(With("\uD83D")), none) }
        Thread.currentThread().interrupt()
        check().use { assertFailsWith<InterruptedException> { it.run(object : JobAttendant {}) } }
    }
}
